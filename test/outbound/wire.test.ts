import type { TlsOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import type { Outbound } from '../../src/outbound/outbound.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import { createAuthority, type Identity } from './authority.ts'
import { createReceiver, type WireRequest } from './receiver.ts'

let identity: Identity
let outbound: Outbound

beforeAll(async () => {
  const authority = await createAuthority()
  identity = await authority.issue({ names: ['hooks.test'], addresses: ['127.0.0.1'] })
  outbound = createOutbound({
    guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
    extraCa: [authority.ca],
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
  })
})
afterAll(() => outbound.close())

async function exchange(
  answer: string,
  { headers = [] as [string, string][], body = '{}', path = '', host = '127.0.0.1' },
) {
  let seen: WireRequest | undefined
  await using receiver = await createReceiver(identity, (socket, request) => {
    seen = request
    socket.write(answer, 'latin1')
  })
  const result = await outbound.post({
    url: `https://${host}:${receiver.port}/${path}`,
    headers,
    body,
    timeoutMs: 60_000,
  })
  return { result, seen: seen!, port: receiver.port }
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'

describe('a request', () => {
  test('keeps the order and spelling of its headers, adds host and length, and asks for no compression', async () => {
    const { seen, port } = await exchange(OK, {
      headers: [
        ['User-Agent', 'Sjocamp-Webhooks/1.0'],
        ['Content-Type', 'application/json'],
        ['X-Sjocamp-Signature', 'abc'],
        ['webhook-id', 'evt_1'],
        ['x-MiXeD', ''],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
      ],
      path: 'in?key=A%20b',
      host: 'hooks.test',
    })
    expect(seen.head.split('\r\n')).toEqual([
      'POST /in?key=A%20b HTTP/1.1',
      `Host: hooks.test:${port}`,
      'User-Agent: Sjocamp-Webhooks/1.0',
      'Content-Type: application/json',
      'X-Sjocamp-Signature: abc',
      'webhook-id: evt_1',
      'x-MiXeD: ',
      'X-Twice: 1',
      'X-Twice: 2',
      'Content-Length: 2',
      'Connection: keep-alive',
    ])
  })

  test.each(['', 'ascii', 'Grüße, 世界 – 🎉 \u0000 \u2028', '"\\u00fc"', 'ü'.repeat(300_000)])(
    'carries exactly the bytes of its body (%#)',
    async (body) => {
      const { seen, result } = await exchange(OK, { body })
      expect(result.error).toBeNull()
      expect(seen.body.equals(Buffer.from(body, 'utf8'))).toBe(true)
      expect(seen.head).toContain(`Content-Length: ${Buffer.byteLength(body)}\r\n`)
    },
  )

  test('with a header that HTTP cannot carry is a bug of the caller, and throws', async () => {
    await expect(exchange(OK, { headers: [['X-Split', 'a\r\nX-Evil: b']] })).rejects.toThrow(/X-Split/)
  })
})

describe('the TLS handshake', () => {
  test.each([
    ['hooks.test', ['hooks.test']],
    ['hooks.test.', ['hooks.test']],
    ['127.0.0.1', []],
  ])('with %s names %j', async (host, expected) => {
    const names: string[] = []
    const SNICallback: TlsOptions['SNICallback'] = (name, done) => (names.push(name), done(null))
    await using receiver = await createReceiver({ ...identity, SNICallback }, (socket) => socket.write(OK))
    const url = `https://${host}:${receiver.port}/`
    expect((await outbound.post({ url, headers: [], body: '', timeoutMs: 60_000 })).error).toBeNull()
    expect(names).toEqual(expected)
  })
})

describe('an answer', () => {
  test('keeps the order, spelling and repetition of its headers, and the bytes of its body', async () => {
    const { result } = await exchange(
      'HTTP/1.1 207 Odd\r\nX-B: 2\r\nx-a: 1\r\nSet-Cookie: a\r\nset-cookie: b\r\nX-Latin: \xe4\r\nContent-Length: 3\r\n\r\n\xff\x00\xfe',
      {},
    )
    expect(result.error).toBeNull()
    expect(result.response?.statusCode).toBe(207)
    expect(result.response?.headers).toEqual([
      ['X-B', '2'],
      ['x-a', '1'],
      ['Set-Cookie', 'a'],
      ['set-cookie', 'b'],
      ['X-Latin', 'ä'],
      ['Content-Length', '3'],
    ])
    expect(result.response?.body).toEqual(Buffer.from([0xff, 0x00, 0xfe]))
  })

  test('with more than 2000 headers keeps them all', async () => {
    const { result } = await exchange(
      `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(3_000)}Content-Length: 0\r\n\r\n`,
      {},
    )
    expect(result.response?.headers).toHaveLength(3_001)
  })
})

describe('latency', () => {
  test('of a new connection to a name has every phase, in milliseconds that add up', async () => {
    const { result } = await exchange(OK, { host: 'hooks.test' })
    const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = result.latency
    for (const phase of [dnsMs, connectMs, tlsMs, firstByteMs]) expect(phase).toBeGreaterThan(0)
    const sum = dnsMs! + connectMs! + tlsMs! + firstByteMs!
    expect(totalMs).toBeGreaterThanOrEqual(sum)
    expect(totalMs).toBeLessThan(60_000)
    expect(result.remoteAddress).toBe('127.0.0.1')
  })

  test('of a literal address has no look-up', async () => {
    const { result } = await exchange(OK, {})
    expect(result.latency.dnsMs).toBeNull()
    expect(result.latency.connectMs).toBeGreaterThan(0)
  })
})
