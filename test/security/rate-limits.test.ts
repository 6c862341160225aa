import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { rows } from '../support/sql.ts'
import { createEventType, PUBLISH } from '../support/webhooks.ts'
import { firstMessage } from './walk-schema.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({
    workers: 0,
    environment: { REQUESTS_PER_MINUTE: '20', EVENTS_PER_MINUTE: '100' },
  })
})
afterAll(() => app[Symbol.asyncDispose]())

const ME = `{ organization { id } }`

/** Sends until refused; the refusal, and how many came through. */
async function exhaust(organization: TestOrganization) {
  for (let count = 0; ; count += 1) {
    const response = await organization.client.post(JSON.stringify({ query: ME }))
    const { errors } = (await response.json()) as { errors?: any[] }
    if (errors) return { count, response, error: errors[0] }
    if (count > 1_000) throw new Error('It is not limited.')
  }
}

/** How often a query is answered. */
async function countUntilRefused({ client }: TestOrganization, query: string): Promise<number> {
  for (let count = 0; ; count += 1) {
    const { errors } = await client.send(query)
    if (errors?.[0]!.extensions.code === 'RATE_LIMITED') return count
    expect(errors).toBeUndefined()
  }
}

describe('an organization’s requests in a minute', () => {
  test('are limited, and the refusal says when to try again', async () => {
    const { count, response, error } = await exhaust(await app.organization())
    expect(count).toBe(20)
    expect(response.status).toBe(429)
    expect(error.extensions.code).toBe('RATE_LIMITED')
    expect(error.extensions.retryAfterSeconds).toBeGreaterThanOrEqual(1)
    expect(error.extensions.retryAfterSeconds).toBeLessThanOrEqual(60)
    expect(Number(response.headers.get('retry-after'))).toBe(error.extensions.retryAfterSeconds)
  })

  test('are counted for all its keys together, and for no other organization', async () => {
    const organization = await app.organization()
    const other = await app.organization()
    await exhaust(organization)
    const { token } = await createApiKey(app.database, {
      organizationId: organization.id,
      name: 'second',
      scopes: ['READ'],
      expiresAt: null,
    })
    const second = await createClient(app.ports[0]!, token).send(ME)
    expect(second.errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
    expect((await other.client.send(ME)).errors).toBeUndefined()
  })

  test('can not be multiplied by aliases: nothing of what is refused is done', async () => {
    const organization = await app.organization()
    const many = (count: number) =>
      `mutation { ${Array.from({ length: count }, (_, index) => `a${index}: createChannel(input: { name: "c${index}" }) { channel { id } }`).join(' ')} }`
    expect((await organization.client.send(many(15))).errors).toBeUndefined()
    const refused = await organization.client.send(many(15))
    expect(refused.errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
    expect(refused.data).toBeUndefined()
  })

  test('are used up sooner by what takes longer: saving an event type counts as ten', async () => {
    const organization = await app.organization()
    const save = (name: string) =>
      organization.client.send(
        `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code } } }`,
        { input: { name, example: {} } },
      )
    expect((await save('first.happened')).errors).toBeUndefined()
    expect((await save('second.happened')).errors).toBeUndefined()
    expect((await save('third.happened')).errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
  })

  test('are used up sooner by large answers, and not by what could have been large', async () => {
    const organization = await app.organization()
    await rows(
      app,
      `insert into event_types (organization_id, name, description, example)
        select ?, repeat('n', 120) || n, '', '1' from generate_series(1, 300) n`,
      [organization.id],
    )
    const read = `{ eventTypes { name again: name } }` // 1, and 20 for 80,000 characters
    expect(await countUntilRefused(organization, read)).toBe(1)
    const list = `{ deliveries(first: 200) { nodes { attempts(first: 20) { nodes { id } } } } }`
    expect(await countUntilRefused(await app.organization(), list)).toBe(20)
  })

  test.each([
    ['can not be read', '{ organization { '],
    ['does not fit the schema', '{ organization { nonsense } }'],
    [
      'says something else than was said before',
      'query A { organization { id } } query B { dialects { id } }',
    ],
  ])('are used up by a document that %s', async (_what, query) => {
    const organization = await app.organization()
    for (let count = 0; count < 4; count += 1)
      expect((await organization.client.send(query)).errors![0]!.extensions.code).not.toBe('RATE_LIMITED')
    expect((await organization.client.send(ME)).errors![0]!.extensions.code).toBe('RATE_LIMITED')
  })

  test('are used up by what is refused for its arguments, its variables or its JSON', async () => {
    const organization = await app.organization({ scopes: ['READ'] })
    const refused: [string, object?][] = [
      [`{ deliveries(first: 0) { nodes { id } } }`],
      [`query ($id: ID!) { event(id: $id) { id } }`, {}],
      [PUBLISH, { input: { type: 'a.b', data: {} } }], // FORBIDDEN
    ]
    for (let count = 0; count < 20; count += 1) {
      const [query, variables] = refused[count % 3]!
      expect((await organization.client.send(query, variables as never)).errors).toBeDefined()
    }
    expect((await organization.client.send(ME)).errors![0]!.extensions.code).toBe('RATE_LIMITED')
  })

  test('once used up are refused after a second, whatever is asked, so that trying again at once gains nothing', async () => {
    const organization = await app.organization()
    await exhaust(organization)
    for (const query of [ME, '{ nonsense }']) {
      const begun = performance.now()
      expect((await organization.client.send(query)).errors).toBeDefined()
      expect(performance.now() - begun).toBeGreaterThanOrEqual(990)
    }
    // On a WebSocket, where nothing can be published, nothing is read of it.
    const answer = await firstMessage(organization.client, 'subscription { nonsense }', {})
    expect(answer.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])
  })

  test('include subscriptions', async () => {
    const organization = await app.organization()
    await exhaust(organization)
    const answer = await firstMessage(
      organization.client,
      `subscription { organizationDeliveryLog { cursor } }`,
      {},
    )
    expect(answer.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])
  })

  test('leave publishing alone, which has a bucket of its own, counted in events (protocol 2.8)', async () => {
    const organization = await app.organization()
    await createEventType(organization.client, 'thing.happened')
    await exhaust(organization)
    const event = { type: 'thing.happened', data: {} }
    expect((await organization.client.send(PUBLISH, { input: event })).errors).toBeUndefined()
    const batch = (events: object[]) =>
      organization.client.send(
        `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { events { id } } }`,
        { events },
      )
    expect((await batch(Array.from({ length: 99 }, () => event))).errors).toBeUndefined()
    const refused = await organization.client.send(PUBLISH, { input: event })
    expect(refused.errors?.[0]!.extensions).toMatchObject({ code: 'RATE_LIMITED' })
    expect((await batch([event])).errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
  })

  test('may have 4 KiB each: what requests carry is counted before it is read', async () => {
    const { client } = await app.organization()
    const query = JSON.stringify({ query: ME })
    const send = (bytes: number) => client.post(query + ' '.repeat(bytes - query.length))
    expect((await send(60 * 4_096)).status).toBe(200)
    expect((await send(30 * 4_096)).status).toBe(200)
    const refused = await client.post('x'.repeat(20 * 4_096)) // not even JSON
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(await refused.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('400 KiB'), extensions: { code: 'RATE_LIMITED' } }],
    })
    // What is larger than the minute is let in when nothing else was.
    const fresh = await app.organization()
    expect((await fresh.client.post(query + ' '.repeat(1_000_000))).status).toBe(200)
    expect((await fresh.client.send(ME)).errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
  })

  test('are used up by bodies that can not be read', async () => {
    const { client } = await app.organization()
    for (let count = 0; count < 20; count += 1) expect((await client.post('{')).status).toBe(400)
    expect((await client.send(ME)).errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
  })

  test('of another organization can not be used up by naming it', async () => {
    const victim = await app.organization()
    await createEventType(victim.client, 'thing.happened')
    const attacker = await app.organization()
    for (let count = 0; count < 3; count += 1) {
      const events = Array.from({ length: 50 }, () => ({ type: 'thing.happened', data: {} }))
      await attacker.client.send(
        `mutation ($id: ID, $events: [PublishEventInput!]!) { publishEvents(organizationId: $id, events: $events) { userErrors { code } } }`,
        { id: victim.id, events },
      )
    }
    expect(
      (await victim.client.send(PUBLISH, { input: { type: 'thing.happened', data: {} } })).errors,
    ).toBeUndefined()
  })
})
