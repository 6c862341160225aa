import type { LookupAddress } from 'node:dns'
import { isIP, isIPv6 } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import { guardedLookup } from '../../src/outbound/guarded-lookup.ts'
import type { Lookup } from '../../src/outbound/lookup.ts'
import { checkWebhookUrl } from '../../src/outbound/webhook-url.ts'

// No socket is opened in this file, so a broken guard harms nobody.

const DENIED: [address: string, range: string][] = [
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['10.0.0.1', 'private'],
  ['10.255.255.255', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.0.1', 'link-local'],
  ['169.254.169.254', 'cloud metadata'],
  ['168.63.129.16', 'cloud metadata'],
  ['100.100.100.200', 'cloud metadata'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['100.127.255.255', 'carrier-grade NAT'],
  ['192.0.0.192', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['198.51.100.7', 'reserved'],
  ['203.0.113.9', 'reserved'],
  ['198.18.0.1', 'reserved'],
  ['198.19.255.255', 'reserved'],
  ['192.88.99.1', 'reserved'],
  ['192.175.48.1', 'as112'],
  ['192.52.193.1', 'amt'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.255', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['fe80::1', 'link-local'],
  ['febf::1', 'link-local'],
  ['fe80::1%1', 'link-local'],
  ['fc00::1', 'private'],
  ['fdff::1', 'private'],
  ['fd00:ec2::254', 'cloud metadata'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
  ['ff0e::1', 'multicast'],
  ['2001:db8::1', 'reserved'],
  ['3fff::1', 'reserved'],
  ['2001:2::1', 'benchmarking'],
  ['2001:10::1', 'deprecatedOrchid'],
  ['2001:20::1', 'orchid2'],
  ['100::1', 'discard'],
  ['5f00::1', 'segmentRouting'],
  ['4000::1', 'reserved'],
  ['e000::1', 'reserved'],
  // IPv4 inside IPv6: compatible, mapped, SIIT, NAT64, 6to4, Teredo (server, then client)
  ['::127.0.0.1', 'reserved'],
  ['::8.8.8.8', 'reserved'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  ['::ffff:10.0.0.1', 'private'],
  ['::ffff:169.254.169.254', 'cloud metadata'],
  ['::ffff:168.63.129.16', 'cloud metadata'],
  ['::ffff:0:127.0.0.1', 'translated (SIIT)'],
  ['64:ff9b::127.0.0.1', 'loopback'],
  ['64:ff9b::10.0.0.1', 'private'],
  ['64:ff9b::a9fe:a9fe', 'cloud metadata'],
  ['64:ff9b:1::127.0.0.1', 'translated (NAT64)'],
  ['64:ff9b:1::8.8.8.8', 'translated (NAT64)'],
  ['2002:7f00:1::', 'loopback'],
  ['2002:a00:1::1', 'private'],
  ['2002:a9fe:a9fe::', 'cloud metadata'],
  ['2001:0:7f00:1::f7f7:f7f7', 'loopback'],
  ['2001:0:808:808::80ff:fffe', 'loopback'],
]

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '128.0.0.1',
  '168.63.129.15',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.1',
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2002:808:808::',
  '2001:0:808:808::f7f7:f7f7',
]

/** Hosts that a URL parser, a resolver or an old library may take for an address that is denied. */
const DISGUISED = [
  '127.1',
  '127.0.1',
  '127.0.0.1.',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.0x0.1',
  '127%2e0%2e0%2e1',
  '%31%32%37.0.0.1',
  '127。0。0。1',
  '①②⑦.0.0.1',
  '127.0.0.1',
  '0',
  '0x0',
  '012.1',
  '167772161',
  '2852039166',
  '0xa9fea9fe',
  '169.16689662',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:7F00:0001]',
  '[0000:0000:0000:0000:0000:ffff:7f00:0001]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[fd00:ec2::254]',
]

const PRIVATE_NAMES = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ⓛocalhost',
  'app.localhost',
  'metadata.google.internal',
  'host.docker.internal',
  'printer.local',
  'nas.home.arpa',
  'postgres',
  'postgres.',
]

const guard = createAddressGuard({ allowedRanges: [] })
const family = (address: string): LookupAddress => ({ address, family: isIPv6(address) ? 6 : 4 })
const resolvesTo =
  (...addresses: string[]): Lookup =>
  async () =>
    addresses.map(family)
const noLookup: Lookup = async (name) => {
  throw new Error(`${name} was looked up`)
}
const connectTo = (lookup: Lookup) =>
  promisify(guardedLookup(lookup, guard, () => {}))('hooks.example.com', { all: true })

const wrong: string[] = []
let tried = 0
function record(what: string, accepted: boolean) {
  tried++
  if (accepted) wrong.push(what)
}

afterAll(() => console.log(`addresses: ${tried} tried, ${wrong.length} accepted wrongly`))

describe('an address that is not public', () => {
  test.each(DENIED)('%s is denied as %s, as it is and behind a name', async (address, range) => {
    record(address, guard.check(address).allowed)
    expect(guard.check(address)).toEqual({ allowed: false, range })

    if (!address.includes('%')) {
      const literal = await checkWebhookUrl(
        `https://${isIPv6(address) ? `[${address}]` : address}/`,
        guard,
        noLookup,
      )
      record(`https://${address}/`, literal.kind === 'ok')
      expect(literal).toMatchObject({
        code: 'ADDRESS_DENIED',
        message: expect.stringContaining(`(${range})`),
      })
    }

    const named = await checkWebhookUrl('https://hooks.example.com/', guard, resolvesTo(address))
    record(`name of ${address}`, named.kind === 'ok')
    expect(named).toMatchObject({ code: 'ADDRESS_DENIED' })
    expect(named).not.toMatchObject({ message: expect.stringContaining(address) })

    await expect(connectTo(resolvesTo(address))).rejects.toMatchObject({ range })
    await expect(connectTo(resolvesTo('8.8.8.8', address))).rejects.toMatchObject({ range })
  })

  test.each(DISGUISED)('%s is denied in a URL', async (host) => {
    const result = await checkWebhookUrl(`https://${host}/`, guard, noLookup)
    record(host, result.kind === 'ok')
    expect(result).toMatchObject({ code: 'ADDRESS_DENIED' })
  })

  test.each(PRIVATE_NAMES)('%s is denied, whatever it resolves to', async (host) => {
    const publicly = await checkWebhookUrl(`https://${host}/`, guard, resolvesTo('8.8.8.8'))
    const missing = await checkWebhookUrl(`https://${host}/`, guard, async () => [])
    record(host, publicly.kind === 'ok' || missing.kind === 'ok')
    expect(publicly).toMatchObject({ code: 'ADDRESS_DENIED' })
    expect(missing).toEqual(publicly)
  })

  test.each([
    '127.1',
    '0x7f000001',
    '2130706433',
    '010.0.0.1',
    'localhost',
    '[::1]',
    ' 8.8.8.8',
    '8.8.8.8/32',
    '',
  ])('"%s" is no address to the guard', (text) => {
    expect(isIP(text)).toBe(0)
    record(text, guard.check(text).allowed)
    expect(guard.check(text)).toEqual({ allowed: false, range: 'malformed' })
  })

  test('a name that changes between saving and connecting is denied at the connection', async () => {
    const answers = ['8.8.8.8', '127.0.0.1']
    const lookup: Lookup = async () => [family(answers.shift()!)]
    expect(await checkWebhookUrl('https://hooks.example.com/', guard, lookup)).toMatchObject({ kind: 'ok' })
    await expect(connectTo(lookup)).rejects.toMatchObject({ range: 'loopback' })
  })
})

describe('a public address', () => {
  test.each(PUBLIC)('%s is allowed', async (address) => {
    tried++
    expect(guard.check(address)).toEqual({ allowed: true, listed: false })
    const url = `https://${isIPv6(address) ? `[${address}]` : address}/`
    expect(await checkWebhookUrl(url, guard, noLookup)).toMatchObject({ kind: 'ok' })
    expect(await connectTo(resolvesTo(address))).toEqual([family(address)])
  })
})

describe('an allow-listed range', () => {
  const local = createAddressGuard({ allowedRanges: ['127.0.0.0/8', 'fd12::/16', '169.254.169.254/32'] })

  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '::ffff:127.0.0.1',
    '64:ff9b::127.0.0.1',
    'fd12::5',
    '169.254.169.254',
  ])('opens %s', (address) => expect(local.check(address)).toEqual({ allowed: true, listed: true }))

  test.each(['10.0.0.1', '::1', 'fd13::5', '169.254.169.253', '2001:0:7f00:1::f5ff:fffe'])(
    'does not open %s',
    (address) => expect(local.check(address)).toMatchObject({ allowed: false }),
  )

  test('leaves public addresses public', () => {
    expect(local.check('8.8.8.8')).toEqual({ allowed: true, listed: false })
  })

  test('opens private names that resolve into it with every address', async () => {
    const saved = (...addresses: string[]) =>
      checkWebhookUrl('https://localhost:8443/in', local, resolvesTo(...addresses))
    expect(await saved('127.0.0.1')).toEqual({ kind: 'ok', url: 'https://localhost:8443/in' })
    expect(await saved('127.0.0.1', '::1')).toMatchObject({ code: 'ADDRESS_DENIED' })
    expect(await saved('127.0.0.1', '8.8.8.8')).toMatchObject({ code: 'ADDRESS_DENIED' })
  })

  test.each(['127.0.0.1', '127.0.0.0/33', 'localhost', ''])('"%s" is not a range', (text) => {
    expect(() => createAddressGuard({ allowedRanges: [text] })).toThrow(/is not a CIDR/)
  })
})
