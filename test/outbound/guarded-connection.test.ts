import type { LookupAddress } from 'node:dns'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import type { Lookup } from '../../src/outbound/lookup.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import { checkWebhookUrl } from '../../src/outbound/webhook-url.ts'
import { createAuthority, type Authority, type Identity } from './authority.ts'
import { createReceiver } from './receiver.ts'

let authority: Authority
let identity: Identity
beforeAll(async () => {
  authority = await createAuthority()
  identity = await authority.issue({ names: ['hooks.test', 'localhost'], addresses: ['127.0.0.1', '::1'] })
})

const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 }
const OTHER_LOOPBACK: LookupAddress = { address: '127.0.0.2', family: 4 }

/** What was not caught would reach a real receiver here, on this machine, and be counted. */
async function setUp(allowedRanges: string[], lookup: Lookup) {
  const guard = createAddressGuard({ allowedRanges })
  const receiver = await createReceiver(identity, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
  const outbound = createOutbound({ guard, extraCa: [authority.ca], lookup })
  onTestFinished(async () => {
    await outbound.close()
    await receiver[Symbol.asyncDispose]()
  })
  return {
    guard,
    receiver,
    post: (url: string, timeoutMs = 60_000) => outbound.post({ url, headers: [], body: '', timeoutMs }),
  }
}

describe('a connection', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'hooks.test',
    'localhost',
  ])('to %s is not made', async (host) => {
    const { post, receiver } = await setUp([], async () => [LOOPBACK])
    const result = await post(`https://${host}:${receiver.port}/`)
    expect(result).toMatchObject({ response: null, error: { kind: 'ADDRESS_DENIED' }, remoteAddress: null })
    expect(receiver.connections()).toBe(0)
  })

  test('to a name that changed since it was checked is not made', async () => {
    const answers = [[{ address: '8.8.8.8', family: 4 }], [LOOPBACK]]
    const lookup: Lookup = async () => answers.shift() ?? []
    const { post, receiver, guard } = await setUp([], lookup)
    const url = `https://hooks.test:${receiver.port}/`
    expect(await checkWebhookUrl(url, guard, lookup)).toMatchObject({ kind: 'ok' })
    const result = await post(url)
    expect(result.error?.kind).toBe('ADDRESS_DENIED')
    expect(result.error?.message).not.toContain('127.0.0.1')
    expect(receiver.connections()).toBe(0)
  })

  test('goes to the address that was checked, though the name changes at every look-up', async () => {
    let lookups = 0
    const { post, receiver } = await setUp(['127.0.0.1/32'], async () =>
      ++lookups === 1 ? [LOOPBACK] : [OTHER_LOOPBACK],
    )
    const result = await post(`https://hooks.test:${receiver.port}/`)
    expect(result).toMatchObject({ error: null, remoteAddress: '127.0.0.1' })
    expect(lookups).toBe(1)
  })

  test.each([
    [LOOPBACK, OTHER_LOOPBACK],
    [OTHER_LOOPBACK, LOOPBACK],
  ])('to a name with one denied address among allowed ones is not made', async (...addresses) => {
    const { post, receiver } = await setUp(['127.0.0.1/32'], async () => addresses)
    expect((await post(`https://hooks.test:${receiver.port}/`)).error?.kind).toBe('ADDRESS_DENIED')
    expect(receiver.connections()).toBe(0)
  })

  test('is made to the second address when the first refuses', async () => {
    const { post, receiver } = await setUp(['127.0.0.0/8'], async () => [OTHER_LOOPBACK, LOOPBACK])
    const result = await post(`https://hooks.test:${receiver.port}/`)
    expect(result).toMatchObject({ error: null, remoteAddress: '127.0.0.1' })
  })

  test('to a name whose every address refuses is reported as refused', async () => {
    const { post, receiver } = await setUp(['127.0.0.0/8'], async () => [
      OTHER_LOOPBACK,
      { address: '127.0.0.3', family: 4 },
    ])
    const result = await post(`https://hooks.test:${receiver.port}/`)
    expect(result).toMatchObject({ error: { kind: 'CONNECTION_REFUSED' }, remoteAddress: null })
  })

  test.each(['http://127.0.0.1/', 'ftp://127.0.0.1/', 'hooks.test', ''])(
    'to "%s" is not made',
    async (url) => {
      const { post } = await setUp(['127.0.0.0/8'], async () => [LOOPBACK])
      expect(await post(url)).toMatchObject({ response: null, error: { kind: 'ADDRESS_DENIED' } })
    },
  )
})

describe('a name', () => {
  test.each([
    ['ENOTFOUND', /hooks\.test has no address\. /],
    ['ESERVFAIL', /could not be looked up \(ESERVFAIL\)\. /],
  ])('that fails with %s is DNS_FAILED', async (code, message) => {
    const { post } = await setUp([], async () => {
      throw Object.assign(new Error(code), { code })
    })
    const result = await post('https://hooks.test/')
    expect(result.error).toEqual({ kind: 'DNS_FAILED', message: expect.stringMatching(message) })
    expect(result.latency).toMatchObject({ dnsMs: null, connectMs: null })
  })

  test('that resolves to nothing is DNS_FAILED', async () => {
    const { post } = await setUp([], async () => [])
    expect((await post('https://hooks.test/')).error?.kind).toBe('DNS_FAILED')
  })

  test('that is never looked up ends at the deadline, and what comes later is ignored', async () => {
    const { promise: late, resolve } = Promise.withResolvers<LookupAddress[]>()
    const { post, receiver } = await setUp(['127.0.0.0/8'], () => late)
    const result = await post(`https://hooks.test:${receiver.port}/`, 300)
    expect(result.error).toEqual({ kind: 'DNS_FAILED', message: expect.stringContaining('within 0.3 s') })
    expect(result.latency.totalMs).toBeLessThan(20_000)
    resolve([LOOPBACK])
    await late
    await new Promise((done) => setImmediate(done))
    expect(receiver.connections()).toBe(0)
  })
})
