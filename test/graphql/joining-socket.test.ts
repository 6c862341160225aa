import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { JoiningSocket, MAXIMUM_WAITING } from '../../src/graphql/joining-socket.ts'
import { eventually } from '../support/eventually.ts'

let server: WebSocketServer
let client: WebSocket
/** The server's end. */
let socket: JoiningSocket
let connection: Socket
let received: string[]
beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, WebSocket: JoiningSocket })
  await once(server, 'listening')
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  received = []
  client.on('message', (message: Buffer) => received.push(String(message)))
  const [[opened, request]] = await Promise.all([once(server, 'connection'), once(client, 'open')])
  socket = opened
  connection = request.socket
  socket.joinWrites(connection)
})
afterEach(() => {
  client.terminate()
  server.close()
})

/** Sends as graphql-ws does. */
const send = (text: string) => new Promise((resolve) => socket.send(text, resolve))

test('messages that come in one turn are one write', async () => {
  const writes = [vi.spyOn(connection, '_write'), vi.spyOn(connection, '_writev')]
  const texts = Array.from({ length: 10 }, (_, index) => `message ${index}`)
  for (const text of texts) await send(text)
  await eventually(() => received.length === texts.length)
  expect(received).toEqual(texts)
  expect(writes.map(({ mock }) => mock.calls.length)).toEqual([0, 1])
})

test('the next message waits while much waits for a client that does not read, and all arrive', async () => {
  const text = 'x'.repeat(4 * 1024)
  const count = 10_000 // more than the buffers of two sockets hold
  client.pause()
  let [sent, most] = [0, 0]
  const sending = (async () => {
    for (; sent < count; sent += 1) {
      const done = send(text)
      most = Math.max(most, socket.bufferedAmount)
      await done
    }
  })()
  await eventually(() => socket.bufferedAmount > MAXIMUM_WAITING)
  expect(sent).toBeLessThan(count)
  client.resume()
  await sending
  await eventually(() => received.length === count)
  expect(most).toBeLessThan(MAXIMUM_WAITING + 2 * text.length)
})
