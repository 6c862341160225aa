import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, onTestFinished } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { untilWaiting } from '../support/made-to-meet.ts'
import { startApiProcess } from '../support/process.ts'
import { createEventType, PUBLISH } from '../support/webhooks.ts'
import { rows } from '../support/sql.ts'

const BATCH = /* GraphQL */ `
  mutation ($events: [PublishEventInput!]!) {
    publishEvents(events: $events) {
      events {
        id
      }
      duplicates
      userErrors {
        code
        field
        message
      }
    }
  }
`

// No worker: what is accepted is looked at before anything delivers it.
let app: TestApp
let organization: DialectOrganization
let clients: TestClient[]
let port: number
const opened = new AsyncDisposableStack()

beforeAll(async () => {
  app = opened.use(await openTestApp({ apis: 0, workers: 0 }))
  const apis = await Promise.all([startApiProcess(app), startApiProcess(app)])
  for (const api of apis) opened.use(api)
  port = apis[0].port
  organization = await openOrganization(app, 'standard', port)
  clients = apis.map(({ port }) => createClient(port, organization.client.apiKey))
  for (const path of ['a', 'b']) await organization.webhook(`https://localhost:1/${path}`)
})
afterAll(() => opened.disposeAsync())

const event = (key: string | null, data: unknown = { n: 1 }) => ({
  type: 'thing.happened',
  data,
  ...(key !== null && { idempotencyKey: key }),
})
const count = async (table: string, where: string, value: unknown): Promise<number> =>
  Number((await rows(app, `select count(*) from ${table} where ${where}`, [value]))[0].count)
const countEvents = () => count('events', 'organization_id = ?', organization.id)

describe('an idempotency key (protocol 2.4)', () => {
  test('gives one event and one delivery for each webhook, however many ask two API processes at once', async () => {
    const keys = ['first', 'second', 'third']
    const asked = keys.flatMap((key) =>
      Array.from({ length: 20 }, async (_, index) => {
        const { publishEvent } = await clients[index % 2]!.request(PUBLISH, { input: event(key) })
        return { key, ...publishEvent }
      }),
    )
    const answers = await Promise.all(asked)
    for (const key of keys) {
      const own = answers.filter((answer) => answer.key === key)
      expect(own.every(({ userErrors }) => userErrors.length === 0)).toBe(true)
      expect(new Set(own.map((answer) => answer.event.id)).size).toBe(1)
      expect(own.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
      expect(await count('events', 'idempotency_key = ?', key)).toBe(1)
      expect(await count('deliveries', 'event_id = ?', own[0].event.id)).toBe(2)
    }
  })

  test('in batches that overlap in opposite order gives one event each, and nobody waits for ever', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `batch-${index}`)
    const batches = Array.from({ length: 8 }, (_, index) => (index % 2 ? keys : keys.toReversed()))
    const answers = await Promise.all(
      batches.map((batch, index) =>
        clients[index % 2]!.request(BATCH, { events: batch.map((key) => event(key)) }).then(
          ({ publishEvents }) => publishEvents,
        ),
      ),
    )
    const idsOf = (answer: any, index: number) => {
      const ids = answer.events.map(({ id }: any) => id)
      return (index % 2 ? ids : ids.toReversed()).join()
    }
    expect(new Set(answers.map(idsOf)).size).toBe(1)
    expect(await count('events', 'idempotency_key like ?', 'batch-%')).toBe(50)
  })

  test('is waited for in one order: batches that want what the other holds both succeed', async () => {
    const keys = ['order-a', 'order-m', 'order-z']
    // Holds the key in the middle until both batches wait, each behind what it has inserted before.
    const holder = new pg.Client({ connectionString: app.databaseUrl })
    await holder.connect()
    onTestFinished(() => holder.end())
    await holder.query('begin')
    await holder.query(`insert into idempotency_keys values ($1, 'order-m', 'evt_held')`, [organization.id])
    const answers = [keys, keys.toReversed()].map((batch, index) =>
      clients[index]!.request(BATCH, { events: batch.map((key) => event(key)) }),
    )
    await holder.query(`${untilWaiting(2)}; rollback`)
    for (const { publishEvents } of await Promise.all(answers)) expect(publishEvents.userErrors).toEqual([])
    expect(await count('events', 'idempotency_key like ?', 'order-%')).toBe(3)
  })

  test.each([
    ['data', { ...event('reused'), data: { n: 2 } }],
    ['channels', { ...event('reused'), channels: ['other'] }],
    ['time', { ...event('reused'), occurredAt: '2020-01-01T00:00:00Z' }],
  ])('with another %s is refused', async (_, input) => {
    await clients[0]!.request(PUBLISH, { input: event('reused') })
    const { publishEvent } = await clients[1]!.request(PUBLISH, { input })
    expect(publishEvent).toMatchObject({
      event: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
    })
  })
})

/** Publishes with the text of the data as it stands. */
async function publishText(key: string, data: string, more = '') {
  const response = await clients[0]!.post(
    `{"query":${JSON.stringify(PUBLISH)},"variables":{"input":{"type":"thing.happened","idempotencyKey":"${key}","data":${data}${more}}}}`,
  )
  return ((await response.json()) as any).data.publishEvent
}

describe('an event that is published again with its key (protocol 2.4)', () => {
  test.each([
    ['blanks', '{"a":[1,2],"b":"x"}', ' { "a" : [ 1 , 2 ] ,\n"b":"x" } '],
    ['the order of keys', '{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
    ['1.0 for 1', '{"a":1}', '{"a":1.0}'],
    ['1e2 for 100', '{"a":100}', '{"a":1e2}'],
    ['a long number', '[12345678901234567890]', '[1.2345678901234567890E+19]'],
    ['a number no double holds', '[1e400]', '[10e399]'],
    ['escapes', '{"a":"\\u0061/"}', '{"\\u0061":"a\\/"}'],
    ['-0 for 0', '[0]', '[-0]'],
  ])('in other words (%s) is the same event', async (name, one, other) => {
    const first = await publishText(`same ${name}`, one)
    expect(first).toMatchObject({ duplicate: false, userErrors: [] })
    expect(await publishText(`same ${name}`, other)).toEqual({ ...first, duplicate: true })
  })

  test.each([
    ['of long numbers', '[12345678901234567890]', '[12345678901234567891]'],
    ['of numbers no double holds', '[1e400]', '[1e401]'],
    ['of fractions', '[0.1]', '[0.10000000000000000001]'],
    ['of a kind', '[1]', '["1"]'],
    ['of order', '[1,2]', '[2,1]'],
    ['of a member', '{"a":null}', '{}'],
  ])('with another value (%s) is refused', async (name, one, other) => {
    await publishText(`other ${name}`, one)
    expect(await publishText(`other ${name}`, other)).toMatchObject({
      event: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    })
  })

  test('is the same with its channels in another order, or twice', async () => {
    const first = await publishText('channels', '1', ',"channels":["a","b"]')
    const again = await publishText('channels', '1', ',"channels":["b","a","b"]')
    expect(again).toEqual({ ...first, duplicate: true })
  })

  const CHANGES: [string, (name: string) => Promise<unknown>][] = [
    [
      'a schema that it fails',
      (name) => rows(app, `update event_types set schema = '{"required":["new"]}' where name = ?`, [name]),
    ],
    [
      'a schema that can not be used',
      (name) => rows(app, `update event_types set schema = '{"type":"nothing"}' where name = ?`, [name]),
    ],
    ['gone', (name) => rows(app, `delete from event_types where name = ?`, [name])],
    ['another name', (name) => rows(app, `update event_types set name = name || '2' where name = ?`, [name])],
  ]
  test.each(CHANGES)('is the same event though its type has %s', async (what, change) => {
    const type = `changing.${what.replaceAll(' ', '_')}`
    await createEventType(clients[0]!, type, { type: 'object' })
    const input = (key: string, data: unknown = { a: 1 }) => ({
      type,
      data,
      idempotencyKey: `${type} ${key}`,
    })
    const { publishEvent: first } = await clients[0]!.request(PUBLISH, { input: input('one') })
    expect(first.userErrors).toEqual([])
    await change(type)
    const before = await countEvents()
    const again = await Promise.all(
      clients.map((client) =>
        client.request(PUBLISH, { input: input('one') }).then((data) => data.publishEvent),
      ),
    )
    for (const answer of again) expect(answer).toEqual({ ...first, duplicate: true })

    const { publishEvent: reused } = await clients[0]!.request(PUBLISH, { input: input('one', { a: 2 }) })
    expect(reused.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
    const { publishEvent: fresh } = await clients[0]!.request(PUBLISH, { input: input('two') })
    expect(fresh.userErrors).toMatchObject([
      { code: expect.stringMatching(/^(DATA_FAILS_SCHEMA|INVALID_SCHEMA|UNKNOWN_EVENT_TYPE)$/) },
    ])
    const mixed = (...keys: string[]) =>
      clients[0]!.request(BATCH, { events: [event(null), ...keys.map((key) => input(key)), event(null)] })
    const { publishEvents: refused } = await mixed('one', 'two')
    expect(refused).toMatchObject({
      events: null,
      duplicates: null,
      userErrors: [{ field: ['events', '2', expect.any(String)] }],
    })
    expect(await countEvents()).toBe(before)
    const { publishEvents: accepted } = await mixed('one')
    expect(accepted.events[1]).toEqual(first.event)
    expect(accepted.duplicates).toEqual([false, true, false])
    expect(await countEvents()).toBe(before + 2)
  })

  test('of another organization is no such event', async () => {
    const other = await openOrganization(app, 'standard', port)
    await publishText('mine', '1')
    const { publishEvent } = await other.client.request(PUBLISH, {
      input: { type: 'unknown.type', data: 1, idempotencyKey: 'mine' },
    })
    expect(publishEvent.userErrors).toMatchObject([{ code: 'UNKNOWN_EVENT_TYPE' }])
  })
})

describe('a batch (protocol 2.5)', () => {
  test('is stored whole or not at all', async () => {
    await clients[0]!.request(PUBLISH, { input: event('taken') })
    const before = await countEvents()
    for (const [bad, code, field] of [
      [{ ...event(null), type: 'unknown.type' }, 'UNKNOWN_EVENT_TYPE', ['events', '1', 'type']],
      [event('taken', { n: 2 }), 'IDEMPOTENCY_KEY_REUSED', ['events', '1', 'idempotencyKey']],
    ] as const) {
      const { publishEvents } = await clients[0]!.request(BATCH, {
        events: [event('fresh'), bad, event(null)],
      })
      expect(publishEvents.userErrors).toMatchObject([{ code, field }])
      expect(await countEvents()).toBe(before)
    }
  })

  test('with one key twice gives one event', async () => {
    const { publishEvents } = await clients[0]!.request(BATCH, {
      events: [event('twice'), event(null), event('twice')],
    })
    const ids = publishEvents.events.map(({ id }: any) => id)
    expect(ids[0]).toBe(ids[2])
    expect(new Set(ids).size).toBe(2)
    expect(publishEvents.duplicates.toSorted()).toEqual([false, false, true])
    const again = await clients[1]!.request(BATCH, { events: [event('twice'), event(null)] })
    expect(again.publishEvents.duplicates).toEqual([true, false])
  })

  test('with one key twice and other content is refused', async () => {
    const { publishEvents } = await clients[0]!.request(BATCH, {
      events: [event('torn'), event('torn', { n: 2 })],
    })
    expect(publishEvents.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
    expect(await count('events', 'idempotency_key = ?', 'torn')).toBe(0)
  })

  test('has at most 100 events', async () => {
    const before = await countEvents()
    const many = await clients[0]!.request(BATCH, { events: Array.from({ length: 101 }, () => event(null)) })
    expect(many.publishEvents.userErrors).toMatchObject([{ code: 'TOO_MANY_EVENTS' }])
    expect(await countEvents()).toBe(before)
    const enough = await clients[0]!.request(BATCH, {
      events: Array.from({ length: 100 }, () => event(null)),
    })
    expect(enough.publishEvents.userErrors).toEqual([])
    expect(await countEvents()).toBe(before + 100)
  })
})
