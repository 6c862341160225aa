import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { forward } from '../../src/cli/listen/forward.ts'
import { listenerName } from '../../src/cli/listen/listener-name.ts'

async function listening(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  return {
    url: new URL(`http://127.0.0.1:${port}/hooks?a=1`),
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const overHttp = (listener: RequestListener) => listening(createHttpServer(listener))

/** A server that answers each connection with these bytes. */
const overTcp = (bytes: string) =>
  listening(createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(bytes))))

const REQUEST = {
  headers: [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'webhook-ID', value: 'wd_1' },
    { name: 'X-Same', value: '1' },
    { name: 'x-same', value: '2' },
  ],
  body: '{"n":1.0,"name":"Zoë"}',
  timeoutMs: 60_000,
}

test('sends exactly the headers, in their order and spelling, and the body', async () => {
  let received = ''
  await using server = await listening(
    createServer((socket) =>
      socket.on('data', (data) => {
        received += data.toString()
        if (received.endsWith('}'))
          socket.end('HTTP/1.1 200 OK\r\nX-Answer: Yes\r\nContent-Length: 2\r\n\r\nok')
      }),
    ),
  )
  const { response, error, latency } = await forward(server.url, REQUEST)
  expect(received).toBe(
    [
      'POST /hooks?a=1 HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Content-Type: application/json',
      'webhook-ID: wd_1',
      'X-Same: 1',
      'x-same: 2',
      `Content-Length: ${Buffer.byteLength(REQUEST.body)}`,
      'Connection: close',
      '',
      REQUEST.body,
    ].join('\r\n'),
  )
  expect({ ...response, body: response?.body.toString() }).toEqual({
    statusCode: 200,
    headers: [
      ['X-Answer', 'Yes'],
      ['Content-Length', '2'],
    ],
    body: 'ok',
    truncated: false,
  })
  expect(error).toBeNull()
  expect(latency).toEqual({
    dnsMs: null,
    connectMs: expect.any(Number),
    tlsMs: null,
    firstByteMs: expect.any(Number),
    totalMs: expect.any(Number),
  })
})

test('the address of a name is looked up, and measured', async () => {
  await using server = await overHttp((_, response) => response.end())
  const { error, latency } = await forward(new URL(`http://localhost:${server.port}/`), REQUEST)
  expect(error).toBeNull()
  expect(latency.dnsMs).toBeGreaterThan(0)
})

test('follows no redirect, and of a long answer keeps the beginning', async () => {
  await using moved = await overHttp((_, response) => response.writeHead(302, { Location: '/' }).end())
  expect((await forward(moved.url, REQUEST)).response?.statusCode).toBe(302)
  await using long = await overHttp((_, response) => response.end('x'.repeat(200_000)))
  const { response, error } = await forward(long.url, REQUEST)
  expect(response).toMatchObject({ statusCode: 200, truncated: true })
  expect(response?.body).toHaveLength(65_536)
  expect(error?.kind).toBe('BODY_TRUNCATED')
})

describe('failures have the kinds of a real attempt', () => {
  const kindOf = async (url: URL) => (await forward(url, REQUEST)).error?.kind

  test('nobody listens', async () => {
    const server = await overTcp('')
    await server[Symbol.asyncDispose]()
    expect(await kindOf(server.url)).toBe('CONNECTION_REFUSED')
  })

  test('a name without an address', async () => {
    expect(await kindOf(new URL('http://nowhere.invalid/'))).toBe('DNS_FAILED')
  })

  test.each([
    ['closes without an answer', '', 'CONNECTION_RESET'],
    ['closes within the answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok', 'CONNECTION_RESET'],
    ['is no web server', 'SSH-2.0-OpenSSH_9.9\r\n', 'HTTP_INVALID'],
    ['changes the protocol', 'HTTP/1.1 101 No\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', 'HTTP_INVALID'],
    ['has large headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 'HEADERS_TOO_LARGE'],
  ])('it %s', async (_, bytes, kind) => {
    await using server = await overTcp(bytes)
    expect(await kindOf(server.url)).toBe(kind)
  })

  test('it does not speak TLS', async () => {
    await using server = await overTcp('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect(await kindOf(new URL(server.url.href.replace('http:', 'https:')))).toBe('TLS_FAILED')
  })

  test('it does not answer, or not to the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const pass = () => void vi.advanceTimersByTime(REQUEST.timeoutMs)
    await using silent = await overHttp(pass)
    expect(await kindOf(silent.url)).toBe('TIMEOUT_RESPONSE')
    await using slow = await overHttp((_, response) => void response.write('x'))
    // Once the answer has begun, after all who hear of that.
    const begun = () => void setImmediate(pass)
    subscribe('http.client.response.finish', begun)
    onTestFinished(() => void unsubscribe('http.client.response.finish', begun))
    const { response, error } = await forward(slow.url, REQUEST)
    expect(error?.kind).toBe('TIMEOUT_BODY')
    expect(response?.statusCode).toBe(200)
  })

  test('a header that HTTP can not carry', async () => {
    await using server = await overHttp((_, response) => response.end())
    const headers = [{ name: 'X-A', value: 'a\nb' }]
    expect((await forward(server.url, { ...REQUEST, headers })).error?.kind).toBe('NOT_SENT')
  })
})

test('a listener is found again by the machine, the address, and the dialect that was asked for', () => {
  const uid = listenerName('laptop', new URL('http://localhost:3000'))
  expect(uid).toBe(listenerName('laptop', new URL('http://localhost:3000/')))
  expect(uid).toMatch(/^[0-9a-f]{32}$/)
  expect(uid).not.toBe(listenerName('laptop', new URL('http://localhost:3001')))
  expect(uid).not.toBe(listenerName('laptop', new URL('http://localhost:3000'), 'campsite'))
  expect(uid).not.toBe(listenerName('other', new URL('http://localhost:3000')))
})
