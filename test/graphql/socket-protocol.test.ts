import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { createLoggedWebhook, logAttempts, query, type LoggedWebhook } from '../support/log-api.ts'

let app: TestApp
let webhook: LoggedWebhook
beforeAll(async () => {
  app = await openTestApp({ workers: 0, environment: { SLOW_SUBSCRIBER_SECONDS: '0.5' } })
  webhook = await createLoggedWebhook(app.databaseUrl)
})
afterAll(() => app[Symbol.asyncDispose]())

/** A client that knows nothing of the protocol: it sends what it is told, and keeps what comes. */
async function open({ path = '/graphql', ...options }: WebSocket.ClientOptions & { path?: string } = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${app.ports[0]}${path}`, 'graphql-transport-ws', options)
  const messages: any[] = []
  socket.on('message', (message: Buffer) => messages.push(JSON.parse(String(message))))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await once(socket, 'open')
  return {
    messages,
    closed,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    [Symbol.dispose]: () => socket.terminate(),
  }
}

const init = () => ({ type: 'connection_init', payload: { authorization: `Bearer ${webhook.apiKey}` } })
const subscribe = (text: string) => ({ type: 'subscribe', id: '1', payload: { query: text } })
const follow = () => subscribe(`subscription { deliveryLog(webhookId: "${webhook.webhookId}") { cursor } }`)

/** Shows its key and resolves when that was found good. */
async function openKnown(options?: Parameters<typeof open>[0]) {
  const client = await open(options)
  client.send(init())
  await eventually(() => client.messages.length === 1)
  expect(client.messages.splice(0)).toEqual([{ type: 'connection_ack' }])
  return client
}

describe('a client that does not keep to the protocol is closed (protocol 6.1, 6.10)', () => {
  test.each<[string, number, typeof open, () => unknown[]]>([
    ['says nothing', 4408, open, () => []],
    ['subscribes before the ack', 4401, open, () => [follow()]],
    ['says hello twice', 4429, openKnown, () => [init()]],
    ['sends no JSON', 4400, openKnown, () => ['{']],
    ['sends a message of another protocol', 4400, openKnown, () => [{ type: 'start', id: '1' }]],
    ['uses an id twice', 4409, openKnown, () => [follow(), follow()]],
  ])('that %s: %d', async (_name, code, openIt, messages) => {
    using client = await openIt()
    for (const message of messages()) client.send(message)
    expect(await client.closed).toBe(code)
  })

  test('and at another path there is nothing to open', async () => {
    await expect(open({ path: '/other' })).rejects.toThrow('400')
  })
})

test('a key that is no good is not passed over for a good one behind it (protocol 6.2)', async () => {
  using client = await open({ headers: init().payload })
  client.send({ type: 'connection_init', payload: { authorization: 'Bearer dk_x' } })
  expect(await client.closed).toBe(4403)
})

describe('pings (protocol 6.7)', () => {
  test('of a client are answered with what they carry', async () => {
    using client = await openKnown()
    client.send({ type: 'ping', payload: { a: 1 } })
    client.send({ type: 'ping' })
    await eventually(() => client.messages.length === 2)
    expect(client.messages).toEqual([{ type: 'pong', payload: { a: 1 } }, { type: 'pong' }])
  })

  test('that a client does not answer end its connection without a code', async () => {
    using answering = await openKnown()
    using silent = await openKnown({ autoPong: false })
    expect(await silent.closed).toBe(1006)
    answering.send({ type: 'ping' })
    await eventually(() => answering.messages.length === 1)
  })
})

describe('a subscription', () => {
  test.each([
    ['garbage', 'BAD_USER_INPUT'],
    [Buffer.from(`log1:${2n ** 63n}:1`).toString('base64url'), 'CURSOR_AHEAD'],
  ])('after %s ends with an error message (protocol 6.3, 5.5)', async (after, code) => {
    using client = await openKnown()
    client.send(subscribe(`subscription { organizationDeliveryLog(after: "${after}") { cursor } }`))
    await eventually(() => client.messages.length > 0)
    expect(client.messages).toMatchObject([{ type: 'error', id: '1', payload: [{ extensions: { code } }] }])
  })

  test('of what is not there ends with a result that says so (protocol 6.3)', async () => {
    using client = await openKnown()
    client.send(subscribe('subscription { deliveryLog(webhookId: "wh_none") { cursor } }'))
    await eventually(() => client.messages.length === 2)
    expect(client.messages).toMatchObject([
      { type: 'next', payload: { data: null, errors: [{ extensions: { code: 'NOT_FOUND' } }] } },
      { type: 'complete', id: '1' },
    ])
  })

  test('goes on after an entry of which something could not be read (protocol 6.4)', async () => {
    await logAttempts(app.databaseUrl, webhook, 1)
    using client = await openKnown()
    await query(app.databaseUrl, 'alter view known_events rename to events_away')
    client.send(
      subscribe(
        `subscription { deliveryLog(webhookId: "${webhook.webhookId}", after: "") { cursor node { number delivery { event { id } } } } }`,
      ),
    )
    await eventually(() => client.messages.length === 1)
    await query(app.databaseUrl, 'alter view events_away rename to known_events')
    await logAttempts(app.databaseUrl, webhook, 2)
    await eventually(() => client.messages.length === 2)
    expect(client.messages).toMatchObject([
      { type: 'next', payload: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } },
      { type: 'next', payload: { data: { deliveryLog: { node: { number: 2 } } } } },
    ])
  })
})
