import { isObjectType, getNamedType, isLeafType, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createTenant, type Tenant } from './tenant.ts'
import { firstMessage, introspect } from './walk-schema.ts'
import type { Scope } from '../../src/words/enums.ts'

let app: TestApp
let receiver: TestReceiver
let own: Tenant
const clients = {} as Record<Scope, TestClient>

beforeAll(async () => {
  receiver = await openReceiver()
  app = await openTestApp()
  own = await createTenant(app, receiver, 'own')
  for (const scope of ['PUBLISH', 'MANAGE', 'READ'] as const) {
    const { token } = await createApiKey(app.database, {
      organizationId: own.id,
      name: scope,
      scopes: [scope],
      expiresAt: null,
    })
    clients[scope] = createClient(app.ports[0]!, token)
  }
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const OPERATOR_FIELDS = ['organizations', 'installation', 'createOrganization', 'updateOrganization']
const PUBLISHING = ['publishEvent', 'publishEvents']
/** They belong to managing: whether a URL may be used, and listening, which makes a webhook. */
const MANAGING_QUERIES = ['checkWebhookUrl', 'listen']
/** Who one is, which any key may know. */
const FOR_ALL: string[] = []

function scopesOf(type: GraphQLObjectType, field: string): Scope[] {
  if (FOR_ALL.includes(field)) return ['PUBLISH', 'MANAGE', 'READ']
  if (OPERATOR_FIELDS.includes(field)) return []
  if (PUBLISHING.includes(field)) return ['PUBLISH']
  if (MANAGING_QUERIES.includes(field)) return ['MANAGE']
  return type.name === 'Mutation' ? ['MANAGE'] : ['READ']
}

describe('scopes', () => {
  test('each field of the schema is refused to every key without its scope', async () => {
    const schema = await introspect(own.client)
    let tries = 0
    const wrong: string[] = []
    for (const type of [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!]) {
      for (const field of Object.values(type.getFields())) {
        const inner = getNamedType(field.type)
        const selection = isObjectType(inner) ? ` { ${firstLeaf(inner)} }` : ''
        // The scope is asked for before anything else: an argument's value never matters.
        const args = field.args.filter(({ type: argument }) => String(argument).endsWith('!'))
        const passed = args.map(({ name, type: argument }) => `${name}: ${literal(String(argument))}`)
        const text = `${type.name.toLowerCase()} { ${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''}${selection} }`
        for (const scope of ['PUBLISH', 'MANAGE', 'READ'] as const) {
          const allowed = scopesOf(type, field.name).includes(scope)
          if (allowed) continue
          const answer =
            type.name === 'Subscription'
              ? await firstMessage(clients[scope], text, {})
              : await clients[scope].send(text)
          tries += 1
          const code =
            answer.errors?.[0]?.extensions?.code ?? answer.data?.[field.name]?.userErrors?.[0]?.code
          if (code !== 'FORBIDDEN') wrong.push(`${text} with ${scope}: ${JSON.stringify(answer)}`)
        }
      }
    }
    expect(wrong).toEqual([])
    console.log(`scopes: ${tries} tries without the scope, ${wrong.length} accepted wrongly`)
  })

  test('what a mutation answers with is no way to read on', async () => {
    const publish = await clients.PUBLISH.send(
      `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id type data organization { apiKeys { nodes { id } } } } } }`,
      { input: { type: own.ids.eventType, data: {} } },
    )
    expect(publish.errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' }, path: ['publishEvent', 'event', 'organization'] },
    ])
    const deliveries = await clients.PUBLISH.send(
      `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { deliveries { nodes { id } } } } }`,
      { input: { type: own.ids.eventType, data: {} } },
    )
    expect(deliveries.errors?.[0]!.extensions.code).toBe('FORBIDDEN')
    const manage = await clients.MANAGE.send(
      `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { id url deliveryLog { nodes { id } } } } }`,
      { input: { id: own.ids.webhook } },
    )
    expect(manage.errors?.[0]!.extensions.code).toBe('FORBIDDEN')
  })

  test('a key gives no scopes it lacks, neither by making a key nor by rotating one', async () => {
    const made = await clients.MANAGE.request(
      `mutation { createApiKey(input: { name: "more", scopes: [MANAGE, READ] }) { secret userErrors { code } } }`,
    )
    expect(made.createApiKey).toEqual({ secret: null, userErrors: [{ code: 'FORBIDDEN' }] })
    const rotated = await clients.MANAGE.request(
      `mutation ($id: ID!) { rotateApiKey(id: $id) { secret userErrors { code } } }`,
      { id: own.ids.apiKey },
    )
    expect(rotated.rotateApiKey).toEqual({ secret: null, userErrors: [{ code: 'FORBIDDEN' }] })
    const operator = await own.client.request(
      `mutation { createApiKey(input: { name: "more", scopes: [OPERATE] }) { secret userErrors { code } } }`,
    )
    expect(operator.createApiKey).toEqual({ secret: null, userErrors: [{ code: 'FORBIDDEN' }] })
    const session = await clients.MANAGE.request(
      `mutation { createDashboardSession(input: {}) { url userErrors { code } } }`,
    )
    expect(session.createDashboardSession).toEqual({ url: null, userErrors: [{ code: 'FORBIDDEN' }] })
  })
})

function firstLeaf(type: GraphQLObjectType): string {
  const leaf = Object.values(type.getFields()).find(({ type: field }) => isLeafType(getNamedType(field)))
  if (leaf) return leaf.name
  return '__typename'
}

/** Any value that is valid for a required argument. */
function literal(type: string): string {
  const values: Record<string, string> = {
    'ID!': '"x"',
    'String!': '"x"',
    'ListenInput!': '{ name: "x", forwardTo: "http://localhost:3000/" }',
    'RetryPolicyInput!': '{}',
    '[ReportAttemptInput!]!': '[]',
    'PreviewDeliveryInput!': '{ webhookId: "x", eventType: "x" }',
    'SendTestEventInput!': '{ webhookId: "x", eventType: "x" }',
    'CreateOrganizationInput!': '{ name: "x" }',
    'UpdateOrganizationInput!': '{ id: "x" }',
    'CreateApiKeyInput!': '{ name: "x", scopes: [READ] }',
    'CreateChannelInput!': '{ name: "x" }',
    'UpdateChannelInput!': '{ id: "x", name: "x" }',
    'EventTypeInput!': '{ name: "x", example: 1 }',
    'CreateWebhookInput!': '{ url: "x", eventTypes: [] }',
    'UpdateWebhookInput!': '{ id: "x" }',
    'PublishEventInput!': '{ type: "x", data: 1 }',
    '[PublishEventInput!]!': '[]',
    'CreateDashboardSessionInput!': '{}',
    'PlanReplayInput!': '{}',
    'StartReplayInput!': '{}',
    'CatalogueFormat!': 'JSON_SCHEMA',
    'Int!': '1',
  }
  const value = values[type]
  if (value === undefined) throw new Error(`What is a value of ${type}? Teach literal.`)
  return value
}
