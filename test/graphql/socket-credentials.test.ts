import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { openRawSocket, type RawSocketOptions } from '../support/raw-socket.ts'

let app: TestApp
let organization: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ workers: 0, environment: { PRODUCTION: 'true' } })
  organization = await app.organization()
})
afterAll(() => app[Symbol.asyncDispose]())

interface Ended {
  messages: any[]
  code: number
  reason: string
}

const url = () => organization.client.url.replace('http', 'ws')

/** Says hello with these parameters; resolves with `acknowledged`, or how the server closed. */
async function hello(
  payload: unknown,
  options: Pick<RawSocketOptions<any>, 'subprotocol' | 'headers'> = {},
): Promise<'acknowledged' | Ended> {
  const { socket, messages, letIn, closed } = openRawSocket(organization.client, {
    hello: { payload },
    ...options,
  })
  if (!(await letIn)) return { messages, ...(await closed) }
  socket.close()
  return 'acknowledged'
}

const key = () => `Bearer ${organization.apiKey}`
const UNKNOWN = `dk_${'x'.repeat(43)}`

describe('a key is taken (protocol 6.2)', () => {
  test.each<[string, () => unknown, () => Record<string, string>]>([
    ['as authorization', () => ({ authorization: key() }), () => ({})],
    ['as Authorization', () => ({ Authorization: key() }), () => ({})],
    ['as AUTHORIZATION', () => ({ AUTHORIZATION: key() }), () => ({})],
    ['among headers, as Apollo has it', () => ({ headers: { Authorization: key() } }), () => ({})],
    ['among headers in small letters', () => ({ headers: { authorization: key() } }), () => ({})],
    ['from the header of the request, without parameters', () => undefined, () => ({ authorization: key() })],
    ['from the header of the request, beside others', () => ({ a: 1 }), () => ({ Authorization: key() })],
  ])('%s', async (_name, parameters, headers) => {
    expect(await hello(parameters(), { headers: headers() })).toBe('acknowledged')
  })
})

describe('a WebSocket is closed with what to send', () => {
  test.each<[string, () => unknown, number, RegExp]>([
    ['without parameters', () => undefined, 4401, /missing/],
    ['with empty ones', () => ({}), 4401, /missing/],
    ['with parameters that are text', () => 'dk_x', 4400, /./],
    ['with null', () => ({ authorization: null }), 4401, /missing/],
    ['with a key under another name', () => ({ apiKey: organization.apiKey }), 4401, /wrong place/],
    ['with a key too deep', () => ({ a: { b: [organization.apiKey] } }), 4401, /wrong place/],
    ['with a key without Bearer', () => ({ authorization: organization.apiKey }), 4401, /not "Bearer"/],
    ['with a number', () => ({ authorization: 1 }), 4401, /not "Bearer"/],
    [
      'with an unknown key',
      () => ({ authorization: `Bearer ${UNKNOWN}` }),
      4403,
      /unknown, expired or revoked/,
    ],
    [
      'with an unknown key among headers',
      () => ({ headers: { Authorization: `Bearer ${UNKNOWN}` } }),
      4403,
      /unknown/,
    ],
  ])('%s', async (_name, parameters, code, reason) => {
    const ended = (await hello(parameters())) as Ended
    expect(ended).toMatchObject({ code, reason: expect.stringMatching(reason) })
    if (code !== 4400) expect(ended.reason).toContain('connectionParams {"authorization":"Bearer dk_..."}')
    expect(Buffer.byteLength(ended.reason)).toBeLessThanOrEqual(123)
    expect(ended.reason).not.toContain(organization.apiKey)
  })

  test.each(['graphql-ws', null])('and which protocol to speak: %s (protocol 6.1)', async (protocol) => {
    const ended = (await hello({ authorization: key() }, { subprotocol: protocol })) as Ended
    expect(ended).toMatchObject({ code: 4406, reason: expect.stringContaining('graphql-transport-ws') })
    expect(Buffer.byteLength(ended.reason)).toBeLessThanOrEqual(123)
    // subscriptions-transport-ws shows people this, and not the reason.
    if (protocol !== null)
      expect(ended.messages).toEqual([{ type: 'connection_error', payload: { message: ended.reason } }])
  })
})

describe('a subscription over HTTP (protocol 6.11)', () => {
  test.each(['POST', 'GET'])('by %s is told where to go', async (method) => {
    const query = 'subscription { organizationDeliveryLog { cursor } }'
    const headers = {
      authorization: key(),
      'content-type': 'application/json',
      'apollo-require-preflight': '1',
    }
    const response =
      method === 'POST'
        ? await fetch(organization.client.url, { method, headers, body: JSON.stringify({ query }) })
        : await fetch(`${organization.client.url}?query=${encodeURIComponent(query)}`, { headers })
    expect(response.status).toBe(method === 'POST' ? 400 : 405)
    const { errors } = (await response.json()) as any
    expect(errors[0].extensions.code).toBe('BAD_REQUEST')
    if (method === 'GET') return
    expect(errors[0].message).toContain(`${url()} with the subprotocol graphql-transport-ws`)
    expect(errors[0].message).toContain('"authorization": "Bearer dk_')
  })

  test('names the public URL where one is set', async () => {
    await using other = await openTestApp({
      workers: 0,
      environment: { PUBLIC_URL: 'https://hooks.example.com' },
    })
    const { client } = await other.organization()
    const { errors } = await client.send('subscription { organizationDeliveryLog { cursor } }')
    expect(errors![0]!.message).toContain('wss://hooks.example.com/graphql')
  })
})
