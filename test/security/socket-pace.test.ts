import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

/** A socket that has sent its key, what it received by type, and when it was let in. */
function connect({ client: { url, apiKey } }: TestOrganization) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
  const received: Record<string, number> = {}
  socket.on('message', (message: Buffer) => {
    const { type } = JSON.parse(String(message)) as { type: string }
    received[type] = (received[type] ?? 0) + 1
  })
  socket.once('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${apiKey}` } })),
  )
  return { socket, received }
}

const acknowledged = ({ received }: ReturnType<typeof connect>) => received['connection_ack'] === 1

test('messages that come faster than they are read wait, and none is lost', async () => {
  const flooding = connect(await app.organization())
  const quiet = connect(await app.organization())
  await eventually(() => acknowledged(flooding) && acknowledged(quiet))
  const message = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(4_000) } })
  const begun = performance.now()
  for (let count = 0; count < 1_000; count += 1) flooding.socket.send(message)
  await eventually(() => (flooding.received['pong'] ?? 0) > 100)
  quiet.socket.send(message)
  await eventually(() => quiet.received['pong'] === 1)
  expect(flooding.received['pong']).toBeLessThan(1_000)
  await eventually(() => flooding.received['pong'] === 1_000, { deadlineMs: 30_000 })
  // 200 a second.
  expect(performance.now() - begun).toBeGreaterThan(2_500)
  for (const { socket } of [flooding, quiet]) {
    socket.close()
    await once(socket, 'close')
  }
})

test('connections that come faster than they are taken wait, and all are taken', async () => {
  const organization = await app.organization()
  const begun = performance.now()
  const many = Array.from({ length: 120 }, () => connect(organization))
  await eventually(() => many.every(acknowledged), { deadlineMs: 30_000 })
  // 50 a second.
  expect(performance.now() - begun).toBeGreaterThan(1_500)
  for (const { socket } of many) socket.terminate()
})
