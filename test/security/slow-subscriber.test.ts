import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { sql } from '../../src/database/sql.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

/** Attempts in the log, and bytes of each one's body: far more than sockets hold by themselves. */
const ATTEMPTS = 4_000
const BODY_BYTES = 60_000

let app: TestApp
let organization: TestOrganization
let receiver: TestReceiver
let webhookId: string
beforeAll(async () => {
  app = await openTestApp({
    environment: { SLOW_SUBSCRIBER_SECONDS: '1', CONNECTIONS_PER_ORGANIZATION: '1' },
  })
  organization = await app.organization()
  receiver = await openReceiver(() => ({ status: 200, body: 'x'.repeat(BODY_BYTES) }))
  await createEventType(organization.client, 'thing.happened')
  webhookId = (
    await createWebhook(organization.client, { url: receiver.url, eventTypes: ['thing.happened'] })
  ).id
  const event = await publish(organization.client, 'thing.happened', {})
  await eventually(async () => (await deliveriesOf(organization.client, event))[0]?.status === 'SUCCEEDED')
  // One real attempt, and copies of it in the log.
  await sql(app.database)`
    insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body, response_body_truncated, total_ms, decision, started_at, finished_at)
    select organization_id, webhook_id, delivery_id, event_type, n, trigger, outcome, status_code, response_headers,
      response_body, response_body_truncated, total_ms, decision, started_at, finished_at
    from attempts, generate_series(2, ${ATTEMPTS}::int) n`
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

interface Entry {
  cursor: string
  node: { number: number; responseBody: string }
}

/** A bare WebSocket, whose reading can be stopped. Rejects when the server refuses it. */
async function open() {
  const socket = new WebSocket(organization.client.url.replace('http', 'ws'), 'graphql-transport-ws', {
    maxPayload: 2 ** 24,
  })
  const entries: Entry[] = []
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  const acknowledged = Promise.withResolvers<void>()
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString())
    if (message.type === 'connection_ack') acknowledged.resolve()
    if (message.type === 'next') entries.push(message.payload.data.deliveryLog)
  })
  socket.on('close', (code, reason) => {
    closed.resolve({ code, reason: String(reason) })
    acknowledged.reject(new Error(`closed with ${code}`))
  })
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(
    JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${organization.apiKey}` } }),
  )
  await acknowledged.promise
  const subscribe = (after: string) =>
    socket.send(
      JSON.stringify({
        id: 'log',
        type: 'subscribe',
        payload: {
          query: `subscription ($id: ID!, $after: String) { deliveryLog(webhookId: $id, after: $after) { cursor node { number responseBody } } }`,
          variables: { id: webhookId, after },
        },
      }),
    )
  return { socket, entries, closed: closed.promise, subscribe }
}

describe('a subscriber that reads nothing', () => {
  test('is held to what its socket takes, closed and told to resume, and resumes without a gap', async () => {
    const first = await open()
    first.subscribe('')
    await eventually(() => first.entries.length >= 3)
    first.socket.pause() // reads nothing from its socket from here on
    const before = process.memoryUsage()
    let most = 0
    const measure = () => {
      const { heapUsed, external } = process.memoryUsage()
      most = Math.max(most, heapUsed + external)
    }
    // One connection is allowed: when a second one is let in, the server has given the first one up.
    const second = await eventually(
      async () => {
        measure()
        return open().catch(() => null)
      },
      { deadlineMs: 120_000 },
    )
    first.socket.resume()
    expect(await first.closed).toEqual({
      code: 4291,
      reason: 'SLOW_SUBSCRIBER: connect again and resume after your last cursor',
    })
    expect(first.entries.length).toBeLessThan(ATTEMPTS)
    const grownBy = most - before.heapUsed - before.external

    second.subscribe(first.entries.at(-1)!.cursor)
    await eventually(() => first.entries.length + second.entries.length >= ATTEMPTS, { deadlineMs: 120_000 })
    expect([...first.entries, ...second.entries].map(({ node }) => node.number)).toEqual(
      Array.from({ length: ATTEMPTS }, (_, index) => index + 1),
    )
    second.socket.close()
    const total = (ATTEMPTS * BODY_BYTES) / 2 ** 20
    expect(grownBy / 2 ** 20).toBeLessThan(total / 2)
    console.log(
      `slow subscriber: of ${total.toFixed(0)} MiB it took ${first.entries.length} entries, the process grew by ${(grownBy / 2 ** 20).toFixed(0)} MiB at the most, the rest came after resuming`,
    )
  }, 400_000)
})
