import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSchemaCheck } from '../../src/schemas/schema-check.ts'
import { createSchemaThreads } from '../../src/schemas/schema-threads.ts'
import { JsonText } from '../../src/json/json-text.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { PUBLISH } from '../support/webhooks.ts'
import { hostileSchemas, SLOW } from './hostile-schemas.ts'

let app: TestApp
let neighbour: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ workers: 0, environment: { SCHEMA_SECONDS_PER_MINUTE: '60' } })
  neighbour = await app.organization()
  await define(neighbour, '{"properties":{"id":{"pattern":"^[a-z]+$"}},"required":["id"]}', '{"id":"a"}')
})
afterAll(() => app[Symbol.asyncDispose]())

/** What the thread that serves everybody may spend on a request with the largest schema and data, in milliseconds of its processor time. */
const OWN_TIME_MS = 150

async function define(organization: TestOrganization, schema: string, example: string) {
  const response = await organization.client.post(
    `{"query":"mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code message } } }","variables":{"input":{"name":"a.b","schema":${schema},"example":${example}}}}`,
  )
  const { data, errors } = (await response.json()) as any
  expect(errors).toBeUndefined()
  return data.createEventType.userErrors as { code: string; message: string }[]
}

async function publishBatch(organization: TestOrganization, data: string, count: number) {
  const events = Array.from({ length: count }, () => `{"type":"a.b","data":${data}}`).join()
  const response = await organization.client.post(
    `{"query":"mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { userErrors { code message } } }","variables":{"events":[${events}]}}`,
  )
  const { data: answer, errors } = (await response.json()) as any
  return { errors, userErrors: answer?.publishEvents?.userErrors as { code: string; message: string }[] }
}

async function ownTime<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const before = process.threadCpuUsage()
  const result = await work()
  const { user, system } = process.threadCpuUsage(before)
  return [result, (user + system) / 1_000]
}

describe('a schema with', () => {
  test.each(hostileSchemas())('%s holds up nobody', async (_name, schema, data, expected) => {
    const organization = await app.organization()
    const [saved, savingMs] = await ownTime(() => define(organization, schema, data))
    expect(saved.map(({ code }) => code).join()).toMatch(expected)
    for (const { message } of saved) expect(message.length).toBeLessThan(1_000)
    expect(savingMs).toBeLessThan(OWN_TIME_MS)
    // Where a harmless example lets it in, publishing meets it. A number is no object and no text, so most keywords pass it.
    if (saved.length > 0 && (await define(organization, schema, '1')).length > 0) return
    const { client } = neighbour
    const [[hostile, healthy], publishingMs] = await ownTime(() =>
      Promise.all([
        publishBatch(organization, data, 2),
        client.request(PUBLISH, { input: { type: 'a.b', data: { id: 'a' } } }),
      ]),
    )
    expect(hostile.errors).toBeUndefined()
    expect(hostile.userErrors).toHaveLength(saved.length > 0 ? 2 : 0)
    expect(healthy.publishEvent.userErrors).toEqual([])
    expect(publishingMs).toBeLessThan(2 * OWN_TIME_MS)
  })

  test.each(SLOW)(
    '%s is stopped, says why, and is over after its neighbours',
    async (_name, schema, data) => {
      const organization = await app.organization()
      expect(await define(organization, schema, '1')).toEqual([])
      await publishBatch(organization, data, 1) // it is known to be slow: the next time a thread is left to others
      // Whose thread is there: starting one takes about as long as the slow checks.
      await neighbour.client.request(PUBLISH, { input: { type: 'a.b', data: { id: 'a' } } })
      // As isEverWithin: Postgres makes a neighbour late now and then; if they waited for the slow checks, some would be each time.
      const order: string[] = []
      for (let tries = 0; tries < 5 && order.at(-1) !== 'slow'; tries += 1) {
        order.length = 0
        const [hostile] = await Promise.all([
          publishBatch(organization, data, 3).finally(() => order.push('slow')),
          ...Array.from({ length: 5 }, () =>
            neighbour.client
              .request(PUBLISH, { input: { type: 'a.b', data: { id: 'a' } } })
              .finally(() => order.push('healthy')),
          ),
        ])
        expect(hostile.userErrors).toHaveLength(3)
        expect(hostile.userErrors[0]).toMatchObject({
          code: 'DATA_FAILS_SCHEMA',
          message: expect.stringMatching(/too long|without end/),
        })
      }
      expect(order).toEqual([...Array.from({ length: 5 }, () => 'healthy'), 'slow'])
    },
  )

  test('a harmless pattern and reference works', async () => {
    const organization = await app.organization()
    const schema =
      '{"$defs":{"id":{"pattern":"^[a-z]+$"}},"properties":{"id":{"$ref":"#/$defs/id"},"list":{"uniqueItems":true}}}'
    expect(await define(organization, schema, '{"id":"a","list":[1,2]}')).toEqual([])
    const publish = async (data: string) =>
      (await publishBatch(organization, data, 1)).userErrors.map(({ code }) => code)
    expect(await publish('{"id":"abc","list":[1,2,3]}')).toEqual([])
    expect(await publish('{"id":"ABC"}')).toEqual(['DATA_FAILS_SCHEMA'])
    expect(await publish('{"list":[1,1]}')).toEqual(['DATA_FAILS_SCHEMA'])
  })
})

describe('schemas of two organizations', () => {
  test('may use one $id, and neither sees what the other’s means', async () => {
    const [one, other] = await Promise.all([app.organization(), app.organization()])
    const schema = (type: string) =>
      `{"$id":"https://example.com/s","$defs":{"x":{"$id":"https://example.com/x","type":"${type}"}},"properties":{"a":{"$ref":"https://example.com/x"}}}`
    expect(await define(one, schema('string'), '{"a":"x"}')).toEqual([])
    expect(await define(other, schema('number'), '{"a":1}')).toEqual([])
    for (let round = 0; round < 2; round += 1) {
      expect((await publishBatch(one, '{"a":"x"}', 1)).userErrors).toEqual([])
      expect((await publishBatch(other, '{"a":1}', 1)).userErrors).toEqual([])
      expect((await publishBatch(one, '{"a":1}', 1)).userErrors).toHaveLength(1)
      expect((await publishBatch(other, '{"a":"x"}', 1)).userErrors).toHaveLength(1)
    }
    const third = await app.organization()
    for (const id of ['https://example.com/s', 'https://example.com/x', 'https://example.com/s#/$defs/x'])
      expect(await define(third, `{"properties":{"a":{"$ref":"${id}"}}}`, '{"a":1}')).toMatchObject([
        { code: 'INVALID_SCHEMA' },
      ])
  })
})

describe('a pattern that can not be matched in linear time', () => {
  test.each(['^(?!draft)', '(a)\\\\1', '^.{0,1001}$'])(
    '%s is refused when it is saved, and says why',
    async (pattern) => {
      const organization = await app.organization()
      expect(await define(organization, `{"properties":{"a":{"pattern":"${pattern}"}}}`, '{}')).toMatchObject(
        [{ code: 'INVALID_SCHEMA', message: expect.stringMatching(/can not be matched in linear time: it/) }],
      )
    },
  )

  test('and was saved before this was asked goes on working, within the limit', async () => {
    const organization = await app.organization()
    expect(await define(organization, 'true', '1')).toEqual([])
    await app.database.em.execute(`update event_types set schema = ? where organization_id = ?`, [
      '{"properties":{"a":{"pattern":"^(?!draft)(a+)+$"}}}',
      organization.id,
    ])
    expect((await publishBatch(organization, '{"a":"aa"}', 1)).userErrors).toEqual([])
    expect((await publishBatch(organization, '{"a":"draft"}', 1)).userErrors).toHaveLength(1)
    expect((await publishBatch(organization, `{"a":"${'a'.repeat(50)}!"}`, 1)).userErrors).toMatchObject([
      { code: 'DATA_FAILS_SCHEMA', message: expect.stringMatching(/too long/) },
    ])
  })
})

describe('what can not be compiled any more', () => {
  test('is refused with what to do', async () => {
    const organization = await app.organization()
    expect(await define(organization, 'true', '1')).toEqual([])
    await app.database.em.execute(`update event_types set schema = ? where organization_id = ?`, [
      '{"$async":true}',
      organization.id,
    ])
    expect((await publishBatch(organization, '1', 2)).userErrors).toMatchObject([
      { code: 'INVALID_SCHEMA', message: expect.stringMatching(/\$async.*updateEventType/) },
      { code: 'INVALID_SCHEMA' },
    ])
  })
})

describe('an organization’s schemas', () => {
  const [, slowSchema, slowData] = SLOW[0]!
  const schema = new JsonText(slowSchema)
  const data = new JsonText(slowData)
  const rule = { kind: 'own', schema: slowSchema } as const

  test('have some processor time, a fifth of a minute’s at once, and others theirs', async () => {
    // A check that is ended counts as 1.25 s: after two of them there is time again in 11 s.
    const check = createSchemaCheck({ all: [], get: () => undefined }, { SCHEMA_SECONDS_PER_MINUTE: 6.5 })
    try {
      const verdicts = await Promise.all(Array.from({ length: 5 }, () => check.checkData('one', rule, data)))
      const kinds = verdicts.map(({ kind }) => kind)
      expect(kinds.slice(0, 2)).toEqual(['too-expensive', 'too-expensive'])
      // Time passes meanwhile, and gives some back: on a busy machine enough for one more.
      expect(kinds.slice(3)).toEqual(['later', 'later'])
      expect(verdicts[4]).toMatchObject({ retryAfterSeconds: expect.toSatisfy((s) => s > 0 && s <= 60) })
      expect(await check.checkNew('one', schema, new JsonText('1'))).toMatchObject({ kind: 'later' })
      expect(await check.checkNew('other', schema, new JsonText('1'))).toEqual({ kind: 'fits' })
    } finally {
      await check.close()
    }
  })

  test('that use it up are answered RATE_LIMITED, and nothing is stored', async () => {
    await using limited = await openTestApp({ workers: 0, environment: { SCHEMA_SECONDS_PER_MINUTE: '2' } })
    const organization = await limited.organization()
    const create = (name: string, example: string) =>
      organization.client.post(
        `{"query":"mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code message } } }","variables":{"input":{"name":"${name}","schema":${slowSchema},"example":${example}}}}`,
      )
    expect(await (await create('a.b', '1')).json()).toMatchObject({
      data: { createEventType: { userErrors: [] } },
    })
    const keyed = { input: { type: 'a.b', data: 1, idempotencyKey: 'before' } }
    const first = await organization.client.request(PUBLISH, keyed)
    expect(first.publishEvent.duplicate).toBe(false)
    await publishBatch(organization, slowData, 1)
    const { errors } = await publishBatch(organization, '1', 2)
    expect(errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.toSatisfy((s) => s > 0 && s <= 60) } },
    ])
    const again = await create('c.d', '1')
    expect([again.status, Number(again.headers.get('retry-after'))]).toEqual([
      429,
      expect.toSatisfy((s) => s > 0),
    ])
    // What was accepted before is still known.
    expect((await organization.client.request(PUBLISH, keyed)).publishEvent).toMatchObject({
      duplicate: true,
      event: first.publishEvent.event,
    })
    const stored = await limited.database.em.execute('select count(*)::int as count from events')
    expect(stored).toEqual([{ count: 1 }])
  })

  test('that take all memory end nothing but their check', async () => {
    const threads = createSchemaThreads(600_000, { ms: 60_000, megabytes: 24 })
    const check = (organizationId: string, schema: string, data: string) =>
      threads.check(organizationId, { schema, data, saving: false })
    const text = '{"type":"string"}'
    const large = JSON.stringify({ anyOf: Array.from({ length: 20_000 }, (_, n) => ({ const: n })) })
    try {
      expect(await check('one', text, '"x"')).toEqual({ kind: 'fits' })
      const [dear, healthy] = await Promise.all([check('one', large, '"x"'), check('other', text, '"x"')])
      expect(dear).toMatchObject({ kind: 'unusable', problem: expect.stringMatching(/too much memory/) })
      expect(healthy).toEqual({ kind: 'fits' })
      expect(await check('one', text, '"x"')).toEqual({ kind: 'fits' })
      expect(await check('one', text, '1')).toMatchObject({ kind: 'unfit' })
      expect(await check('other', large, '"x"')).toEqual(dear) // remembered
    } finally {
      await threads.close()
    }
  }, 180_000)
})
