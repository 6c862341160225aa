import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import { createOutbound, type OutboundOptions } from '../../src/outbound/post.ts'
import { createAuthority, type Authority, type Identity } from './authority.ts'
import { createReceiver, type WireRequest } from './receiver.ts'

let authority: Authority
let identity: Identity
beforeAll(async () => {
  authority = await createAuthority()
  identity = await authority.issue({ names: ['hooks.test'], addresses: ['127.0.0.1'] })
})

function outbound(options: Partial<OutboundOptions> = {}) {
  const created = createOutbound({
    guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
    extraCa: [authority.ca],
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    idleMs: 600_000,
    ...options,
  })
  onTestFinished(() => created.close())
  return (url: string, timeoutMs = 60_000) => created.post({ url, headers: [], body: 'hello', timeoutMs })
}

const ok = (socket: TLSSocket, text = 'ok') =>
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`)

describe('a kept connection', () => {
  test('is used again, without look-up, connect or TLS', async () => {
    await using receiver = await createReceiver(identity, (socket) => ok(socket))
    const post = outbound()
    const url = `https://hooks.test:${receiver.port}/`
    await post(url)
    const second = await post(url)
    expect(second.error).toBeNull()
    expect(second.resent).toBe(false)
    expect(second.remoteAddress).toBe('127.0.0.1')
    expect(second.latency).toMatchObject({ dnsMs: null, connectMs: null, tlsMs: null })
    expect(second.latency.firstByteMs).toBeGreaterThan(0)
    expect(receiver.connections()).toBe(1)
  })

  test('is not shared between names on one address, whose certificates differ', async () => {
    await using receiver = await createReceiver(identity, (socket) => ok(socket))
    const post = outbound()
    await post(`https://hooks.test:${receiver.port}/`)
    const other = await post(`https://other.test:${receiver.port}/`)
    expect(other.error?.kind).toBe('CERTIFICATE_INVALID')
  })

  test('closes when it was unused for a while', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    await using receiver = await createReceiver(identity, (socket) => {
      ok(socket)
      socket.once('close', () => resolve())
    })
    await outbound({ idleMs: 100 })(receiver.url)
    await closed
  })

  test('does not end a request that takes longer than connections are kept', async () => {
    await using receiver = await createReceiver(identity, (socket) => setTimeout(() => ok(socket), 400))
    const result = await outbound({ idleMs: 100 })(receiver.url)
    expect(result.error).toBeNull()
    expect(result.latency.totalMs).toBeGreaterThanOrEqual(399)
  })

  test.each<[how: string, end: (socket: TLSSocket) => void]>([
    ['closed', (socket) => socket.end()],
    ['cut', (socket) => socket.destroy()],
  ])('that is %s before a byte of the answer is replaced once, at once', async (_how, end) => {
    const requests: WireRequest[] = []
    await using receiver = await createReceiver(identity, (socket, request) => {
      requests.push(request)
      if (request.number === 2) end(socket)
      else ok(socket, `answer ${request.number}`)
    })
    const post = outbound()
    await post(receiver.url)
    const result = await post(receiver.url)
    expect(result.error).toBeNull()
    expect(result.response?.body.toString()).toBe('answer 3')
    expect(result.resent).toBe(true)
    expect(result.latency.connectMs).toBeGreaterThan(0)
    expect(requests[2]?.body).toEqual(requests[1]?.body)
    expect(receiver.connections()).toBe(2)
  })

  test('is replaced by a new one, not by another kept one that may be just as dead', async () => {
    const waiting: TLSSocket[] = []
    await using receiver = await createReceiver(identity, (socket, { number }) => {
      if (number <= 2) {
        waiting.push(socket)
        if (waiting.length === 2) for (const each of waiting) ok(each) // both at once, so that two are kept
      } else if (waiting.includes(socket)) socket.destroy()
      else ok(socket)
    })
    const post = outbound()
    await Promise.all([post(receiver.url), post(receiver.url)])
    expect((await post(receiver.url)).error).toBeNull()
    expect(receiver.connections()).toBe(3)
  })

  test('that breaks, and whose replacement breaks too, is a failure', async () => {
    await using receiver = await createReceiver(identity, (socket, { number }) => {
      if (number === 1) ok(socket)
      else socket.destroy()
    })
    const post = outbound()
    await post(receiver.url)
    expect((await post(receiver.url)).error?.kind).toBe('CONNECTION_RESET')
    expect(receiver.connections()).toBe(2)
  })

  test('that breaks within the answer is a failure: the receiver has had the request', async () => {
    await using receiver = await createReceiver(identity, (socket, { number }) => {
      if (number === 1) ok(socket)
      else socket.end('HTTP/1.1 2')
    })
    const post = outbound()
    await post(receiver.url)
    expect((await post(receiver.url)).error?.kind).toBe('CONNECTION_RESET')
    expect(receiver.connections()).toBe(1)
  })

  test('is not replaced once the deadline has passed', async () => {
    await using receiver = await createReceiver(identity, (socket, { number }) => {
      if (number === 1) ok(socket)
    })
    const post = outbound()
    await post(receiver.url)
    expect((await post(receiver.url, 300)).error?.kind).toBe('TIMEOUT_RESPONSE')
    expect(receiver.connections()).toBe(1)
  })

  test.each<[what: string, extra: string]>([
    [
      'the body of a 204',
      'HTTP/1.1 204 No Content\r\nContent-Length: 28\r\n\r\nHTTP/1.1 500 Not yours\r\n\r\n',
    ],
    [
      'a second answer',
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 Not yours\r\nContent-Length: 0\r\n\r\n',
    ],
  ])('with bytes left over (%s) is not used again', async (_what, extra) => {
    await using receiver = await createReceiver(identity, (socket, { number }) => {
      if (number === 1) socket.write(extra)
      else ok(socket)
    })
    const post = outbound()
    expect((await post(receiver.url)).error).toBeNull()
    const second = await post(receiver.url)
    expect(second.response?.statusCode).toBe(200)
    expect(receiver.connections()).toBe(2)
  })

  test('that brings an answer nobody asked for is not used again', async () => {
    const { promise: first, resolve } = Promise.withResolvers<TLSSocket>()
    await using receiver = await createReceiver(identity, (socket, { number }) => {
      ok(socket, `answer ${number}`)
      if (number === 1) resolve(socket)
    })
    const post = outbound()
    await post(receiver.url)
    const socket = await first
    const closed = once(socket, 'close')
    ok(socket, 'planted')
    await closed
    expect((await post(receiver.url)).response?.body.toString()).toBe('answer 2')
    expect(receiver.connections()).toBe(2)
  })

  test('that the receiver says it closes is not used again', async () => {
    await using receiver = await createReceiver(identity, (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n'),
    )
    const post = outbound()
    await post(receiver.url)
    expect((await post(receiver.url)).error).toBeNull()
    expect(receiver.connections()).toBe(2)
  })

  test('that the receiver keeps for a second is not used again: it could close in between', async () => {
    await using receiver = await createReceiver(identity, (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n'),
    )
    const post = outbound()
    await post(receiver.url)
    expect((await post(receiver.url)).error).toBeNull()
    expect(receiver.connections()).toBe(2)
  })
})

describe('closing', () => {
  test('waits for what is under way, then closes the connections', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<TLSSocket>()
    await using receiver = await createReceiver(identity, (socket) => resolve(socket))
    const created = createOutbound({
      guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
      extraCa: [authority.ca],
      idleMs: 600_000,
    })
    const answered = created.post({ url: receiver.url, headers: [], body: '', timeoutMs: 60_000 })
    const socket = await asked
    const closing = created.close()
    const gone = once(socket, 'close')
    ok(socket)
    expect((await answered).error).toBeNull()
    await Promise.all([closing, gone])
  })
})
