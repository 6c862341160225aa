import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

let app: TestApp
let operator: TestClient
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  operator = await app.operator()
  receiver = await openReceiver(({ path }) => ({ status: path.includes('failing') ? 500 : 200 }))
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const CREATE = `mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { organization { id name plan dialect { name } createdAt } userErrors { code } } }`
const UPDATE = `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id name plan dialect { name } } userErrors { code } } }`

describe('an organization', () => {
  test('is FREE and standard unless told, and has an id of its own or one that is made', async () => {
    const made = (await operator.request(CREATE, { input: { name: '  Acme ' } })).createOrganization
    expect(made).toMatchObject({
      organization: {
        id: expect.stringMatching(/^org_/),
        name: 'Acme',
        plan: 'FREE',
        dialect: { name: 'standard' },
      },
      userErrors: [],
    })
    const given = (
      await operator.request(CREATE, {
        input: { id: 'acme-1', name: 'Acme', plan: 'TEAM', dialect: 'campsite' },
      })
    ).createOrganization
    expect(given.organization).toMatchObject({ id: 'acme-1', plan: 'TEAM', dialect: { name: 'campsite' } })
  })

  test('is changed in what is given, and nothing else', async () => {
    const { createOrganization } = await operator.request(CREATE, { input: { name: 'Before', plan: 'TEAM' } })
    const { id } = createOrganization.organization
    const { updateOrganization } = await operator.request(UPDATE, { input: { id, name: 'After' } })
    expect(updateOrganization.organization).toMatchObject({
      name: 'After',
      plan: 'TEAM',
      dialect: { name: 'standard' },
    })
  })

  test('is made and changed by operators only; its own key reads it without naming it, an operator must name one', async () => {
    const { id, client } = await app.organization()
    expect((await client.send(CREATE, { input: { name: 'x' } })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    expect((await client.send(`{ organizations { nodes { id } } }`)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    expect((await client.request(`{ organization { id } }`)).organization.id).toBe(id)
    expect(
      (await client.request(`query ($id: ID) { organization(id: $id) { id } }`, { id })).organization.id,
    ).toBe(id)
    expect((await operator.send(`{ organization { id } }`)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ])
    expect(
      (await operator.request(`query ($id: ID) { organization(id: $id) { id } }`, { id })).organization.id,
    ).toBe(id)
    const { organizations } = await operator.request(`{ organizations(first: 200) { nodes { id } } }`)
    expect(organizations.nodes).toContainEqual({ id })
  })

  test('has channels, which are made, renamed, used and removed', async () => {
    const { client } = await app.organization()
    const { createChannel } = await client.request(
      `mutation { createChannel(input: { name: "One" }) { channel { id name } } }`,
    )
    expect(createChannel.channel).toEqual({ id: expect.stringMatching(/^ch_/), name: 'One' })
    const { id } = createChannel.channel
    await createEventType(client, 'thing.happened')
    const webhook = await createWebhook(client, {
      url: receiver.url,
      eventTypes: ['thing.happened'],
      channelId: id,
    })
    const { updateChannel } = await client.request(
      `mutation ($id: ID!) { updateChannel(input: { id: $id, name: "Two" }) { channel { name webhooks { nodes { id } } } } }`,
      { id },
    )
    expect(updateChannel.channel).toEqual({ name: 'Two', webhooks: { nodes: [{ id: webhook.id }] } })
    await client.request(`mutation ($id: ID!) { deleteWebhook(id: $id) { deletedWebhookId } }`, {
      id: webhook.id,
    })
    const { deleteChannel } = await client.request(
      `mutation ($id: ID!) { deleteChannel(id: $id) { deletedChannelId userErrors { code } } }`,
      { id },
    )
    expect(deleteChannel).toEqual({ deletedChannelId: id, userErrors: [] })
    expect(
      (await client.send(`query ($id: ID!) { organization { channel(id: $id) { id } } }`, { id })).errors,
    ).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })
})

describe('an event type', () => {
  const SCHEMA = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }
  test('of the organization’s own is made, listed beside the dialect’s, changed, and its schema holds', async () => {
    const { client } = await app.organization({ dialect: 'campsite' })
    const create = `mutation ($input: EventTypeInput!) { createEventType(input: $input) { eventType { name origin schema example } userErrors { code } } }`
    const { createEventType: made } = await client.request(create, {
      input: { name: 'invoice.paid', schema: SCHEMA, example: { n: 1 } },
    })
    expect(made).toEqual({
      eventType: { name: 'invoice.paid', origin: 'OWN', schema: SCHEMA, example: { n: 1 } },
      userErrors: [],
    })
    const { eventTypes } = await client.request(`{ eventTypes { name origin } }`)
    expect(eventTypes).toContainEqual({ name: 'invoice.paid', origin: 'OWN' })
    expect(eventTypes).toContainEqual({ name: 'post.created', origin: 'DIALECT' })
    const publishing = async (data: unknown) =>
      (
        await client.request(
          `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { userErrors { code message } } }`,
          { input: { type: 'invoice.paid', data } },
        )
      ).publishEvent.userErrors
    expect(await publishing({ n: 1.5 })).toEqual([
      { code: 'DATA_FAILS_SCHEMA', message: 'The data does not fit invoice.paid: data.n must be integer.' },
    ])
    const update = `mutation ($input: EventTypeInput!) { updateEventType(input: $input) { eventType { schema } userErrors { code } } }`
    await client.request(update, { input: { name: 'invoice.paid', example: {} } })
    expect(await publishing({ n: 1.5 })).toEqual([])
    expect(
      (await client.request(update, { input: { name: 'post.created', example: {} } })).updateEventType
        .userErrors,
    ).toEqual([{ code: 'NOT_FOUND' }])
  })

  test.each([
    [{ $ref: 'https://example.com/schema.json' }],
    [{ pattern: '((' }],
    [{ type: 'nonsense' }],
    [{ $schema: 'http://json-schema.org/draft-04/schema#' }],
    ['text'],
    [[]],
  ])('with the schema %j is refused', async (schema) => {
    const { client } = await app.organization()
    const { createEventType: made } = await client.request(
      `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code field } } }`,
      { input: { name: 'a.b', schema, example: {} } },
    )
    expect(made.userErrors).toEqual([{ code: 'INVALID_SCHEMA', field: ['input', 'schema'] }])
  })
})

describe('a secret', () => {
  const reveal = async (client: TestClient, id: string) =>
    (
      await client.request(
        `mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret userErrors { code } } }`,
        { id },
      )
    ).revealWebhookSecret

  test('can be copied again where the dialect allows it, and is the newest one', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'thing.happened')
    const webhook = await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
    expect(await reveal(client, webhook.id)).toEqual({ secret: webhook.secret, userErrors: [] })
    const { rotateWebhookSecret } = await client.request(
      `mutation ($id: ID!) { rotateWebhookSecret(id: $id, overlapSeconds: 60) { secret } }`,
      { id: webhook.id },
    )
    expect(await reveal(client, webhook.id)).toEqual({ secret: rotateWebhookSecret.secret, userErrors: [] })
  })

  test('of sjocamp is shown at creation and rotation only', async () => {
    const { client } = await app.organization({ dialect: 'sjocamp' })
    const webhook = await createWebhook(client, { url: receiver.url, eventTypes: ['lead.created'] })
    expect(webhook.secret).toMatch(/^whsec_/)
    expect(await reveal(client, webhook.id)).toEqual({
      secret: null,
      userErrors: [{ code: 'SECRET_SHOWN_ONCE' }],
    })
  })

  test('takes the scope MANAGE, and is gone with its webhook', async () => {
    const { client, id: organizationId } = await app.organization()
    await createEventType(client, 'thing.happened')
    const { id } = await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
    const { createApiKey } = await import('../../src/access/api-keys.ts')
    const { createClient } = await import('../support/client.ts')
    const { token } = await createApiKey(app.database, {
      organizationId,
      name: 'x',
      scopes: ['READ', 'PUBLISH'],
      expiresAt: null,
    })
    const answer = await createClient(app.ports[0]!, token).send(
      `mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret } }`,
      { id },
    )
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    await client.request(`mutation ($id: ID!) { deleteWebhook(id: $id) { deletedWebhookId } }`, { id })
    expect(await reveal(client, id)).toEqual({ secret: null, userErrors: [{ code: 'NOT_FOUND' }] })
  })
})

describe('statistics', () => {
  let organization: TestOrganization
  test('count attempts by how they ended, in buckets that cover the time', async () => {
    organization = await app.organization()
    const { client } = organization
    await createEventType(client, 'thing.happened')
    const good = await createWebhook(client, { url: `${receiver.url}/good`, eventTypes: ['thing.happened'] })
    await createWebhook(client, { url: `${receiver.url}/failing`, eventTypes: ['thing.happened'] })
    for (let count = 0; count < 3; count += 1) await publish(client, 'thing.happened', { count })
    const FIELDS = `{ attempts succeeded failed p50Ms p99Ms buckets { start succeeded failed p50Ms p99Ms } }`
    const read = await eventually(async () => {
      const { organization: data } = await client.request(
        `{ organization { statistics(minutes: 30) ${FIELDS} } }`,
      )
      return data.statistics.attempts >= 6 && data.statistics.succeeded === 3 && data.statistics
    })
    expect(read).toMatchObject({ succeeded: 3, failed: read.attempts - 3 })
    expect(read.p50Ms).toBeGreaterThan(0)
    expect(read.p99Ms).toBeGreaterThanOrEqual(read.p50Ms)
    expect(read.buckets).toHaveLength(30)
    const sum = (field: 'succeeded' | 'failed') =>
      read.buckets.reduce((total: number, bucket: any) => total + bucket[field], 0)
    expect([sum('succeeded'), sum('failed')]).toEqual([read.succeeded, read.failed])
    const starts = read.buckets.map(({ start }: any) => new Date(start).getTime())
    for (let index = 1; index < starts.length; index += 1)
      expect(starts[index] - starts[index - 1]).toBe(60_000)
    const one = await client.request(`query ($id: ID!) { webhook(id: $id) { statistics ${FIELDS} } }`, {
      id: good.id,
    })
    expect(one.webhook.statistics).toMatchObject({ attempts: 3, succeeded: 3, failed: 0 })
  })

  test('of nothing are zeros and nulls', async () => {
    const { client } = await app.organization()
    const { organization: data } = await client.request(
      `{ organization { statistics(minutes: 1) { attempts succeeded failed p50Ms p99Ms buckets { succeeded p50Ms } } } }`,
    )
    expect(data.statistics).toEqual({
      attempts: 0,
      succeeded: 0,
      failed: 0,
      p50Ms: null,
      p99Ms: null,
      buckets: [{ succeeded: 0, p50Ms: null }],
    })
  })

  test.each([0, -5, 10_081])('of %d minutes are refused', async (minutes) => {
    const { client } = await app.organization()
    const { errors } = await client.send(
      `query ($minutes: Int) { organization { statistics(minutes: $minutes) { attempts } } }`,
      { minutes },
    )
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })
})

describe('text Postgres can not hold', () => {
  test.each(['\0', 'a\0b', '\ud800', '\udc00\ud800'])('%j is refused wherever it is', async (text) => {
    const { client } = await app.organization()
    const tries: [string, Record<string, unknown>][] = [
      ['query ($text: ID!) { webhook(id: $text) { id } }', { text }],
      ['query ($text: String) { events(type: $text) { nodes { id } } }', { text }],
      ['query ($text: ID!) { organization { channel(id: $text) { id } } }', { text }],
      [
        'mutation ($text: String!) { createChannel(input: { name: $text }) { userErrors { code } } }',
        { text },
      ],
      [
        'mutation ($text: [String!]!) { createWebhook(input: { url: "https://x", eventTypes: $text }) { userErrors { code } } }',
        { text: ['a', text] },
      ],
      [
        'mutation ($text: String!) { createWebhook(input: { url: "https://x", eventTypes: [], headers: [{ name: "x", value: $text }] }) { userErrors { code } } }',
        { text },
      ],
      [
        'mutation ($text: String) { publishEvent(input: { type: "x", data: {}, idempotencyKey: $text }) { userErrors { code } } }',
        { text },
      ],
    ]
    for (const [query, variables] of tries) {
      const { errors } = await client.send(query, variables)
      expect(errors, query).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('can not be stored') },
      ])
    }
  })
})
