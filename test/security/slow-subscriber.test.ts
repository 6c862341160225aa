import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openRawSocket } from '../support/raw-socket.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

/** Attempts in the log, and bytes of each one's body: far more than sockets hold by themselves. */
const ATTEMPTS = 4_000
const BODY_BYTES = 60_000

/** Entries of the log the API reads at once. */
const PAGE = 100

/** The server's ends of the connections to it, by the port of the client's end. */
const serverEnds = new Map<number, Socket>()
const onServerSocket = (message: unknown) => {
  const { socket } = message as { socket: Socket }
  serverEnds.set(socket.remotePort!, socket)
}

let app: TestApp
let organization: TestOrganization
let receiver: TestReceiver
let webhookId: string
beforeAll(async () => {
  subscribe('net.server.socket', onServerSocket)
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
      response_headers, response_body, response_body_truncated, total_ms, decision, started_at, finished_at, xid)
    select organization_id, webhook_id, delivery_id, event_type, n, trigger, outcome, status_code, response_headers,
      response_body, response_body_truncated, total_ms, decision, started_at, finished_at,
      -- Each at a place of its own in the log, as if logged one after the other.
      (xid::text::bigint + n)::text::xid8
    from attempts, generate_series(2, ${ATTEMPTS}::int) n`
  // Positions go on above them.
  await sql(app.database)`update log_clock set shift = shift + ${ATTEMPTS}::int`
  await sql(app.database)`analyze attempts` // so that a page is read as one of a large log is
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
  unsubscribe('net.server.socket', onServerSocket)
})

interface Entry {
  cursor: string
  node: { number: number; responseBody: string }
}

/** A socket that was let in, with the server's end of it; null when the server refuses it. */
async function open() {
  const raw = openRawSocket(organization.client, { maxPayload: 2 ** 24 })
  let port: number | undefined
  raw.socket.once('upgrade', ({ socket: { localPort } }: IncomingMessage) => (port = localPort))
  if (!(await raw.letIn)) return null
  const log = `subscription ($id: ID!, $after: String) { deliveryLog(webhookId: $id, after: $after) { cursor node { number responseBody } } }`
  return {
    ...raw,
    serverEnd: serverEnds.get(port!)!,
    get entries(): Entry[] {
      return raw.messages.flatMap(({ type, payload }) => (type === 'next' ? [payload.data.deliveryLog] : []))
    },
    follow: (after: string) => raw.subscribe('log', log, { id: webhookId, after }),
  }
}

/** Attempts that were read from the log so far, as Postgres counts them (some seconds late). */
async function rowsRead(): Promise<number> {
  const [row] = await sql<{ read: string }>(app.database)`
    select sum(idx_tup_read) as read from pg_stat_user_indexes
    where relname like 'attempts%' and (indexrelname like '%_of_webhook' or indexrelname = 'attempts_log_of_webhook')`
  return Number(row!.read)
}

describe('a subscriber that reads nothing (protocol 6.6)', () => {
  test('is held to what its socket takes, closed and told to resume, and resumes without a gap', async () => {
    const readBefore = await rowsRead()
    const first = (await open())!
    first.follow('')
    await eventually(() => first.entries.length >= 3)
    first.socket.pause() // reads nothing from its socket from here on
    let most = 0
    const measure = () => (most = Math.max(most, first.serverEnd.writableLength))
    // One connection is allowed: when a second one is let in, the server has given the first one up.
    const second = await eventually(
      async () => {
        measure()
        return open()
      },
      { deadlineMs: 120_000 },
    )
    first.socket.resume()
    expect(await first.closed).toEqual({
      code: 4291,
      reason: 'SLOW_SUBSCRIBER: connect again and resume after your last cursor',
    })
    expect(first.entries.length).toBeLessThan(ATTEMPTS)
    // One entry waited in the server at most, and no more was read than was taken and a page.
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(2 * BODY_BYTES)
    const read = await eventually(async () => {
      const rows = (await rowsRead()) - readBefore
      return rows >= first.entries.length && rows
    })
    expect(read).toBeLessThan(first.entries.length + 2 * PAGE)

    second.follow(first.entries.at(-1)!.cursor)
    await eventually(() => first.entries.length + second.entries.length >= ATTEMPTS, { deadlineMs: 120_000 })
    expect([...first.entries, ...second.entries].map(({ node }) => node.number)).toEqual(
      Array.from({ length: ATTEMPTS }, (_, index) => index + 1),
    )
    second.socket.close()
    console.log(
      `slow subscriber: of ${ATTEMPTS} entries it took ${first.entries.length}, the server read ${read} and had ${(most / 1024).toFixed(0)} KiB waiting at the most, the rest came after resuming`,
    )
  }, 400_000)
})
