import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLEnumType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { openListening } from '../listening/listener.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
let operator: TestClient
let organization: TestOrganization
let client: TestClient
let webhook: string
beforeAll(async () => {
  app = await openTestApp({ environment: { API_KEYS_PER_ORGANIZATION: '2' } })
  receiver = await openReceiver()
  operator = await app.operator()
  organization = await app.organization()
  client = organization.client
  await createEventType(client, 'thing.happened', { type: 'object', properties: { n: { type: 'number' } } })
  await client.request(`mutation { createChannel(input: { id: "used", name: "used" }) { channel { id } } }`)
  webhook = (
    await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'], channelId: 'used' })
  ).id
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

interface UserError {
  code: string
  field: string[] | null
  message: string
}

/** Calls a mutation and gives its user errors; every other answer is an error of the test. */
async function errorsOf(
  mutation: string,
  given: Record<string, unknown>,
  by: TestClient = client,
): Promise<UserError[]> {
  const field = schema.getMutationType()!.getFields()[mutation]!
  const args = field.args.filter(({ name }) => name in given)
  const text = `mutation (${args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')}) {
    ${mutation}(${args.map(({ name }) => `${name}: $${name}`).join(', ')}) { userErrors { code field message } }
  }`
  return (await by.request(text, given))[mutation].userErrors
}

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const CODES = (schema.getType('UserErrorCode') as GraphQLEnumType).getValues().map(({ name }) => name)

const creating = (input: object) =>
  errorsOf('createWebhook', { input: { url: receiver.url, eventTypes: ['thing.happened'], ...input } })
const publishing = (input: object) =>
  errorsOf('publishEvent', { input: { type: 'thing.happened', data: {}, ...input } })
const newType = (input: object) =>
  errorsOf('createEventType', { input: { name: 'new.type', example: {}, ...input } })

async function sjocamp(plan: 'TEAM' | 'FREE' = 'TEAM') {
  const { client: of } = await app.organization({ dialect: 'sjocamp', plan })
  return {
    of,
    id:
      plan === 'TEAM'
        ? (await createWebhook(of, { url: receiver.url, eventTypes: ['lead.created'] })).id
        : '',
  }
}

/** A delivery of a webhook of its own that has succeeded. */
async function delivered(): Promise<{ id: string; webhookId: string }> {
  const { id: webhookId } = await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
  await publish(client, 'thing.happened', {})
  const id = await eventually(async () => {
    const { deliveries } = await client.request(
      `query ($id: ID) { deliveries(webhookId: $id, status: SUCCEEDED) { nodes { id } } }`,
      { id: webhookId },
    )
    return deliveries.nodes[0]?.id as string | undefined
  })
  return { id, webhookId }
}

/** Of each code a way to get it, and the field it names. */
const WAYS: Record<string, [field: string | null, () => Promise<UserError[]>][]> = {
  INVALID: [
    ['input.name', () => errorsOf('createChannel', { input: { name: '' } })],
    ['input.name', () => errorsOf('createChannel', { input: { name: 'x'.repeat(201) } })],
    ['input.id', () => errorsOf('createChannel', { input: { id: 'no spaces', name: 'x' } })],
    ['input.name', () => newType({ name: 'Not Dotted' })],
    ...(
      [
        [{ payloadDays: 0 }, 'payloadDays'],
        [{ payloadDays: 31 }, 'payloadDays'],
        [{ attemptDays: 80, deliveryDays: 20 }, 'attemptDays'],
        [{ deliveryDays: 50, attemptDays: 50, eventDays: 40 }, 'deliveryDays'],
        [{ payloadDays: 20, attemptDays: 5, deliveryDays: 10, eventDays: 15 }, 'payloadDays'],
      ] as const
    ).map(([retention, field]): [string, () => Promise<UserError[]>] => [
      `input.retention.${field}`,
      async () => errorsOf('updateOrganization', { input: { id: organization.id, retention } }, operator),
    ]),
    ['name', async () => errorsOf('deleteOrganization', { id: organization.id, name: 'another' }, operator)],
    ['input.description', () => creating({ description: 'x'.repeat(1_001) })],
    [
      'input.secretKind',
      async () => {
        const { of } = await sjocamp()
        return errorsOf(
          'createWebhook',
          { input: { url: receiver.url, eventTypes: ['lead.created'], secretKind: 'ED25519' } },
          of,
        )
      },
    ],
    ['input.channels', () => publishing({ channels: ['not an id'] })],
    ['input.channels', () => publishing({ channels: Array.from({ length: 21 }, (_, index) => `c${index}`) })],
    ['input.idempotencyKey', () => publishing({ idempotencyKey: '' })],
    ['input.idempotencyKey', () => publishing({ idempotencyKey: 'x'.repeat(256) })],
    [
      'events.0.organizationId',
      () =>
        errorsOf('publishEvents', {
          events: [{ type: 'thing.happened', data: {}, organizationId: organization.id }],
        }),
    ],
  ],
  NOT_FOUND: [
    [null, () => errorsOf('updateWebhook', { input: { id: 'wh_nothing' } })],
    [null, () => errorsOf('deleteWebhook', { id: 'wh_nothing' })],
    [null, () => errorsOf('retryDelivery', { id: 'wd_nothing' })],
    [null, () => errorsOf('updateChannel', { input: { id: 'nothing', name: 'x' } })],
    [null, () => errorsOf('updateEventType', { input: { name: 'nothing', example: {} } })],
    [null, () => errorsOf('updateOrganization', { input: { id: 'nothing' } }, operator)],
  ],
  FORBIDDEN: [
    ['input.scopes', () => errorsOf('createApiKey', { input: { name: 'x', scopes: ['OPERATE'] } })],
  ],
  ALREADY_EXISTS: [
    ['input.id', () => errorsOf('createChannel', { input: { id: 'used', name: 'x' } })],
    [
      'input.id',
      () => errorsOf('createOrganization', { input: { id: organization.id, name: 'x' } }, operator),
    ],
    ['input.name', () => newType({ name: 'thing.happened' })],
  ],
  IN_USE: [['id', () => errorsOf('deleteChannel', { id: 'used' })]],
  URL_INVALID: [
    ['input.url', () => creating({ url: 'not a url' })],
    ['input.url', () => errorsOf('updateWebhook', { input: { id: webhook, url: '' } })],
  ],
  URL_TOO_LONG: [['input.url', () => creating({ url: `${receiver.url}/${'x'.repeat(10_000)}` })]],
  URL_NOT_HTTPS: [['input.url', () => creating({ url: 'http://example.com/' })]],
  URL_HAS_FRAGMENT: [['input.url', () => creating({ url: `${receiver.url}/#part` })]],
  URL_HAS_CREDENTIALS: [['input.url', () => creating({ url: 'https://user:password@example.com/' })]],
  ADDRESS_DENIED: [
    ['input.url', () => creating({ url: 'https://10.0.0.1/' })],
    [
      'input.url',
      () => errorsOf('updateWebhook', { input: { id: webhook, url: 'https://169.254.169.254/' } }),
    ],
  ],
  HOST_NOT_FOUND: [['input.url', () => creating({ url: 'https://nothing.invalid/' })]],
  NO_EVENT_TYPES: [['input.eventTypes', () => creating({ eventTypes: [] })]],
  UNKNOWN_EVENT_TYPE: [
    ['input.eventTypes', () => creating({ eventTypes: ['nothing.happened'] })],
    ['input.type', () => publishing({ type: 'nothing.happened' })],
    [
      'input.eventType',
      () => errorsOf('sendTestEvent', { input: { webhookId: webhook, eventType: 'nothing.happened' } }),
    ],
  ],
  UNKNOWN_CHANNEL: [['input.channelId', () => creating({ channelId: 'nothing' })]],
  CHANNEL_REQUIRED: [
    [
      'input.channelId',
      async () => {
        const { client: of } = await app.organization({ dialect: 'campsite' })
        return errorsOf('createWebhook', { input: { url: receiver.url, eventTypes: ['post.created'] } }, of)
      },
    ],
  ],
  UNKNOWN_DIALECT: [
    ['input.dialect', () => creating({ dialect: 'nothing' })],
    [
      'input.dialect',
      () => errorsOf('createOrganization', { input: { name: 'x', dialect: 'nothing' } }, operator),
    ],
  ],
  PLAN_REQUIRED: [
    [
      'input.dialect',
      async () => {
        const { of } = await sjocamp('FREE')
        return errorsOf('createWebhook', { input: { url: receiver.url, eventTypes: ['lead.created'] } }, of)
      },
    ],
  ],
  HEADER_RESERVED: [['input.headers', () => creating({ headers: [{ name: 'Webhook-Id', value: 'x' }] })]],
  HEADER_INVALID: [['input.headers', () => creating({ headers: [{ name: 'no spaces', value: 'x' }] })]],
  INVALID_SCHEMA: [['input.schema', () => newType({ schema: { type: 'nonsense' } })]],
  EXAMPLE_FAILS_SCHEMA: [['input.example', () => newType({ schema: { type: 'object', required: ['n'] } })]],
  DATA_FAILS_SCHEMA: [
    ['input.data', () => publishing({ data: { n: 'text' } })],
    [
      'input.data',
      () =>
        errorsOf('sendTestEvent', {
          input: { webhookId: webhook, eventType: 'thing.happened', data: { n: 'text' } },
        }),
    ],
  ],
  PAYLOAD_TOO_LARGE: [['input.data', () => publishing({ data: { text: 'x'.repeat(300_000) } })]],
  TOO_MANY_EVENTS: [
    [
      'events',
      () =>
        errorsOf('publishEvents', {
          events: Array.from({ length: 101 }, () => ({ type: 'thing.happened', data: {} })),
        }),
    ],
  ],
  IDEMPOTENCY_KEY_REUSED: [
    [
      'input.idempotencyKey',
      async () => {
        await publishing({ idempotencyKey: 'one', data: { n: 1 } })
        return publishing({ idempotencyKey: 'one', data: { n: 2 } })
      },
    ],
  ],
  SECRET_INVALID: [
    [
      'input.secret',
      () => errorsOf('createWebhook', { input: { url: receiver.url, eventTypes: ['*'], secret: 'short' } }),
    ],
    [
      'secret',
      async () => {
        const { id } = await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
        return errorsOf('rotateWebhookSecret', { id, secret: 'short' })
      },
    ],
  ],
  RETRY_POLICY_NOT_SUPPORTED: [
    [
      'input.retryPolicy',
      async () => {
        const { of, id } = await sjocamp()
        return errorsOf('updateWebhook', { input: { id, retryPolicy: { maximumRetries: 1 } } }, of)
      },
    ],
  ],
  IS_LISTENER: [
    [
      'id',
      async () => {
        const listening = await openListening(client)
        await listening.close()
        return errorsOf('pauseWebhook', { id: listening.listener.id })
      },
    ],
  ],
  SECRET_SHOWN_ONCE: [
    [
      'id',
      async () => {
        const { of, id } = await sjocamp()
        return errorsOf('revealWebhookSecret', { id }, of)
      },
    ],
  ],
  OVERLAP_NOT_SUPPORTED: [
    [
      'overlapSeconds',
      async () => {
        const { of, id } = await sjocamp()
        return errorsOf('rotateWebhookSecret', { id, overlapSeconds: 60 }, of)
      },
    ],
  ],
  WEBHOOK_DISABLED: [
    [
      'id',
      async () => {
        const { id, webhookId } = await delivered()
        await errorsOf('disableWebhook', { id: webhookId })
        expect(await errorsOf('retryDelivery', { id })).toMatchObject([{ code: 'WEBHOOK_DISABLED' }])
        return errorsOf('pauseWebhook', { id: webhookId })
      },
    ],
  ],
  WEBHOOK_DELETED: [
    [
      'id',
      async () => {
        const { id, webhookId } = await delivered()
        await errorsOf('deleteWebhook', { id: webhookId })
        return errorsOf('retryDelivery', { id })
      },
    ],
  ],
  LIMIT_REACHED: [
    [
      null,
      async () => {
        const { client: of } = await app.organization()
        const newKey = () => errorsOf('createApiKey', { input: { name: 'x', scopes: ['READ'] } }, of)
        expect(await newKey()).toEqual([])
        return newKey()
      },
    ],
  ],
  CONFLICT: [
    [
      'input.expectedUpdatedAt',
      () => errorsOf('updateWebhook', { input: { id: webhook, expectedUpdatedAt: '2026-01-01T00:00:00Z' } }),
    ],
    [
      'expectedStatus',
      async () => errorsOf('retryDelivery', { id: (await delivered()).id, expectedStatus: 'PENDING' }),
    ],
  ],
  TOO_MANY_SECRETS: [
    [
      'overlapSeconds',
      async () => {
        const { id } = await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
        const rotate = () => errorsOf('rotateWebhookSecret', { id, overlapSeconds: 60 })
        for (let times = 0; times < 4; times += 1) expect(await rotate()).toEqual([])
        return rotate()
      },
    ],
  ],
  PAYLOAD_DELETED: [
    [
      'id',
      async () => {
        const { id } = await delivered()
        const { delivery } = await client.request(`query ($id: ID!) { delivery(id: $id) { event { id } } }`, {
          id,
        })
        expect(await errorsOf('eraseEvent', { id: delivery.event.id })).toEqual([])
        return errorsOf('retryDelivery', { id })
      },
    ],
  ],
  ALREADY_FINISHED: [['id', async () => errorsOf('cancelDelivery', { id: (await delivered()).id })]],
}

describe('a user error', () => {
  test('has a way to get it for every code of the schema', () => {
    expect(Object.keys(WAYS).sort()).toEqual([...CODES].sort())
  })

  test.each(CODES)('%s is given with its field and a sentence', async (code) => {
    for (const [field, way] of WAYS[code] ?? []) {
      const errors = await way()
      expect(errors).toContainEqual({
        code,
        field: field?.split('.') ?? null,
        message: expect.stringMatching(/^\S.{10,}\.$/s),
      })
    }
  })

  test('named in a mutation’s description is one of the schema', () => {
    for (const { name, description } of Object.values(schema.getMutationType()!.getFields())) {
      const named =
        /Codes: ([\s\S]*)/
          .exec(description ?? '')?.[1]
          ?.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\bINVALID\b|\bFORBIDDEN\b/g) ?? []
      for (const code of named.filter((word) => word !== 'UNAVAILABLE' && word !== 'PUBLISH'))
        expect(CODES, name).toContain(code)
    }
  })

  test('comes with all others of the same input, and nothing is stored', async () => {
    const before = await client.request(`{ webhooks(first: 200) { nodes { id } } }`)
    const errors = await creating({
      url: 'http://x',
      eventTypes: ['nothing.happened'],
      channelId: 'nothing',
      headers: [{ name: 'host', value: 'x' }],
      description: 'x'.repeat(2_000),
    })
    expect(errors.map(({ code }) => code).sort()).toEqual([
      'HEADER_RESERVED',
      'INVALID',
      'UNKNOWN_CHANNEL',
      'UNKNOWN_EVENT_TYPE',
      'URL_NOT_HTTPS',
    ])
    expect(await client.request(`{ webhooks(first: 200) { nodes { id } } }`)).toEqual(before)
  })

  test('is what is left for who comes second: many make the same thing at once, one does', async () => {
    const all = await Promise.all(
      Array.from({ length: 12 }, () => errorsOf('createChannel', { input: { id: 'raced', name: 'x' } })),
    )
    expect(all.filter((errors) => errors.length === 0)).toHaveLength(1)
    expect(new Set(all.flat().map(({ code }) => code))).toEqual(new Set(['ALREADY_EXISTS']))
    const types = await Promise.all(Array.from({ length: 12 }, () => newType({ name: 'raced.type' })))
    expect(types.filter((errors) => errors.length === 0)).toHaveLength(1)
    expect(new Set(types.flat().map(({ code }) => code))).toEqual(new Set(['ALREADY_EXISTS']))
  })

  test('says how the plan gate can be passed', async () => {
    const { of } = await sjocamp('FREE')
    const errors = await errorsOf(
      'createWebhook',
      { input: { url: receiver.url, eventTypes: ['lead.created'] } },
      of,
    )
    expect(errors[0]!.message).toBe(
      'Sjocamp webhooks are available on the TEAM plan; this organization has FREE.',
    )
  })
})
