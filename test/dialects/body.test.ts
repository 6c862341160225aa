import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/dialects/dialect.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { envelope, hostileData } from './envelopes.ts'
import { loadTables } from './table.ts'

const dialects = await loadDialects()

// Any UTF-16 text, halves of surrogate pairs included: what a JavaScript string can hold.
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('', '__proto__', '"', '\\', '\u2028', '$&', '","data":null,"x":"'),
)

const anyEnvelope: fc.Arbitrary<Envelope> = fc.record({
  eventId: anyString,
  deliveryId: anyString,
  organizationId: anyString,
  channelId: fc.option(anyString, { nil: null }),
  eventType: anyString,
  occurredAt: fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
  data: fc.oneof(fc.json(), fc.constantFrom(...Object.values(hostileData))),
})

describe.each(await loadTables())('body of $name (protocol 3.1)', (table) => {
  const dialect = dialects.get(table.name)!

  it.each(table.bodies)('is $body', (row) => {
    expect(dialect.body(row.envelope)).toBe(row.body)
  })

  it.each(Object.entries(hostileData))('copies %s byte for byte', (_, data) => {
    const [before, after] = dialect.body({ ...envelope, data: '"HERE"' }).split('"HERE"')
    const bytes = Buffer.from(dialect.body({ ...envelope, data }))
    expect(bytes.equals(Buffer.from(before + data + after))).toBe(true)
  })

  it('reads as the documented object, whatever the ids, types and channels are', () => {
    fc.assert(
      fc.property(anyEnvelope, (any) => {
        const body = JSON.parse(dialect.body(any))
        return isDeepStrictEqual(body, table.parsed(any, JSON.parse(any.data)))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same text each time', () => {
    fc.assert(fc.property(anyEnvelope, (any) => dialect.body(any) === dialect.body({ ...any })))
  })
})
