import type { LookupAddress } from 'node:dns'
import type { TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import type { Lookup } from '../../src/outbound/lookup.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import { createAuthority, type Authority, type Identity } from './authority.ts'
import { createReceiver } from './receiver.ts'

const SLOW_REQUESTS = 60
const LOOPBACK: LookupAddress[] = [{ address: '127.0.0.1', family: 4 }]

let authority: Authority
let identity: Identity
beforeAll(async () => {
  authority = await createAuthority()
  identity = await authority.issue({ names: ['hooks.test'], addresses: ['127.0.0.1'] })
})

function outbound(lookup?: Lookup) {
  const created = createOutbound({
    guard: createAddressGuard({ allowedRanges: ['127.0.0.0/8'] }),
    extraCa: [authority.ca],
    ...(lookup && { lookup }),
  })
  onTestFinished(() => created.close())
  return (url: string) => created.post({ url, headers: [], body: '', timeoutMs: 60_000 })
}

const ok = (socket: TLSSocket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')

describe('a receiver that answers at once', () => {
  test('is not held back by the slow ones on its own host', async () => {
    const { promise: allWait, resolve } = Promise.withResolvers<void>()
    const waiting: TLSSocket[] = []
    await using receiver = await createReceiver(identity, (socket, { head }) => {
      if (head.startsWith('POST /fast')) ok(socket)
      else if (waiting.push(socket) === SLOW_REQUESTS) resolve()
    })
    const post = outbound()
    const slow = Array.from({ length: SLOW_REQUESTS }, () => post(`${receiver.url}slow`))
    await Promise.race([allWait, Promise.all(slow)])
    expect((await post(`${receiver.url}fast`)).error).toBeNull()

    for (const socket of waiting) ok(socket) // only now
    for (const { error } of await Promise.all(slow)) expect(error).toBeNull()
  })

  test('is not held back by names that cannot be looked up yet', async () => {
    await using receiver = await createReceiver(identity, ok)
    const { promise: late, resolve } = Promise.withResolvers<LookupAddress[]>()
    const post = outbound(async (name) => (name === 'hooks.test' ? LOOPBACK : late))
    const slow = Array.from({ length: SLOW_REQUESTS }, (_, i) =>
      post(`https://slow${i}.test:${receiver.port}/`),
    )
    expect((await post(`https://hooks.test:${receiver.port}/`)).error).toBeNull()

    resolve([]) // only now
    for (const { error } of await Promise.all(slow)) expect(error?.kind).toBe('DNS_FAILED')
  })
})
