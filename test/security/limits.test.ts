import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getIntrospectionQuery } from 'graphql'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type GraphQLAnswer } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openFollowing } from './follow.ts'
import { firstMessage } from './walk-schema.ts'

let app: TestApp
let production: TestApp
let organization: TestOrganization
let inProduction: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  production = await openTestApp({
    workers: 0,
    environment: {
      PRODUCTION: 'true',
      CONNECTIONS_PER_ORGANIZATION: '3',
      SUBSCRIPTIONS_PER_ORGANIZATION: '4',
      CONNECTION_MINUTES: '0.2',
    },
  })
  organization = await app.organization()
  inProduction = await production.organization()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await production[Symbol.asyncDispose]()
})

const LOG = 'organizationDeliveryLog'
const circle = (times: number): string =>
  times === 0 ? 'id' : `webhooks(first: 1) { nodes { organization { ${circle(times - 1)} } } }`
const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: id`).join(' ')
/** Each fragment spreads the next one twice: 2 to the power of `count` fields. */
const bomb = (count: number) =>
  `fragment F${count} on Organization { id } ` +
  Array.from(
    { length: count },
    (_, index) => `fragment F${index} on Organization { ...F${index + 1} ...F${index + 1} }`,
  ).join(' ')

/** [name, what is inside `organization { … }`, fragments, part of the message] */
const HOSTILE: [string, string, string, RegExp][] = [
  ['deep', circle(6), '', /levels of fields/],
  [
    'deep by fragments',
    '...A',
    `fragment A on Organization { ${circle(3)} ...B } fragment B on Organization { ${circle(6)} }`,
    /levels of fields/,
  ],
  ['full of aliases', aliases(51), '', /aliases/],
  ['full of aliases by fragments', '...A ...A', `fragment A on Organization { ${aliases(26)} }`, /aliases/],
  ['a fragment bomb', '...F0', bomb(40), /fields/],
  [
    'a circle of fragments',
    '...A',
    'fragment A on Organization { id ...B } fragment B on Organization { ...A }',
    /Cannot spread fragment/,
  ],
  [
    'too dear by its pages',
    'webhooks(first: 200) { nodes { deliveryLog(first: 200) { nodes { id } } } }',
    '',
    /costs/,
  ],
  [
    'too dear by pages it does not name',
    'webhooks { nodes { deliveries { nodes { attempts { nodes { id } } } } } }',
    '',
    /costs/,
  ],
  [
    'too dear by large texts',
    'webhooks(first: 10) { nodes { deliveryLog(first: 200) { nodes { responseBody responseBodyBase64 } } } }',
    '',
    /costs/,
  ],
  [
    'too dear by statistics',
    'webhooks(first: 200) { nodes { statistics(minutes: 10080) { attempts } } }',
    '',
    /costs/,
  ],
  ['too long', 'id '.repeat(2_100), '', /tokens/i],
]

/** The same selection over HTTP in a query, and over a WebSocket in a subscription. */
const TRANSPORTS: Record<string, (inside: string, fragments: string) => Promise<GraphQLAnswer>> = {
  HTTP: (inside, fragments) => organization.client.send(`{ organization { ${inside} } } ${fragments}`),
  WebSocket: (inside, fragments) =>
    firstMessage(
      organization.client,
      `subscription { ${LOG} { node { delivery { webhook { organization { ${inside} } } } } } } ${fragments}`,
      {},
    ),
}

describe.each(Object.entries(TRANSPORTS))('over %s an operation', (_transport, send) => {
  test.each(HOSTILE)(
    'that is %s is refused before anything is read',
    async (_name, inside, fragments, message) => {
      const { data, errors } = await send(inside, fragments)
      expect(data ?? null).toBeNull()
      expect(errors![0]!.message).toMatch(message)
      expect(errors![0]!.extensions.code).toMatch(/GRAPHQL_(VALIDATION|PARSE)_FAILED/)
    },
  )
})

describe('over HTTP', () => {
  test('page sizes in variables count', async () => {
    const query = `query ($first: Int = 200) { organization { webhooks(first: $first) { nodes { deliveryLog(first: 100) { nodes { id } } } } } }`
    expect((await organization.client.send(query)).errors?.[0]!.message).toMatch(/costs/)
    expect((await organization.client.send(query, { first: 199 })).errors?.[0]!.message).toMatch(/costs/)
    expect((await organization.client.send(query, { first: 5 })).errors).toBeUndefined()
    expect((await organization.client.send(query, { first: -100_000 })).errors?.[0]!.extensions.code).toBe(
      'BAD_USER_INPUT',
    )
  })

  test.each([0, -1, 201, 2 ** 31 - 1])('a page of %d is refused', async (first) => {
    const { errors } = await organization.client.send(
      `query ($first: Int) { webhooks(first: $first) { nodes { id } } }`,
      { first },
    )
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('the usual introspection query passes', async () => {
    expect(
      (await organization.client.send(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })))
        .errors,
    ).toBeUndefined()
  })

  test('a body is limited to 4 MB, packed ones when unpacked (protocol 2.8)', async () => {
    const large = await organization.client.post(
      JSON.stringify({ query: `{ organization { id } } #${'x'.repeat(4 * 1024 * 1024)}` }),
    )
    expect(large.status).toBe(413)
    expect(await large.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
    const { gzipSync } = await import('node:zlib')
    const packed = gzipSync(
      JSON.stringify({ query: `{ organization { id } } #${'x'.repeat(30 * 1024 * 1024)}` }),
    )
    const response = await organization.client.post(packed, { 'content-encoding': 'gzip' })
    expect(packed.length).toBeLessThan(100_000)
    expect(response.status).toBe(413)
  })

  test.each([
    ['not JSON', '{"query": ', {}],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}],
    [
      'in another encoding',
      '{"query":"{ __typename }"}',
      { 'content-type': 'application/json; charset=utf-16' },
    ],
    [
      'deeper than any stack',
      `{"query":"{ __typename }","variables":{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}}`,
      {},
    ],
    ['full of objects', `{"query":"{ __typename }","variables":{"a":[${'{},'.repeat(100_000)}{}]}}`, {}],
    ['a list of operations', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]', {}],
    ['empty', '', {}],
    ['a number', '1', {}],
    ['without a query', '{}', {}],
    ['with a query that is a number', '{"query":1}', {}],
    ['with variables that are text', '{"query":"{ __typename }","variables":"a"}', {}],
  ])(
    'a body that is %s is a bad request or is ignored, never an error of the server',
    async (_name, body, headers) => {
      const response = await organization.client.post(body, headers)
      const text = await response.text()
      expect(response.status, text).toBeLessThan(500)
      expect(text).not.toContain('INTERNAL_SERVER_ERROR')
      expect(() => JSON.parse(text)).not.toThrow()
    },
  )

  test('what a browser sends without asking first is refused', async () => {
    const authorization = `Bearer ${organization.apiKey}`
    const body = JSON.stringify({
      query: `mutation { createChannel(input: { name: "x" }) { channel { id } } }`,
    })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const response = await organization.client.post(body, { 'content-type': type })
      expect(response.status).toBe(400)
    }
    const url = `${organization.client.url}?query=${encodeURIComponent('{ organization { id } }')}`
    expect((await fetch(url, { headers: { authorization } })).status).toBe(400)
    const mutation = `${organization.client.url}?query=${encodeURIComponent('mutation { createChannel(input: { name: "x" }) { channel { id } } }')}`
    expect(
      (await fetch(mutation, { headers: { authorization, 'apollo-require-preflight': '1' } })).status,
    ).toBe(405)
    const { organization: read } = await organization.client.request(
      '{ organization { channels { nodes { id } } } }',
    )
    expect(read.channels.nodes).toEqual([])
  })

  test('an unexpected error is masked and carries the id the log has', async () => {
    const { sql } = await import('../../src/database/sql.ts')
    await sql(app.database)`alter table channels add constraint never check (name <> 'constraint trigger')`
    const { errors } = await organization.client.send(
      `mutation { createChannel(input: { name: "constraint trigger" }) { channel { id } } }`,
    )
    expect(errors).toEqual([
      {
        message: expect.stringMatching(
          /^Something went wrong inside the server; its log has the details under [0-9A-Z]{26}\.$/,
        ),
        path: ['createChannel'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: expect.stringMatching(/^[0-9A-Z]{26}$/) },
      },
    ])
  })
})

describe('in production', () => {
  test.each(['{ __schema { types { name } } }', '{ __type(name: "Webhook") { name } }'])(
    '%s is refused on both transports',
    async (query) => {
      const { data, errors } = await inProduction.client.send(query)
      expect(data ?? null).toBeNull()
      expect(errors![0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
      const socket = await firstMessage(
        inProduction.client,
        query.replace('{', `subscription { ${LOG} { cursor } `),
        {},
      )
      expect(socket.errors.some((error: any) => /introspection/i.test(error.message))).toBe(true)
    },
  )

  test.each([
    ['{ webhok(id: "x") { id } }', {}],
    ['{ webhook(idd: "x") { id } }', {}],
    ['query ($input: PreviewDeliveryInputt) { __typename }', {}],
    [
      'query ($input: PreviewDeliveryInput!) { previewDelivery(input: $input) { body } }',
      { input: { webhookIdd: 'x' } },
    ],
    ['query ($status: WebhookStatus) { webhooks(status: $status) { nodes { id } } }', { status: 'ENABLEDD' }],
    ['{ webhooks(status: ENABLEDD) { nodes { id } } }', {}],
  ])('%s: no names are suggested', async (query, variables) => {
    const plain = await organization.client.send(query, variables)
    expect(JSON.stringify(plain.errors)).toContain('Did you mean')
    const hidden = await inProduction.client.send(query, variables)
    expect(hidden.errors!.length).toBeGreaterThan(0)
    expect(JSON.stringify(hidden)).not.toContain('Did you mean')
    const socket = await firstMessage(inProduction.client, `subscription { ${LOG}x { cursor } }`, {})
    expect(socket.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(JSON.stringify(socket)).not.toContain('Did you mean')
  })
})

describe('over WebSockets', () => {
  const subscribe = (query: string, variables = {}) => firstMessage(organization.client, query, variables)

  test.each([
    ['{ organization { id } }', /Send a query over HTTP/, 'BAD_REQUEST'],
    ['mutation { revokeApiKey(id: "x") { apiKey { id } } }', /Send a mutation over HTTP/, 'BAD_REQUEST'],
    [
      `subscription A { ${LOG} { cursor } } subscription B { ${LOG} { cursor } }`,
      /operationName/,
      'BAD_REQUEST',
    ],
    [`subscription { ${LOG} { cursor `, /Syntax Error/, 'GRAPHQL_PARSE_FAILED'],
    [`subscription { nothing }`, /Cannot query field/, 'GRAPHQL_VALIDATION_FAILED'],
    [
      `subscription ($after: String!) { ${LOG}(after: $after) { cursor } }`,
      /was not provided/,
      'BAD_USER_INPUT',
    ],
    [`subscription { ${LOG}(after: "garbage") { cursor } }`, /not a cursor/, 'BAD_USER_INPUT'],
  ])('%s is refused with the code HTTP has (protocol 6.3)', async (query, message, code) => {
    const { errors } = await subscribe(query)
    expect(errors[0].message).toMatch(message)
    expect(errors[0].extensions.code).toBe(code)
  })

  test('a message over 256 KiB ends the connection (protocol 6.9)', async () => {
    const closed = Promise.withResolvers<{ code: number }>()
    const socket = organization.client.socket({
      retryAttempts: 0,
      onNonLazyError: () => {},
      on: { closed: (event) => closed.resolve(event as { code: number }) },
    })
    socket.subscribe(
      { query: `subscription { ${LOG} { cursor } } #${'x'.repeat(300_000)}` },
      { next() {}, error() {}, complete() {} },
    )
    expect(await closed.promise).toMatchObject({ code: 1009 })
    await socket.dispose()
  })

  // These two wait for the end of a connection's time, together.
  test.concurrent(
    'connections of an organization are limited, other organizations are not touched, and closing one makes room (protocol 6.9)',
    async () => {
      const one = await production.organization()
      const other = await production.organization()
      const open = await Promise.all([
        openFollowing(one.client),
        openFollowing(one.client),
        openFollowing(one.client),
      ])
      const refused = Promise.withResolvers<{ code: number; reason: string }>()
      const socket = one.client.socket({
        retryAttempts: 0,
        onNonLazyError: () => {},
        on: { closed: (event) => refused.resolve(event as never) },
      })
      expect(await refused.promise).toMatchObject({
        code: 4290,
        reason: expect.stringContaining('TOO_MANY_CONNECTIONS'),
      })
      await socket.dispose()
      await using _other = await openFollowing(other.client)
      await open[0].closed // its time is over
      await using _again = await openFollowing(one.client)
      for (const following of open) await following[Symbol.asyncDispose]()
    },
  )

  test.concurrent('a connection lives for a limited time and is told to resume (protocol 6.8)', async () => {
    await using following = await openFollowing(inProduction.client)
    expect(await following.closed).toMatchObject({ code: 4292, reason: expect.stringContaining('resume') })
  })

  test('subscriptions of an organization are limited over all its connections (protocol 6.9)', async () => {
    const busy = await openTestApp({ workers: 0, environment: { SUBSCRIPTIONS_PER_ORGANIZATION: '4' } })
    await using _busy = busy
    const one = await busy.organization()
    const errors: any[] = []
    const sockets = [one.client.socket(), one.client.socket()]
    for (let count = 0; count < 6; count += 1) {
      sockets[count % 2]!.subscribe(
        { query: `subscription { ${LOG} { cursor } }` },
        { next() {}, complete() {}, error: (error) => void errors.push(error) },
      )
    }
    await eventually(() => errors.length >= 2)
    expect(errors).toMatchObject([
      [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
      [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    ])
    for (const socket of sockets) await socket.dispose()
    const after = createClient(busy.ports[0]!, one.apiKey)
    await using _following = await openFollowing(after)
  })
})
