import { getNamedType, isLeafType, isObjectType, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { createSession, openSession } from '../../src/access/sessions.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { createTenant, type Tenant } from './tenant.ts'
import {
  argumentsOf,
  firstMessage,
  introspect,
  operationText,
  targetsOf,
  type Input,
  type Target,
} from './walk-schema.ts'

let app: TestApp
let receiver: TestReceiver
let own: Tenant
let reader: TestClient
/** What nobody may read, each with what it is. */
const secrets = new Map<string, string>()

beforeAll(async () => {
  receiver = await openReceiver(({ path }) => ({
    status: path.includes('fails') ? 500 : 200,
    body: 'answer',
  }))
  app = await openTestApp({ environment: { REQUESTS_PER_MINUTE: '100000' } })
  own = await createTenant(app, receiver, 'own')
  const { client, id: organizationId } = own
  const hide = (what: string, value: string) => secrets.set(value, what)

  const hmac = await createWebhook(client, {
    url: `${receiver.url}/fails`,
    eventTypes: [own.ids.eventType],
    channelId: own.ids.channel,
  })
  const pair = await createWebhook(client, {
    url: receiver.url,
    eventTypes: [own.ids.eventType],
    secretKind: 'ED25519',
    uid: 'own-uid',
    idempotencyKey: 'own-key',
    rateLimit: { limit: 1_000_000, per: 'SECOND' },
  })
  await client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
    {
      input: {
        id: own.ids.webhook,
        retryPolicy: {
          exponential: { initialSeconds: 60, factor: 2, maximumSeconds: 600 },
          maximumRetries: 3,
        },
      },
    },
  )
  for (const webhook of [hmac, pair, { id: own.ids.webhook, secret: null }]) {
    const { rotateWebhookSecret } = await client.request(
      `mutation ($id: ID!) { rotateWebhookSecret(id: $id, overlapSeconds: 3600) { secret } }`,
      { id: webhook.id },
    )
    const { revealWebhookSecret } = await client.request(
      `mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret } }`,
      { id: webhook.id },
    )
    for (const secret of [webhook.secret, rotateWebhookSecret.secret, revealWebhookSecret.secret])
      if (secret !== null) hide('a webhook’s secret', secret.replace(/^wh(sec|sk)_/, ''))
  }
  for (const { sealed } of await rows(
    app,
    `select s->>'sealed' as sealed from webhooks, jsonb_array_elements(secrets) s`,
  ))
    hide('a sealed secret', sealed.split('.')[1])
  hide('the encryption key', app.environment['ENCRYPTION_KEYS']!.split(':')[1]!)

  const { token } = await createApiKey(app.database, {
    organizationId,
    name: 'reader',
    scopes: ['READ'],
    expiresAt: null,
  })
  reader = createClient(app.ports[0]!, token)
  for (const key of [token, own.apiKey, (await app.operator()).apiKey]) hide('an API key', key.slice(3))
  const wanted = {
    organizationId,
    apiKeyId: own.ids.apiKey,
    name: null,
    accentColor: null,
    scopes: ['READ' as const],
    customer: true,
    lifetimeSeconds: 3_600,
  }
  hide('a link', (await createSession(app.database, wanted)).linkToken)
  const { linkToken } = await createSession(app.database, wanted)
  hide('a session', (await openSession(app.database, linkToken))!.token)
  const hashes = await rows(
    app,
    `select hash from api_keys union all select hash from dashboard_sessions where hash is not null
      union all select link_hash from dashboard_sessions where link_hash is not null`,
  )
  for (const { hash } of hashes)
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      hide(`a hash as ${encoding}`, (hash as Buffer).toString(encoding))

  // A failed attempt, for what is only there when something failed.
  const event = await publish(client, own.ids.eventType, { a: 1 }, { channels: [own.ids.channel] })
  await eventually(async () => {
    const deliveries = await deliveriesOf(client, event)
    return deliveries.length === 3 && deliveries.every(({ attemptCount }) => attemptCount > 0)
  })
  await eventually(async () => {
    const { organization } = await client.request(`{ organization { failingWebhooks { failed } } }`)
    return organization.failingWebhooks.length > 0
  })
  await untilSettled(app) // what the rotations above told of, too: the logs wait for other tests' transactions
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const REACH = {
  Organization: 'organization { … }',
  Channel: 'organization { channel(id: "own_channel") { … } }',
  Webhook: 'webhooks(first: 3) { nodes { … } }',
  Event: 'events(first: 2) { nodes { … } }',
  Delivery: 'deliveries(first: 4) { nodes { … } }',
  Replay: 'replays(first: 1) { nodes { … } }',
}

/** A good value of the reader's own. Throws for a required argument nobody has thought of. */
function fill(coordinate: string, { name }: Input): unknown {
  const values: Record<string, unknown> = {
    format: 'OPENAPI',
    'Query.webhook.id': own.ids.webhook,
    'Query.event.id': own.ids.event,
    'Query.delivery.id': own.ids.delivery,
    'Query.replay.id': own.ids.replay,
    'Subscription.replayProgress.id': own.ids.replay,
    'Organization.channel.id': own.ids.channel,
    webhookId: own.ids.webhook,
    organizationId: own.ids.organization,
    eventType: own.ids.eventType,
    url: receiver.url,
    'ListenInput.name': 'own',
    'ListenInput.forwardTo': 'http://localhost:3000/',
  }
  const value = values[coordinate] ?? values[name]
  if (value === undefined) throw new Error(`What is a good value of ${coordinate}? Teach fill.`)
  return value
}

/** Fields below which something lies deeper than elsewhere. */
const DEEP = new Set(['Query.webhook', 'Webhook.deliveryLog'])

async function read(target: Target): Promise<any> {
  const isList = target.field.args.some(({ name }) => name === 'first')
  const given = argumentsOf(target, isList ? ['first'] : [], 5, fill)
  const depth = DEEP.has(target.coordinate) ? 3 : undefined
  if (target.operation === 'query') return reader.send(operationText(target, given, depth), given)
  const fromTheStart = { ...given, after: '' }
  return firstMessage(reader, operationText(target, fromTheStart), fromTheStart)
}

/** `Type.field` of every leaf that the answer has a value for. */
function leavesOf(type: GraphQLObjectType, answer: any, found: Set<string>): void {
  for (const [name, value] of Object.entries(answer)) {
    const inner = getNamedType(type.getFields()[name]!.type)
    for (const item of [value].flat()) {
      if (isObjectType(inner) && item !== null) leavesOf(inner, item, found)
      else if (isLeafType(inner)) found.add(`${type.name}.${name}`)
    }
  }
}

/** `Type.field` of every leaf that can be reached from these fields. */
function reachableLeaves(roots: readonly Target[]): Set<string> {
  const leaves = new Set<string>()
  const seen = new Set<string>()
  const visit = (type: unknown) => {
    if (!isObjectType(type) || seen.has(type.name)) return
    seen.add(type.name)
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type)
      if (isLeafType(inner)) leaves.add(`${type.name}.${field.name}`)
      else visit(inner)
    }
  }
  for (const { field } of roots) visit(getNamedType(field.type))
  return leaves
}

test('no field that READ reaches shows a secret, whole or sealed or hashed', async () => {
  const schema = await introspect(reader)
  const targets = targetsOf(schema, REACH).filter(({ operation }) => operation !== 'mutation')
  const found = new Set<string>()
  const shown: string[] = []
  const readable: Target[] = []
  let bytes = 0
  for (const target of targets) {
    const answer = await read(target)
    if (answer.errors?.[0].extensions.code === 'FORBIDDEN') continue
    if (answer.errors) throw new Error(`${target.coordinate}: ${JSON.stringify(answer)}`)
    readable.push(target)
    const root = target.operation === 'query' ? schema.getQueryType()! : schema.getSubscriptionType()!
    leavesOf(root, answer.data, found)
    const text = JSON.stringify(answer)
    bytes += text.length
    for (const [secret, what] of secrets)
      if (text.includes(secret)) shown.push(`${target.coordinate} shows ${what}: ${text}`)
  }
  expect(shown).toEqual([])
  // What is refused has words only, and a key has no rights of a session.
  const missed = [...reachableLeaves(readable)].filter(
    (leaf) => !found.has(leaf) && !leaf.startsWith('UserError.') && leaf !== 'Viewer.rights',
  )
  expect(missed).toEqual([])
  console.log(`secrets: ${secrets.size} searched in ${bytes} bytes of ${found.size} fields`)
})
