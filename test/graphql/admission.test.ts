import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { rows } from '../support/sql.ts'
import { createEventType } from '../support/webhooks.ts'
import { firstMessage } from '../security/walk-schema.ts'
import type { Scope } from '../../src/words/enums.ts'

let app: TestApp
let organization: TestOrganization
const clients = {} as Record<Scope | 'ALL', TestClient>
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  organization = await app.organization()
  clients.ALL = organization.client
  await createEventType(organization.client, 'a.b')
  for (const scope of ['PUBLISH', 'MANAGE', 'READ'] as const) {
    const wanted = { organizationId: organization.id, name: scope, scopes: [scope], expiresAt: null }
    clients[scope] = createClient(app.ports[0]!, (await createApiKey(app.database, wanted)).token)
  }
})
afterAll(() => app[Symbol.asyncDispose]())

const PUBLISH = 'publishEvent(input: { type: "a.b", data: {} })'
const CHANNEL = 'createChannel(input: { name: "x" })'
const wrongCursor = Buffer.from('id2:Query.events:evt_1').toString('base64url')

/** [what is wrong, who asks, code, the operation, its variables] */
const REFUSED: [string, keyof typeof clients, string, string, Record<string, unknown>?][] = [
  [
    'a large page',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { deliveries(first: 500) { nodes { id } } } } }`,
  ],
  [
    'a page of none',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { deliveries(first: 0) { nodes { id } } } } }`,
  ],
  [
    'a page size in a variable',
    'ALL',
    'BAD_USER_INPUT',
    `mutation ($first: Int) { ${PUBLISH} { event { deliveries(first: $first) { nodes { id } } } } }`,
    { first: -1 },
  ],
  [
    'the default of a variable',
    'ALL',
    'BAD_USER_INPUT',
    `mutation ($first: Int = 201) { ${CHANNEL} { channel { webhooks(first: $first) { nodes { id } } } } }`,
  ],
  [
    'a page size in a fragment',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { ...F } } } fragment F on Event { deliveries(first: 500) { nodes { id } } }`,
  ],
  [
    'a page size in an inline fragment, behind an alias',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { p: ${PUBLISH} { e: event { ... on Event { d: deliveries(first: 500) { nodes { id } } } } } }`,
  ],
  [
    'the second of two',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { id } } ${CHANNEL} { channel { webhooks(first: 999) { nodes { id } } } } }`,
  ],
  [
    'a cursor that is none',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { deliveries(after: "x") { nodes { id } } } } }`,
  ],
  [
    'a cursor of another list',
    'ALL',
    'BAD_USER_INPUT',
    `mutation ($after: String) { ${PUBLISH} { event { deliveries(after: $after) { nodes { id } } } } }`,
    { after: wrongCursor },
  ],
  [
    'a cursor that is no log’s',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { deliveries { nodes { attempts(after: "x") { nodes { id } } } } } } }`,
  ],
  [
    'minutes out of range',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { organization { statistics(minutes: 10081) { attempts } } } } }`,
  ],
  [
    'no minutes',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { organization { failingWebhooks(minutes: 0) { failed } } } } }`,
  ],
  [
    'text that can’t be stored',
    'ALL',
    'BAD_USER_INPUT',
    `mutation { ${PUBLISH} { event { organization { channel(id: "\\u0000") { id } } } } }`,
  ],
  [
    'half a character in a variable',
    'ALL',
    'BAD_USER_INPUT',
    `mutation ($id: ID!) { ${PUBLISH} { event { organization { channel(id: $id) { id } } } } }`,
    { id: '\ud800' },
  ],
  [
    'a long text to search for',
    'ALL',
    'BAD_USER_INPUT',
    `mutation ($filter: DeliveryLogFilter) { ${PUBLISH} { event { deliveries { nodes { webhook { deliveryLog(filter: $filter) { nodes { id } } } } } } } }`,
    { filter: { text: 'x'.repeat(201) } },
  ],
  [
    'reading on with PUBLISH',
    'PUBLISH',
    'FORBIDDEN',
    `mutation { ${PUBLISH} { event { deliveries { nodes { id } } } } }`,
  ],
  [
    'reading on with MANAGE',
    'MANAGE',
    'FORBIDDEN',
    `mutation { ${CHANNEL} { channel { webhooks { nodes { id } } } } }`,
  ],
  [
    'reading on in a fragment of a fragment',
    'PUBLISH',
    'FORBIDDEN',
    `mutation { ...A } fragment A on Mutation { ${PUBLISH} { event { ...B } } } fragment B on Event { organization { id } }`,
  ],
  [
    'a second mutation without its scope',
    'PUBLISH',
    'FORBIDDEN',
    `mutation { ${PUBLISH} { event { id } } ${CHANNEL} { channel { id } } }`,
  ],
  [
    'what a variable includes',
    'PUBLISH',
    'FORBIDDEN',
    `mutation ($more: Boolean!) { ${PUBLISH} { event { organization @include(if: $more) { id } } } }`,
    { more: true },
  ],
  [
    'what a variable does not skip',
    'PUBLISH',
    'FORBIDDEN',
    `mutation ($less: Boolean = false) { ${PUBLISH} { event { ...F @skip(if: $less) } } } fragment F on Event { organization { id } }`,
  ],
]

const counts = async () =>
  (
    await rows(
      app,
      `select (select count(*) from events) as events, (select count(*) from channels) as channels`,
    )
  )[0]

describe('a mutation that is refused has done nothing, for', () => {
  test.each(REFUSED)('%s (%s: %s)', async (_name, who, code, operation, variables = {}) => {
    const before = await counts()
    const response = await clients[who].post(JSON.stringify({ query: operation, variables }))
    const answer = (await response.json()) as any
    expect(answer.data ?? null).toBeNull()
    expect(answer.errors).toMatchObject([{ extensions: { code } }])
    expect(response.status).toBe(code === 'FORBIDDEN' ? 403 : 400)
    expect(answer.errors[0].path).toBeInstanceOf(Array)
    expect(await counts()).toEqual(before)
  })
})

describe('what is left out is not checked:', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    ['a field', `mutation { ${PUBLISH} { event { id organization @skip(if: true) { id } } } }`],
    [
      'a field, by a variable',
      `mutation ($more: Boolean!) { ${PUBLISH} { event { id organization @include(if: $more) { id } } } }`,
      { more: false },
    ],
    [
      'a fragment',
      `mutation { ${PUBLISH} { event { id ...F @include(if: false) } } } fragment F on Event { organization { id } }`,
    ],
    [
      'an inline fragment',
      `mutation { ${PUBLISH} { event { id ... @include(if: false) { deliveries(first: 500) { nodes { id } } } } } }`,
    ],
  ])('%s', async (_name, operation, variables) => {
    expect((await clients.PUBLISH.send(operation, variables)).errors).toBeUndefined()
  })
})

test('over a WebSocket too', async () => {
  const at = (inside: string) =>
    firstMessage(
      clients.READ,
      `subscription { organizationDeliveryLog { node { delivery { ${inside} } } } }`,
      {},
    )
  expect((await at('attempts(first: 201) { nodes { id } }')).errors).toMatchObject([
    {
      extensions: { code: 'BAD_USER_INPUT' },
      path: ['organizationDeliveryLog', 'node', 'delivery', 'attempts'],
    },
  ])
  const publisher = await firstMessage(
    clients.PUBLISH,
    'subscription { organizationDeliveryLog { cursor } }',
    {},
  )
  expect(publisher.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
})
