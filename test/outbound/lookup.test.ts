import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLookup, type Lookup } from '../../src/outbound/lookup.ts'

const TYPE_A = 1
const TYPE_AAAA = 28
const [SERVFAIL, NXDOMAIN] = [2, 3]

/** What the name server below knows: addresses as bytes, a response code, or null for silence. */
const ZONE: Record<string, Partial<Record<number, number[] | number | null>>> = {
  'both.test': {
    [TYPE_A]: [192, 0, 2, 1],
    [TYPE_AAAA]: [0x20, 1, 0xd, 0xb8, ...Array<number>(11).fill(0), 1],
  },
  'half.test': { [TYPE_A]: [192, 0, 2, 2], [TYPE_AAAA]: SERVFAIL },
  'six.test': { [TYPE_A]: SERVFAIL, [TYPE_AAAA]: [0x20, 1, 0xd, 0xb8, ...Array<number>(11).fill(0), 1] },
  'doubtful.test': { [TYPE_A]: NXDOMAIN, [TYPE_AAAA]: SERVFAIL },
  'broken.test': { [TYPE_A]: SERVFAIL, [TYPE_AAAA]: SERVFAIL },
  'mute.test': { [TYPE_A]: null, [TYPE_AAAA]: null },
}

/** A name server on loopback (RFC 1035), with just enough of the format: one question, at most one answer. */
async function createNameServer(): Promise<string> {
  const server = createSocket('udp4', (query, client) => {
    const name = readName(query)
    const type = query.readUInt16BE(12 + name.length + 2)
    const known = ZONE[name] ? (ZONE[name][type] ?? null) : NXDOMAIN
    if (known === null) return
    const address = typeof known === 'number' ? null : known
    const reply = Buffer.from(query.subarray(0, 12 + name.length + 6))
    reply.writeUInt16BE(0x8180 | (typeof known === 'number' ? known : 0), 2)
    reply.fill(0, 6, 12)
    if (!address) return server.send(reply, client.port)
    reply.writeUInt16BE(1, 6)
    const answer = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, address.length, ...address])
    server.send(Buffer.concat([reply, answer]), client.port)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `127.0.0.1:${server.address().port}`
}

function readName(query: Buffer): string {
  const labels: string[] = []
  for (let at = 12; query[at]; at += query[at]! + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!))
  return labels.join('.').toLowerCase()
}

async function lookupFromServer(tryMs = 10_000): Promise<Lookup> {
  return createLookup({ servers: [await createNameServer()], hostsFile: '/dev/null', tryMs })
}

describe('a look-up', () => {
  test('finds the addresses of both families', async () => {
    const lookup = await lookupFromServer()
    const both = [
      { address: '192.0.2.1', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ]
    expect(await lookup('both.test')).toEqual(both)
    expect(await lookup('BOTH.test.')).toEqual(both)
  })

  test('takes one family when the other fails', async () => {
    expect(await (await lookupFromServer())('six.test')).toEqual([{ address: '2001:db8::1', family: 6 }])
    expect(await (await lookupFromServer())('half.test')).toEqual([{ address: '192.0.2.2', family: 4 }])
  })

  test.each([
    ['gone.test', 'ENOTFOUND'],
    ['broken.test', 'ESERVFAIL'],
    ['doubtful.test', 'ESERVFAIL'],
  ])('of %s fails with %s', async (name, code) => {
    await expect((await lookupFromServer())(name)).rejects.toMatchObject({ code })
  })

  test('leaves the names of this machine to the operating system', async () => {
    const lookup = await lookupFromServer()
    expect(await lookup('localhost')).toContainEqual({ address: '127.0.0.1', family: 4 })
  })

  test('that nobody answers holds nothing else back, and ends by itself', async () => {
    const lookup = await lookupFromServer(300)
    const mute = Promise.allSettled(Array.from({ length: 50 }, () => lookup('mute.test')))
    // stat needs one of the pool's four threads.
    const others = Promise.all([lookup('both.test'), stat('.')])
    expect(await Promise.race([mute.then(() => 'mute'), others.then(() => 'others')])).toBe('others')
    for (const result of await mute) expect(result).toMatchObject({ reason: { code: 'ETIMEOUT' } })
  })
})
