import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'
import { verify } from '../../src/receiver-library/index.ts'
import { whenFree } from '../support/when-free.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Received, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const dialects = await loadDialects()

const CREATE = /* GraphQL */ `
  mutation ($input: CreateWebhookInput!) {
    createWebhook(input: $input) {
      webhook {
        id
        uid
        status
        statusReason
        secretKind
        eventTypes
        missedSince
      }
      secret
      userErrors {
        code
        field
      }
    }
  }
`
const create = async (client: TestClient, input: object) =>
  (await client.request(CREATE, { input })).createWebhook

/** What arrived under a path of the receiver. */
const arrivals = (path: string) => receiver.received.filter((request) => request.path === path)
const arrived = (path: string, count = 1): Promise<Received[]> =>
  eventually(() => arrivals(path).length >= count && arrivals(path))

/** Secrets as other systems make them. */
const BROUGHT: Record<string, [from: string, secret: string][]> = {
  standard: [
    ['Svix and other Standard Webhooks senders', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an Ed25519 pair', dialects.get('standard')!.createSecret('ED25519')],
  ],
  campsite: [['Stripe-like', 'whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH']],
  sjocamp: [['plain text', 'correct-horse-battery-staple']],
}

describe.each(Object.keys(BROUGHT))("%s: another system's secret", (name) => {
  test.each(BROUGHT[name]!)('%s: a receiver that has it accepts the first event', async (_, secret) => {
    const organization = await openOrganization(app, name)
    const path = `/moved-${organization.id}`
    const channel = organization.dialect.channel.required ? await channelOf(organization.client) : {}
    const created = await create(organization.client, {
      url: receiver.url + path,
      eventTypes: [organization.eventType],
      secret,
      ...channel,
    })
    expect(created).toMatchObject({ secret, userErrors: [] })
    await organization.publish()
    const [request] = await arrived(path)
    const key = dialects.get(name)!.publicKey(secret) ?? secret
    expect(await verify(request!.body, request!.headers, key)).toMatchObject({ type: organization.eventType })
  })

  test('one that is none is refused, and nothing is created', async () => {
    const organization = await openOrganization(app, name)
    const refused = await create(organization.client, {
      url: receiver.url,
      eventTypes: [organization.eventType],
      secret: 'short',
    })
    expect(refused).toMatchObject({
      webhook: null,
      secret: null,
      userErrors: [{ code: 'SECRET_INVALID', field: ['input', 'secret'] }],
    })
    expect((await organization.client.request(`{ webhooks { nodes { id } } }`)).webhooks.nodes).toEqual([])
  })
})

async function channelOf(client: TestClient): Promise<{ channelId: string }> {
  const { createChannel } = await client.request(
    `mutation { createChannel(input: { name: "an integration" }) { channel { id } } }`,
  )
  return { channelId: createChannel.channel.id }
}

test('a rotation to a secret of the other kind: both sign until the old one ends', async () => {
  const { client } = await app.organization()
  await createEventType(client, 'thing.done')
  const path = '/both-kinds'
  const { id, secret: old } = await createWebhook(client, {
    url: receiver.url + path,
    eventTypes: ['thing.done'],
  })
  const next = dialects.get('standard')!.createSecret('ED25519')
  const { rotateWebhookSecret: rotated } = await client.request(
    `mutation ($id: ID!, $secret: String) {
      rotateWebhookSecret(id: $id, overlapSeconds: 600, secret: $secret) { secret webhook { secretKind publicKey } userErrors { code } } }`,
    { id, secret: next },
  )
  const publicKey = dialects.get('standard')!.publicKey(next)!
  expect(rotated).toEqual({ secret: next, webhook: { secretKind: 'ED25519', publicKey }, userErrors: [] })
  await publish(client, 'thing.done', {})
  const [request] = await arrived(path)
  for (const key of [old, publicKey]) await verify(request!.body, request!.headers, key)
})

describe('event type patterns (protocol 3.10)', () => {
  test.each([
    ['*', ['invoice.paid', 'invoice.item.added', 'invoice', 'user.made']],
    ['invoice.*', ['invoice.paid', 'invoice.item.added']],
    ['invoice.item.*', ['invoice.item.added']],
    ['invoice', ['invoice']],
    ['invoice.paid', ['invoice.paid']],
  ])('%s receives %j', async (pattern, expected) => {
    const { client } = await app.organization()
    const path = `/pattern-${pattern.replaceAll('*', 'all')}`
    // Before there is any type of it.
    await createWebhookOf(client, path, [pattern], !pattern.includes('*'))
    for (const type of ['invoice.paid', 'invoice.item.added', 'invoice', 'invoices.paid', 'user.made'])
      if (!(await exists(client, type))) await createEventType(client, type)
    const sent: string[] = []
    for (const type of ['invoice.paid', 'invoice.item.added', 'invoice', 'invoices.paid', 'user.made']) {
      const deliveries = await deliveriesOf(client, await publish(client, type, {}))
      if (deliveries.length > 0) sent.push(type)
      expect(deliveries.length).toBeLessThanOrEqual(1)
    }
    expect(sent).toEqual(
      pattern === '*'
        ? ['invoice.paid', 'invoice.item.added', 'invoice', 'invoices.paid', 'user.made']
        : expected,
    )
  })

  async function createWebhookOf(client: TestClient, path: string, eventTypes: string[], first: boolean) {
    if (first) for (const type of eventTypes) await createEventType(client, type)
    return createWebhook(client, { url: receiver.url + path, eventTypes })
  }

  const exists = async (client: TestClient, name: string) =>
    (await client.request(`{ eventTypes { name } }`)).eventTypes.some((type: any) => type.name === name)

  test('a type and patterns that all fit make one delivery', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'invoice.paid')
    await createWebhook(client, { url: receiver.url, eventTypes: ['*', 'invoice.*', 'invoice.paid'] })
    expect(await deliveriesOf(client, await publish(client, 'invoice.paid', {}))).toHaveLength(1)
  })

  test.each(['**', '*.paid', 'invoice.*.paid', 'invoice*', '.*', 'in voice.*', ''])(
    '%s is none',
    async (pattern) => {
      const { client } = await app.organization()
      expect((await create(client, { url: receiver.url, eventTypes: [pattern] })).userErrors).toMatchObject([
        { code: 'UNKNOWN_EVENT_TYPE', field: ['input', 'eventTypes'] },
      ])
    },
  )
})

describe("the caller's own ids", () => {
  test('a uid finds its webhook, and belongs to one', async () => {
    const { client } = await app.organization()
    const input = { url: receiver.url, eventTypes: ['*'], uid: 'customer-7/main' }
    const { webhook } = await create(client, input)
    expect(webhook.uid).toBe('customer-7/main')
    const find = async () =>
      (await client.request(`query ($uid: ID) { webhooks(uid: $uid) { nodes { id } } }`, { uid: input.uid }))
        .webhooks.nodes
    expect(await find()).toEqual([{ id: webhook.id }])
    expect((await create(client, input)).userErrors).toEqual([
      { code: 'ALREADY_EXISTS', field: ['input', 'uid'] },
    ])
    // Another organization's.
    expect((await create((await app.organization()).client, input)).userErrors).toEqual([])
    // Once it is deleted, again.
    await client.request(`mutation ($id: ID!) { deleteWebhook(id: $id) { deletedWebhookId } }`, {
      id: webhook.id,
    })
    expect(await find()).toEqual([])
    expect((await create(client, input)).userErrors).toEqual([])
  })

  test('ten calls at once with one idempotency key create one webhook, and all get its secret', async () => {
    const { client } = await app.organization({ dialect: 'sjocamp' })
    const input = { url: receiver.url, eventTypes: ['lead.created'], idempotencyKey: 'once' }
    const made = await Promise.all(Array.from({ length: 10 }, () => whenFree(() => create(client, input))))
    expect(new Set(made.map(({ webhook }) => webhook.id)).size).toBe(1)
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(1)
    expect((await client.request(`{ webhooks { nodes { id } } }`)).webhooks.nodes).toHaveLength(1)
    for (const other of [{ description: 'x' }, { secret: 'another-secret-of-mine' }, { eventTypes: ['*'] }])
      expect((await create(client, { ...input, ...other })).userErrors).toEqual([
        { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] },
      ])
  })

  test('an idempotency key goes with headers and a retry policy too', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'thing.done')
    const input = {
      url: receiver.url,
      eventTypes: ['*'],
      headers: [{ name: 'X-Tenant', value: 'acme' }],
      retryPolicy: {
        exponential: { initialSeconds: 30, factor: 2, maximumSeconds: 3600 },
        maximumRetries: 10,
      },
      idempotencyKey: 'whole',
    }
    const first = await create(client, input)
    expect(first.userErrors).toEqual([])
    expect((await create(client, input)).webhook.id).toBe(first.webhook.id)
    const other = { ...input, headers: [{ name: 'X-Tenant', value: 'other' }] }
    expect((await create(client, other)).userErrors).toEqual([
      { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] },
    ])
  })
})

test('an idempotency key whose webhook was deleted creates another', async () => {
  const { client } = await app.organization()
  const input = { url: receiver.url, eventTypes: ['*'], idempotencyKey: 'again' }
  const first = await create(client, input)
  await client.request(`mutation ($id: ID!) { deleteWebhook(id: $id) { deletedWebhookId } }`, {
    id: first.webhook.id,
  })
  const second = await create(client, input)
  expect(second.userErrors).toEqual([])
  expect(second.webhook.id).not.toBe(first.webhook.id)
  expect((await create(client, input)).webhook.id).toBe(second.webhook.id)
})

test('a call that brings a secret and one that brings none are not the same, whichever was first', async () => {
  const { client } = await app.organization({ dialect: 'sjocamp' })
  const reused = {
    secret: null,
    userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
  }
  const input = { url: receiver.url, eventTypes: ['*'] }
  const brought = { ...input, idempotencyKey: 'brought', secret: 'correct-horse-battery-staple' }
  expect((await create(client, brought)).userErrors).toEqual([])
  expect(await create(client, { ...brought, secret: null })).toMatchObject(reused)
  expect((await create(client, brought)).secret).toBe(brought.secret)
  const made = { ...input, idempotencyKey: 'made' }
  const { secret } = await create(client, made)
  expect(await create(client, { ...made, secret })).toMatchObject(reused)
})

test('what is null and what is left out are the same input', async () => {
  const { client } = await app.organization()
  const input = { url: receiver.url, eventTypes: ['*'], idempotencyKey: 'nulls' }
  const first = await create(client, input)
  const second = await create(client, {
    ...input,
    channelId: null,
    description: null,
    headers: null,
    uid: null,
  })
  expect(second).toEqual(first)
})

test.each(['sjocamp', 'campsite'])('%s: an Ed25519 key is no shared secret', async (name) => {
  const { client } = await app.organization({ dialect: name })
  const secret = dialects.get('standard')!.createSecret('ED25519')
  const channel = name === 'campsite' ? await channelOf(client) : {}
  const { userErrors } = await create(client, { url: receiver.url, eventTypes: ['*'], secret, ...channel })
  expect(userErrors).toEqual([{ code: 'SECRET_INVALID', field: ['input', 'secret'] }])
})

test.each(['DISABLED', 'PAUSED'])('created %s', async (status) => {
  const { client } = await app.organization()
  await createEventType(client, 'thing.done')
  const path = `/${status}`
  const { webhook } = await create(client, { url: receiver.url + path, eventTypes: ['*'], status })
  expect(webhook).toMatchObject({ status, statusReason: 'REQUESTED' })
  expect(webhook.missedSince === null).toBe(status === 'PAUSED')
  const deliveries = await deliveriesOf(client, await publish(client, 'thing.done', {}))
  expect(deliveries).toHaveLength(status === 'PAUSED' ? 1 : 0)
  await client.request(`mutation ($id: ID!) { enableWebhook(id: $id) { userErrors { code } } }`, {
    id: webhook.id,
  })
  await publish(client, 'thing.done', {})
  await arrived(path, status === 'PAUSED' ? 2 : 1)
})
