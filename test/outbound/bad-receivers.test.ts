import type { TLSSocket, TlsOptions } from 'node:tls'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import type { OutboundErrorKind, Outbound, OutboundResult } from '../../src/outbound/outbound.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import {
  createAuthority,
  createCarelessAuthority,
  selfSigned,
  type Authority,
  type CarelessAuthority,
  type Identity,
} from './authority.ts'
import { createReceiver, createTcpReceiver, type Receiver } from './receiver.ts'

const MAXIMUM_BODY_BYTES = 64 * 1024
const SECRET = 'whsec_never_in_a_message'
/** For receivers that end the exchange themselves; those that stall get five seconds, room for a handshake on a busy machine. */
const AMPLE_MS = 60_000
const DEADLINE_MS = 5_000
/** Of the receivers, which flood from this same process, far more than of the client. */
const MAXIMUM_HELD_BYTES = 8 * 2 ** 20
/** What the machine may add to a deadline when it is busy. */
const SLACK_MS = 20_000

let authority: Authority
let careless: CarelessAuthority
let good: Identity
let outbound: Outbound

beforeAll(async () => {
  authority = await createAuthority()
  careless = await createCarelessAuthority()
  good = await authority.issue({ names: ['hooks.test'], addresses: ['127.0.0.1'] })
  outbound = createOutbound({
    guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
    extraCa: [authority.ca, careless.ca],
    maximumBodyBytes: MAXIMUM_BODY_BYTES,
  })
  // The first exchange of a process is slow, which on a busy machine would look like a slow handshake.
  await using receiver = await createReceiver(good, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
  await outbound.post({ url: receiver.url, headers: [], body: '', timeoutMs: AMPLE_MS })
})
afterAll(() => outbound.close())

const bad = { tried: 0, wrong: 0, slowest: 0, mostMemory: 0 }
afterAll(() =>
  console.log(
    `bad receivers: ${bad.tried} tried, ${bad.wrong} told wrongly, ` +
      `${Math.round(bad.slowest)} ms past the deadline at most, ${(bad.mostMemory / 2 ** 20).toFixed(1)} MiB held at most`,
  ),
)

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What something still holds; without a collection, the flood that went by would count. */
function heldBytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Posts, and checks what holds for every receiver: it ends in time, holds little memory and gives nothing away. */
async function post(url: string, timeoutMs = AMPLE_MS): Promise<OutboundResult> {
  const before = heldBytes()
  let peak = before
  const sampler = setInterval(() => (peak = Math.max(peak, heldBytes())), 50)
  const start = performance.now()
  const result = await outbound.post({
    url: `${url}${SECRET}?key=${SECRET}`,
    headers: [['X-Secret', SECRET]],
    body: SECRET,
    timeoutMs,
  })
  clearInterval(sampler)
  bad.slowest = Math.max(bad.slowest, performance.now() - start - timeoutMs)
  bad.mostMemory = Math.max(bad.mostMemory, peak - before)
  expect(performance.now() - start).toBeLessThan(timeoutMs + SLACK_MS)
  expect(peak - before).toBeLessThan(MAXIMUM_HELD_BYTES)
  expect(result.error?.message ?? '').not.toContain(SECRET)
  expect(result.response?.body.length ?? 0).toBeLessThanOrEqual(MAXIMUM_BODY_BYTES)
  return result
}

interface Expected {
  kind: OutboundErrorKind | null
  message?: RegExp
  /** Null: no response. */
  status: number | null
  body?: string
}

function expectEnd(result: OutboundResult, expected: Expected): void {
  bad.tried++
  bad.wrong++ // until all of it held
  expect(result.error?.kind ?? null).toBe(expected.kind)
  if (expected.kind) expect(result.error?.message).toMatch(/^[^.]\S+ .*\. .+\.$/)
  if (expected.message) expect(result.error?.message).toMatch(expected.message)
  expect(result.response?.statusCode ?? null).toBe(expected.status)
  if (expected.body !== undefined) expect(result.response?.body.toString()).toBe(expected.body)
  bad.wrong--
}

/** Writes as fast as the client reads, for ever. */
function flood(socket: TLSSocket, chunk: string | Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', write)
  write()
}

/** Writes a little every 20 ms, for ever. */
function drip(socket: TLSSocket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20)
  socket.on('close', () => clearInterval(timer))
}

const OK = 'HTTP/1.1 200 OK\r\n'
const KIB64 = Buffer.alloc(64 * 1024, 'x')

type Case = [name: string, answer: (socket: TLSSocket) => void, expected: Expected, timeoutMs?: number]

const ANSWERS: Case[] = [
  // Silence, at each stage
  ['says nothing', () => {}, { kind: 'TIMEOUT_RESPONSE', status: null }, DEADLINE_MS],
  [
    'drips its headers',
    (s) => (s.write(OK), drip(s, 'a')),
    { kind: 'TIMEOUT_RESPONSE', status: null },
    DEADLINE_MS,
  ],
  [
    'drips its body',
    (s) => (s.write(`${OK}content-length: 1000\r\n\r\nhello`), drip(s, '!')),
    { kind: 'TIMEOUT_BODY', status: 200 },
    DEADLINE_MS,
  ],
  [
    'stalls in a chunk',
    (s) => s.write(`${OK}transfer-encoding: chunked\r\n\r\n10\r\nhello`),
    { kind: 'TIMEOUT_BODY', status: 200, body: 'hello' },
    DEADLINE_MS,
  ],
  [
    'only says 100',
    (s) => s.write('HTTP/1.1 100 Continue\r\n\r\n'),
    { kind: 'TIMEOUT_RESPONSE', status: null },
    DEADLINE_MS,
  ],
  // Too much
  [
    'sends a body without end',
    (s) => (s.write(`${OK}\r\n`), flood(s, KIB64)),
    { kind: 'BODY_TRUNCATED', status: 200, body: 'x'.repeat(MAXIMUM_BODY_BYTES) },
  ],
  [
    'sends chunks without end',
    (s) => (s.write(`${OK}transfer-encoding: chunked\r\n\r\n`), flood(s, `ff\r\n${'x'.repeat(255)}\r\n`)),
    { kind: 'BODY_TRUNCATED', status: 200 },
  ],
  [
    'sends its body in chunks of one byte',
    (s) => (s.write(`${OK}transfer-encoding: chunked\r\n\r\n`), drip(s, '1\r\nx\r\n'.repeat(20_000))),
    { kind: 'BODY_TRUNCATED', status: 200 },
  ],
  [
    'sends a failure with a body without end',
    (s) => (s.write('HTTP/1.1 500 No\r\n\r\n'), flood(s, KIB64)),
    { kind: 'BODY_TRUNCATED', status: 500 },
  ],
  [
    'announces 5 GB and sends one byte too many',
    (s) => s.write(`${OK}content-length: 5000000000\r\n\r\n${'x'.repeat(MAXIMUM_BODY_BYTES + 1)}`),
    { kind: 'BODY_TRUNCATED', status: 200 },
  ],
  [
    'sends headers without end',
    (s) => (s.write(OK), flood(s, 'a: b\r\n'.repeat(1_000))),
    { kind: 'HEADERS_TOO_LARGE', status: null },
  ],
  [
    'sends a header of 1 MB',
    (s) => s.write(`${OK}x: ${'a'.repeat(1e6)}\r\n\r\n`),
    { kind: 'HEADERS_TOO_LARGE', status: null },
  ],
  [
    'sends trailers without end',
    (s) => (s.write(`${OK}transfer-encoding: chunked\r\n\r\n0\r\n`), flood(s, 'a: b\r\n'.repeat(1_000))),
    { kind: 'HEADERS_TOO_LARGE', status: 200 },
  ],
  [
    'sends 1xx answers without end',
    (s) => flood(s, 'HTTP/1.1 103 Early Hints\r\n\r\n'),
    { kind: 'HTTP_INVALID', status: null, message: /1xx/ },
  ],
  // Too little
  ['closes without an answer', (s) => s.end(), { kind: 'CONNECTION_RESET', status: null }],
  ['closes in the headers', (s) => s.end(`${OK}content-le`), { kind: 'CONNECTION_RESET', status: null }],
  [
    'closes in the body',
    (s) => s.end(`${OK}content-length: 10\r\n\r\nhello`),
    { kind: 'CONNECTION_RESET', status: 200, body: 'hello' },
  ],
  [
    'closes between chunks',
    (s) => s.end(`${OK}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`),
    { kind: 'CONNECTION_RESET', status: 200, body: 'hello' },
  ],
  // Not HTTP, or not quite
  ['speaks SSH', (s) => s.write('SSH-2.0-OpenSSH_9.9\r\n'), { kind: 'HTTP_INVALID', status: null }],
  ['sends bytes', (s) => s.write(Buffer.from([0, 255, 1, 254])), { kind: 'HTTP_INVALID', status: null }],
  [
    'breaks a chunk',
    (s) => s.write(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`),
    { kind: 'HTTP_INVALID', status: 200 },
  ],
  [
    'gives two lengths',
    (s) => s.write(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
    { kind: 'HTTP_INVALID', status: null },
  ],
  [
    'switches protocols',
    (s) => s.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nx'),
    { kind: 'HTTP_INVALID', status: null, message: /101/ },
  ],
  // Odd, but complete
  [
    'speaks HTTP/1.0',
    (s) => s.end('HTTP/1.0 200 OK\r\n\r\nhello'),
    { kind: null, status: 200, body: 'hello' },
  ],
  [
    'sends a 204 with a body',
    (s) => s.write('HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello'),
    { kind: null, status: 204, body: '' },
  ],
  [
    'sends more than it announced',
    (s) => s.write(`${OK}content-length: 2\r\n\r\nokay`),
    { kind: null, status: 200, body: 'ok' },
  ],
  [
    'sends exactly what is kept',
    (s) => s.write(`${OK}content-length: ${MAXIMUM_BODY_BYTES}\r\n\r\n${'x'.repeat(MAXIMUM_BODY_BYTES)}`),
    { kind: null, status: 200 },
  ],
  [
    'says 100 and 103 first',
    (s) =>
      s.write(
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${OK}content-length: 2\r\n\r\nok`,
      ),
    { kind: null, status: 200, body: 'ok' },
  ],
  [
    'redirects to the metadata service',
    (s) => s.write('HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n'),
    { kind: null, status: 302 },
  ],
  [
    'says it compresses and does not',
    (s) => s.write(`${OK}content-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd`),
    { kind: null, status: 200, body: 'abcd' },
  ],
]

describe('a receiver that', () => {
  test.each(ANSWERS)('%s', async (_name, answer, expected, timeoutMs) => {
    await using receiver = await createReceiver(good, answer)
    const result = await post(receiver.url, timeoutMs)
    expectEnd(result, expected)
    expect(receiver.connections()).toBe(1)
    expect(result.remoteAddress).toBe('127.0.0.1')
    expect(result.latency).toMatchObject({
      dnsMs: null,
      connectMs: expect.any(Number),
      tlsMs: expect.any(Number),
    })
  })

  test('sends a body without end is cut off, not read on', async () => {
    let written = 0
    await using receiver = await createReceiver(good, (socket) => {
      socket.write(`${OK}\r\n`)
      flood(socket, KIB64)
      socket.on('close', () => (written = socket.bytesWritten))
    })
    expectEnd(await post(receiver.url), { kind: 'BODY_TRUNCATED', status: 200 })
    await expect.poll(() => written, { timeout: 60_000 }).toBeGreaterThan(MAXIMUM_BODY_BYTES)
    expect(written).toBeLessThan(16 * 2 ** 20) // the kernel's buffers
  })
})

const DAY_MS = 24 * 60 * 60 * 1000

type TlsCase = [name: string, options: () => Promise<TlsOptions>, expected: Omit<Expected, 'status'>]

const CERTIFICATES: TlsCase[] = [
  [
    'expired',
    () =>
      authority.issue({
        addresses: ['127.0.0.1'],
        notBefore: new Date('2025-01-01'),
        notAfter: new Date('2026-01-02'),
      }),
    {
      kind: 'CERTIFICATE_EXPIRED',
      message: /^The certificate of 127\.0\.0\.1:\d+ expired on 2026-01-02\. Renew it/,
    },
  ],
  [
    'not valid yet',
    () =>
      authority.issue({
        addresses: ['127.0.0.1'],
        notBefore: new Date(Date.now() + DAY_MS),
        notAfter: new Date(Date.now() + 2 * DAY_MS),
      }),
    { kind: 'CERTIFICATE_INVALID', message: /not valid yet/ },
  ],
  [
    'for another name',
    () => authority.issue({ names: ['other.test'], addresses: ['127.0.0.2'] }),
    { kind: 'CERTIFICATE_INVALID', message: /another name \(other\.test, 127\.0\.0\.2\)/ },
  ],
  [
    'for many other names',
    () => authority.issue({ names: ['a.test', '*.b.test', 'c.test', 'd.test', 'e.test'] }),
    { kind: 'CERTIFICATE_INVALID', message: /another name \(a\.test, \*\.b\.test, c\.test and 2 more\)/ },
  ],
  [
    'of an unknown authority',
    async () => (await createAuthority()).issue({ addresses: ['127.0.0.1'] }),
    { kind: 'CERTIFICATE_INVALID', message: /unknown authority/ },
  ],
  [
    'of its own making',
    () => selfSigned('127.0.0.1'),
    { kind: 'CERTIFICATE_INVALID', message: /self-signed/ },
  ],
  [
    'behind an old protocol',
    async () => ({ ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }),
    { kind: 'TLS_FAILED', message: /too old\. .*TLS 1\.2/ },
  ],
  [
    'behind ciphers nobody else has',
    async () => ({ ...good, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0' }),
    { kind: 'TLS_FAILED', message: /cipher suite/ },
  ],
  [
    'that wants one too (TLS 1.3)',
    async () => ({ ...good, requestCert: true, minVersion: 'TLSv1.3' }),
    { kind: 'TLS_FAILED', message: /client certificate, and none is sent/ },
  ],
  [
    'that wants one too (TLS 1.2)',
    async () => ({ ...good, requestCert: true, maxVersion: 'TLSv1.2' }),
    { kind: 'TLS_FAILED', message: /client certificate/ },
  ],
  [
    'with a weak key',
    async () => ({ ...(await careless.issue({ keySize: 1024 })), ciphers: 'DEFAULT:@SECLEVEL=0' }),
    { kind: 'CERTIFICATE_INVALID', message: /too weak \(certificate key too weak\)/ },
  ],
  [
    'with a weak signature',
    async () => ({ ...(await careless.issue({ algorithm: 'sha1' })), ciphers: 'DEFAULT:@SECLEVEL=0' }),
    { kind: 'CERTIFICATE_INVALID', message: /too weak \(.*digest/ },
  ],
  [
    'that is for clients',
    () => careless.issue({ clientOnly: true }),
    { kind: 'CERTIFICATE_INVALID', message: /not meant for servers/ },
  ],
]

describe('a receiver with a certificate', () => {
  test.each(CERTIFICATES)('%s', async (name, options, expected) => {
    let requests = 0
    await using receiver = await createReceiver(await options(), () => requests++)
    const result = await post(receiver.url)
    expectEnd(result, { ...expected, status: null })
    expect(requests).toBe(0)
    expect(result.remoteAddress).toBe('127.0.0.1')
    expect(result.latency.firstByteMs).toBeNull()
    if (!name.includes('TLS 1.3')) expect(result.latency.tlsMs).toBeNull()
  })
})

type TcpCase = [
  name: string,
  receiver: () => Promise<Receiver>,
  expected: Omit<Expected, 'status'>,
  timeoutMs?: number,
]

/** Alerts of RFC 8446, section 6, as receivers send them for what they do not like. */
const ALERTS: [number: number, message: RegExp][] = [
  [10, /damaged/],
  [20, /damaged/],
  [40, /refused the TLS handshake.*client certificate/],
  [42, /client certificate, and none is sent/],
  [47, /damaged/],
  [49, /client certificate, and none is sent/],
  [70, /too old/],
  [71, /cipher suite/],
  [80, /error of its own/],
  [90, /user cancel/],
  [112, /does not serve that name/],
  [116, /client certificate, and none is sent/],
  [120, /HTTP\/1\.1/],
  [121, /reason\(1121\)/],
]

/** Version 3.1, 32 bytes of randomness, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression. */
const SERVER_HELLO_TLS_1_0 = Buffer.from(`160301002a020000260301${'11'.repeat(32)}00002f00`, 'hex')

const NO_TLS: TcpCase[] = [
  [
    'never shakes hands',
    () => createTcpReceiver(() => {}),
    { kind: 'TIMEOUT_CONNECT', message: /TLS/ },
    DEADLINE_MS,
  ],
  ['closes on connection', () => createTcpReceiver((socket) => socket.end()), { kind: 'CONNECTION_RESET' }],
  [
    'resets on connection',
    () => createTcpReceiver((socket) => socket.resetAndDestroy()),
    { kind: 'CONNECTION_RESET' },
  ],
  [
    'speaks plain HTTP',
    () => createTcpReceiver((s) => s.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    { kind: 'TLS_FAILED', message: /does not speak TLS on that port/ },
  ],
  [
    'speaks SSH without TLS',
    () => createTcpReceiver((s) => s.end('SSH-2.0-OpenSSH_9.9\r\n')),
    { kind: 'TLS_FAILED', message: /does not speak TLS on that port/ },
  ],
  [
    'chooses TLS 1.0',
    () => createTcpReceiver((s) => s.once('data', () => s.write(SERVER_HELLO_TLS_1_0))),
    { kind: 'TLS_FAILED', message: /too old/ },
  ],
  ...ALERTS.map(([number, message]): TcpCase => [
    `sends the alert ${number}`,
    // A record (21: alert, TLS 1.2, two bytes): fatal, and which.
    () => createTcpReceiver((s) => s.once('data', () => s.end(Buffer.from([21, 3, 3, 0, 2, 2, number])))),
    { kind: 'TLS_FAILED', message },
  ]),
  [
    'answers with a flood',
    () => createTcpReceiver((s) => void s.write(Buffer.alloc(2 ** 20, 22))),
    { kind: 'TLS_FAILED' },
  ],
]

describe('a server that', () => {
  test.each(NO_TLS)('%s', async (_name, create, expected, timeoutMs) => {
    await using receiver = await create()
    expectEnd(await post(receiver.url, timeoutMs), { ...expected, status: null })
  })

  test('is not there', async () => {
    const gone = await createTcpReceiver(() => {})
    await gone[Symbol.asyncDispose]()
    const result = await post(gone.url)
    expectEnd(result, { kind: 'CONNECTION_REFUSED', status: null })
    expect(result.remoteAddress).toBeNull()
  })
})
