import { describe, expect, it } from 'vitest'
import type { Secret } from '../../src/dialects/dialect.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { checkHeaders } from '../../src/webhooks/check-headers.ts'
import vectors from '../fixtures/signature-vectors.json' with { type: 'json' }
import { envelope, hostileData } from './envelopes.ts'
import { loadTables, type GoldenVector, type Received } from './table.ts'

const dialects = await loadDialects()
const tables = await loadTables()

it('has a dialect for each golden vector', () => {
  const schemes = new Set(vectors.map((vector) => vector.scheme))
  expect([...schemes].sort()).toEqual(tables.map((table) => table.scheme).sort())
})

describe.each(tables)('signature of $name (protocol 3.2)', (table) => {
  const dialect = dialects.get(table.name)!
  const golden: GoldenVector[] = [
    ...vectors.filter((vector) => vector.scheme === table.scheme),
    ...table.vectors,
  ]

  function received(secrets: Secret[], data = envelope.data, attemptedAt = new Date()): Received {
    const body = dialect.body({ ...envelope, data })
    const signable = {
      eventId: envelope.eventId,
      deliveryId: envelope.deliveryId,
      attemptedAt,
      body,
      secrets,
    }
    return { headers: new Headers(dialect.signatureHeaders(signable)), body: Buffer.from(body) }
  }

  const keyOf = (secret: Secret) => dialect.publicKey(secret) ?? secret

  it.each(golden)('of $body by $secret is $headers', (vector) => {
    const headers = dialect.signatureHeaders({
      eventId: vector.id ?? 'evt_1',
      deliveryId: 'wd_1',
      // The last millisecond of the second: signatures carry whole seconds, never the next one.
      attemptedAt: new Date((vector.timestamp ?? 0) * 1000 + 999),
      body: vector.body,
      secrets: [vector.secret],
    })
    expect(headers).toEqual(Object.entries(vector.headers))
  })

  describe.each(dialect.secret.kinds)('with a new %s secret', (kind) => {
    it.each(Object.entries(hostileData))("satisfies others' receivers, with %s", (_, data) => {
      const secret = dialect.createSecret(kind)
      expect(table.accepts(received([secret], data), keyOf(secret))).toBe(true)
    })

    it('satisfies nobody with another secret', () => {
      const request = received([dialect.createSecret(kind)])
      expect(table.accepts(request, keyOf(dialect.createSecret(kind)))).toBe(false)
    })

    it('satisfies nobody once the body is changed', () => {
      const secret = dialect.createSecret(kind)
      const request = received([secret])
      request.body[request.body.length - 2]! ^= 1
      expect(table.accepts(request, keyOf(secret))).toBe(false)
    })

    it('has the form the receivers know, and is never the same', () => {
      const secrets = Array.from({ length: 100 }, () => dialect.createSecret(kind))
      for (const secret of secrets) expect(secret).toMatch(table.secretForms[kind]!)
      expect(new Set(secrets).size).toBe(100)
    })
  })

  it('is the same for the same attempt, and the default secret is of the first kind', () => {
    const secret = dialect.createSecret()
    const at = new Date()
    expect([...received([secret], '1', at).headers]).toEqual([...received([secret], '1', at).headers])
    expect(secret).toMatch(table.secretForms[dialect.secret.kinds[0]!]!)
  })

  it('offers exactly the kinds of secret the table lists, and throws for others', () => {
    expect(dialect.secret.kinds.toSorted()).toEqual(Object.keys(table.secretForms).sort())
    for (const kind of ['HMAC', 'ED25519'] as const) {
      if (!dialect.secret.kinds.includes(kind)) expect(() => dialect.createSecret(kind)).toThrow(kind)
    }
  })

  it('throws without a live secret, rather than leaving a request unsigned', () => {
    expect(() => received([])).toThrow()
  })

  it.runIf(dialect.secret.overlap)('satisfies holders of either secret of a rotation', () => {
    // Every pair of kinds: a webhook may go from a shared secret to a key pair.
    for (const newKind of dialect.secret.kinds) {
      for (const oldKind of dialect.secret.kinds) {
        const secrets = [dialect.createSecret(newKind), dialect.createSecret(oldKind)]
        const request = received(secrets)
        for (const secret of secrets) {
          expect(table.accepts(request, keyOf(secret)), `${newKind}, ${oldKind}`).toBe(true)
        }
        expect(table.accepts(request, keyOf(dialect.createSecret(oldKind)))).toBe(false)
      }
    }
  })

  it.runIf(dialect.secret.overlap)('puts the newest secret first', () => {
    const [newest, older] = [dialect.createSecret(), dialect.createSecret()]
    const at = new Date()
    const both = [...received([newest, older], '1', at).headers]
    for (const [name, value] of received([newest], '1', at).headers) {
      expect(both.find(([other]) => other === name)![1].startsWith(value), name).toBe(true)
    }
  })

  it.runIf(!dialect.secret.overlap)('is of the newest secret alone', () => {
    const [newest, older] = [dialect.createSecret(), dialect.createSecret()]
    const at = new Date()
    expect([...received([newest, older], '1', at).headers]).toEqual([...received([newest], '1', at).headers])
    expect(table.accepts(received([newest, older]), keyOf(newest))).toBe(true)
  })

  it('gives the receiver the same idempotency key in every attempt of a delivery (protocol 3.3)', () => {
    const secret = dialect.createSecret()
    const first = table.idempotencyKey(received([secret]))
    expect(first).toMatch(/^(wd|evt)_/)
    expect(table.idempotencyKey(received([secret], envelope.data, new Date(0)))).toBe(first)
  })

  it('has the headers that it documents, which custom ones can not set', () => {
    const secrets = [dialect.createSecret()]
    const sent = dialect.signatureHeaders({
      eventId: 'evt_1',
      deliveryId: 'wd_1',
      attemptedAt: new Date(),
      body: '{}',
      secrets,
    })
    expect(dialect.headers.map(({ name }) => name)).toEqual(sent.map(([name]) => name))
    expect(checkHeaders([{ name: sent[0]![0].toUpperCase(), value: 'x' }], [dialect])).toMatchObject([
      { code: 'HEADER_RESERVED' },
    ])
  })
})
