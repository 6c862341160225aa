import type { TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import type { Lookup } from '../../src/outbound/lookup.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import { createAuthority, type Authority, type Identity } from './authority.ts'
import { createReceiver, type WireRequest } from './receiver.ts'

const SLOW_REQUESTS = 200
const DEADLINE_MS = 1_500

let authority: Authority
let identity: Identity
beforeAll(async () => {
  authority = await createAuthority()
  identity = await authority.issue({ names: ['fast.test'], addresses: ['127.0.0.1'] })
})

function outbound(lookup?: Lookup) {
  const created = createOutbound({
    guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
    extraCa: [authority.ca],
    ...(lookup && { lookup }),
  })
  onTestFinished(() => created.close())
  return (url: string) => created.post({ url, headers: [], body: '', timeoutMs: DEADLINE_MS })
}

/** Answers /fast at once and nothing else. */
function answerFast(socket: TLSSocket, request: WireRequest): void {
  if (request.head.startsWith('POST /fast')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
}

describe('a receiver that answers at once', () => {
  test('is not held back by the slow ones on its own host', async () => {
    const { promise: allWait, resolve } = Promise.withResolvers<void>()
    let waiting = 0
    await using receiver = await createReceiver(identity, (socket, request) => {
      answerFast(socket, request)
      if (request.head.startsWith('POST /slow') && ++waiting === SLOW_REQUESTS) resolve()
    })
    const post = outbound()
    const slow = Array.from({ length: SLOW_REQUESTS }, () => post(`${receiver.url}slow`))
    await Promise.race([allWait, Promise.all(slow)])
    const fast = await post(`${receiver.url}fast`)
    expect(fast.error).toBeNull()
    expect(fast.latency.totalMs).toBeLessThan(500)
    const kinds = (await Promise.all(slow)).map(({ error }) => error?.kind)
    expect(new Set(kinds)).toEqual(new Set(['TIMEOUT_RESPONSE']))
    expect(receiver.connections()).toBe(SLOW_REQUESTS + 1)
  })

  test('is not held back by names that nobody can look up', async () => {
    await using receiver = await createReceiver(identity, answerFast)
    const post = outbound((name) =>
      name === 'fast.test' ? Promise.resolve([{ address: '127.0.0.1', family: 4 }]) : new Promise(() => {}),
    )
    const slow = Array.from({ length: SLOW_REQUESTS }, (_, index) => post(`https://slow${index}.test/`))
    const fast = await post(`https://fast.test:${receiver.port}/fast`)
    expect(fast.error).toBeNull()
    expect(fast.latency.totalMs).toBeLessThan(500)
    expect(new Set((await Promise.all(slow)).map(({ error }) => error?.kind))).toEqual(
      new Set(['DNS_FAILED']),
    )
  })
})
