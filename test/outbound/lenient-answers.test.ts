import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import { createAnswerReader } from '../../src/outbound/answer-reader.ts'
import type { Outbound } from '../../src/outbound/outbound.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import { createAuthority, type Identity } from './authority.ts'
import { createReceiver } from './receiver.ts'

// Each answer was sent to Go 1.26's net/http and to curl 7.88, too: what both take as a complete 200 has to be one here.

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`

interface Case {
  answer: string
  /** The receiver closes the connection after it. */
  closes?: boolean
  status?: number
  body?: string
  headers?: [string, string][]
}

/** Odd, and complete all the same. The connection is not used again. */
const ODD: Record<string, Case> = {
  'a folded header': {
    answer: `${OK}X-A: one\r\n two\r\nContent-Length: 2\r\n\r\nok`,
    headers: [
      ['X-A', 'one two'],
      ['Content-Length', '2'],
    ],
  },
  'a header folded with tabs, twice, and empty at first': {
    answer: `${OK}X-A:\r\n\tone\r\n\t \ttwo\r\nContent-Length: 2\r\n\r\nok`,
    headers: [
      ['X-A', 'one two'],
      ['Content-Length', '2'],
    ],
  },
  'a folded length': { answer: `${OK}Content-Length:\r\n 2\r\n\r\nok` },
  'the same length twice': {
    answer: `${OK}Content-Length: 2\r\ncontent-length:2\r\n\r\nok`,
    headers: [
      ['Content-Length', '2'],
      ['content-length', '2'],
    ],
  },
  'the same length in a list': { answer: `${OK}Content-Length: 2, 2\r\n\r\nok` },
  'bare line feeds': { answer: 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok' },
  'one bare line feed': { answer: `${OK}X: 1\nContent-Length: 2\r\n\r\nok` },
  'an empty line without CR': { answer: `${OK}Content-Length: 2\r\n\nok` },
  'a CR within a value': { answer: `${OK}X: a\rb\r\nContent-Length: 2\r\n\r\nok` },
  'control characters': { answer: `${OK}X: a\x01\x7f\r\nContent-Length: 2\r\n\r\nok` },
  'a blank before a colon': {
    answer: `${OK}Content-Length : 2\r\n\r\nok`,
    headers: [['Content-Length', '2']],
  },
  'a blank in a name': { answer: `${OK}X A: 1\r\nContent-Length: 2\r\n\r\nok` },
  'odd characters in names': { answer: `${OK}X[\xe4]: 1\r\n: 2\r\nContent-Length: 2\r\n\r\nok` },
  'chunks and a length': {
    answer: `${CHUNKED.replace('\r\n\r\n', '\r\nContent-Length: 5\r\n\r\n')}2\r\nok\r\n0\r\n\r\n`,
  },
  'a length and chunks': {
    answer: `${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  },
  'chunked twice': {
    answer: `${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  },
  'identity and a length': {
    answer: `${OK}Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok`,
  },
  'bytes after the body': { answer: `${OK}Content-Length: 2\r\n\r\nokay` },
  'bytes after the last chunk': { answer: `${CHUNKED}2\r\nok\r\n0\r\n\r\nmore` },
  'a 204 with a body': {
    answer: 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok',
    status: 204,
    body: '',
  },
  'a 204 with chunks': {
    answer: 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    status: 204,
    body: '',
  },
  'no length': { answer: `${OK}\r\nok`, closes: true },
  'no length, and keep-alive': { answer: `${OK}Connection: keep-alive\r\n\r\nok`, closes: true },
  'HTTP/1.0': { answer: 'HTTP/1.0 200 OK\r\n\r\nok', closes: true },
  'HTTP/1.0 with chunks': {
    answer: 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  },
  'another version': { answer: 'HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok' },
  'a version in small letters': { answer: 'http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok' },
  'an empty line first': { answer: `\r\n${OK}Content-Length: 2\r\n\r\nok` },
  'an upgrade that is only offered': {
    answer: `${OK}Upgrade: h2,h2c\r\nConnection: Upgrade, close\r\nContent-Length: 2\r\n\r\nok`,
  },
  'a chunk extension': { answer: `${CHUNKED}2;a=b\r\nok\r\n0\r\n\r\n` },
  'broken chunk extensions': { answer: `${CHUNKED}2;a=\x01"b\r\nok\r\n0;;\r\n\r\n` },
  'blanks after a chunk size': { answer: `${CHUNKED}2 \t\r\nok\r\n0 \r\n\r\n` },
  'line feeds between chunks': { answer: `${CHUNKED}2\nok\n0\n\n` },
  trailers: { answer: `${CHUNKED}2\r\nok\r\n0\r\nX: y\r\n z\r\nContent-Length: 9\r\n\r\n` },
}

/** As it should be, or nearly so: the connection is kept. */
const CLEAN: Record<string, Case> = {
  'a length': { answer: `${OK}Content-Length: 2\r\n\r\nok` },
  'a length among blanks': { answer: `${OK}Content-Length:  \t 2  \r\n\r\nok` },
  'no reason': { answer: 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok' },
  'an odd reason': { answer: 'HTTP/1.1 299 \x01\xe4 € \r\nContent-Length: 2\r\n\r\nok', status: 299 },
  'Latin-1 in a value': {
    answer: `${OK}X: \xe4\r\nContent-Length: 2\r\n\r\nok`,
    headers: [
      ['X', 'ä'],
      ['Content-Length', '2'],
    ],
  },
  chunks: { answer: `${OK}transfer-encoding: Chunked\r\n\r\n1\r\no\r\n00001\r\nk\r\n0\r\n\r\n` },
  '1xx first': {
    answer: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 199 X\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`,
    headers: [['Content-Length', '2']],
  },
  'a 204': { answer: 'HTTP/1.1 204 No Content\r\n\r\n', status: 204, body: '' },
  'a 304 with the length of what it stands for': {
    answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    status: 304,
    body: '',
  },
  '250 KiB of headers': { answer: `${OK}X: ${'x'.repeat(250 * 1024)}\r\nContent-Length: 2\r\n\r\nok` },
  '20,000 headers': { answer: `${OK}${'ab: cde\r\n'.repeat(20_000)}Content-Length: 2\r\n\r\nok` },
}

/** What neither Go nor curl takes, and what would be a guess. */
const INVALID: Record<string, [answer: string, reason: RegExp]> = {
  'two lengths': [`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`, /Content-Length headers differ/],
  'two lengths in a list': [`${OK}Content-Length: 2, 3\r\n\r\nok`, /Content-Length headers differ/],
  'two lengths and chunks': [
    `${OK}Transfer-Encoding: chunked\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
    /Content-Length headers differ/,
  ],
  'an empty length': [`${OK}Content-Length:\r\n\r\nok`, /Content-Length is not a number/],
  'a negative length': [`${OK}Content-Length: -2\r\n\r\nok`, /Content-Length is not a number/],
  'a signed length': [`${OK}Content-Length: +2\r\n\r\nok`, /Content-Length is not a number/],
  'a length in hex': [`${OK}Content-Length: 0x2\r\n\r\nok`, /Content-Length is not a number/],
  'a length beyond numbers': [
    `${OK}Content-Length: ${'9'.repeat(30)}\r\n\r\nok`,
    /Content-Length is not a number/,
  ],
  'a fold before any header': [`${OK} X: 1\r\nContent-Length: 2\r\n\r\nok`, /begins with a blank/],
  'a line without colon': [`${OK}garbage\r\nContent-Length: 2\r\n\r\nok`, /no colon/],
  'a NUL': [`${OK}X: a\0b\r\nContent-Length: 2\r\n\r\nok`, /NUL/],
  'status 20': ['HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok', /status line/],
  'status 2000': ['HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok', /status line/],
  'status 000': ['HTTP/1.1 000 OK\r\nContent-Length: 2\r\n\r\nok', /status line/],
  'a blank first': [` ${OK}Content-Length: 2\r\n\r\nok`, /status line/],
  'another protocol': ['220 mail.example.com ESMTP\r\n', /status line/],
  'no chunk where one was announced': [`${CHUNKED}hello\r\n`, /chunk .* no size/],
  'a blank before a chunk size': [`${CHUNKED} 2\r\nok\r\n0\r\n\r\n`, /chunk .* no size/],
  'a chunk longer than it says': [`${CHUNKED}1\r\nok\r\n0\r\n\r\n`, /longer than it says/],
  'chunk extensions without end': [`${CHUNKED}2;${'a'.repeat(5_000)}`, /does not end/],
}

let identity: Identity
let outbound: Outbound
beforeAll(async () => {
  const authority = await createAuthority()
  identity = await authority.issue({ addresses: ['127.0.0.1'] })
  outbound = createOutbound({
    guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
    extraCa: [authority.ca],
    idleMs: 600_000,
  })
})
afterAll(() => outbound.close())

/** Posts twice to a receiver that always answers so. */
async function postTwice({ answer, closes = false }: Case) {
  await using receiver = await createReceiver(identity, (socket) => {
    socket.write(Buffer.from(answer, 'latin1'))
    if (closes) socket.end()
  })
  const post = () => outbound.post({ url: receiver.url, headers: [], body: '{}', timeoutMs: 60_000 })
  return { results: [await post(), await post()], connections: receiver.connections() }
}

function expectTaken(results: Awaited<ReturnType<typeof postTwice>>['results'], expected: Case) {
  for (const { error, response } of results) {
    expect(error).toBeNull()
    expect(response?.statusCode).toBe(expected.status ?? 200)
    expect(response?.body.toString()).toBe(expected.body ?? 'ok')
    if (expected.headers) expect(response?.headers).toEqual(expected.headers)
  }
}

describe('an odd answer is taken, and its connection not used again', () => {
  test.each(Object.entries(ODD))('%s', async (_, expected) => {
    const { results, connections } = await postTwice(expected)
    expectTaken(results, expected)
    expect(connections).toBe(2)
  })
})

describe('a proper answer is taken, and its connection used again', () => {
  test.each(Object.entries(CLEAN))('%s', async (_, expected) => {
    const { results, connections } = await postTwice(expected)
    expectTaken(results, expected)
    expect(connections).toBe(1)
  })

  test('and all its headers are read', async () => {
    const { results } = await postTwice(CLEAN['250 KiB of headers']!)
    expect(results[0]!.response?.headers[0]![1]).toHaveLength(250 * 1024)
    const many = await postTwice(CLEAN['20,000 headers']!)
    expect(many.results[0]!.response?.headers).toHaveLength(20_001)
  })
})

describe('an answer that could mean anything is HTTP_INVALID', () => {
  test.each(Object.entries(INVALID))('%s', async (_, [answer, reason]) => {
    const { results, connections } = await postTwice({ answer })
    for (const { error } of results) {
      expect(error?.kind).toBe('HTTP_INVALID')
      expect(error?.message).toMatch(reason)
      expect(error?.message).toMatch(/^The answer from 127\.0\.0\.1:\d+ is not valid HTTP\/1\.1: .+\. .+\.$/)
    }
    expect(connections).toBe(2)
  })
})

describe('however its bytes are cut into pieces', () => {
  /** What a reader makes of an answer in pieces of at most `size` bytes. */
  function read(answer: string, size: number, closes = false) {
    const reader = createAnswerReader(300 * 1024)
    const body: Buffer[] = []
    let status = 0
    let ended = false
    reader.begin({
      onHead: (head) => (status = head.statusCode),
      onBody: (part) => body.push(Buffer.from(part)),
    })
    const bytes = Buffer.from(answer, 'latin1')
    for (let at = 0; at < bytes.length && !ended; at += size)
      ended = reader.read(bytes.subarray(at, at + size))
    return { status, body: Buffer.concat(body).toString(), ended: ended || (closes && reader.end()) }
  }

  test.each(Object.entries({ ...ODD, ...CLEAN }))(
    '%s',
    (_, { answer, closes, status = 200, body = 'ok' }) => {
      for (const size of [1, 2, 3, 5, 7, 1_000]) {
        expect(read(answer, size, closes), `in pieces of ${size}`).toEqual({ status, body, ended: true })
      }
    },
  )

  test.each(Object.entries(INVALID))('%s', (_, [answer, reason]) => {
    for (const size of [1, 2, 3, 5, 7, 1_000]) expect(() => read(answer, size)).toThrow(reason)
  })
})
