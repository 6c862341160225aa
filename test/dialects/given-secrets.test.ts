import { describe, expect, test } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'

const dialects = await loadDialects()
const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64')
const PAIR = dialects.get('standard')!.createSecret('ED25519')

/** Null: it is refused. */
const GIVEN: Record<string, [what: string, text: string, kind: 'HMAC' | 'ED25519' | null][]> = {
  standard: [
    ['24 bytes', `whsec_${bytes(24)}`, 'HMAC'],
    ['64 bytes', `whsec_${bytes(64)}`, 'HMAC'],
    ['32 bytes, padded', `whsec_${bytes(32)}`, 'HMAC'],
    ['23 bytes', `whsec_${bytes(23)}`, null],
    ['65 bytes', `whsec_${bytes(65)}`, null],
    ['nothing after whsec_', 'whsec_', null],
    ['no base64', 'whsec_not base64 not base64 not base64', null],
    ['base64 for URLs', `whsec_${'-_'.repeat(20)}`, null],
    ['padding left out', `whsec_${bytes(32).replace('=', '')}`, null],
    ['base64 alone', bytes(24), null],
    ['a key pair', PAIR, 'ED25519'],
    [
      'its seed alone',
      `whsk_${Buffer.from(PAIR.slice(5), 'base64').subarray(0, 32).toString('base64')}`,
      'ED25519',
    ],
    ['halves that do not belong together', `whsk_${bytes(64)}`, null],
    ['a pair cut short', `whsk_${bytes(40)}`, null],
    ['a public key', dialects.get('standard')!.publicKey(PAIR)!, null],
    ['nothing', '', null],
  ],
  ...Object.fromEntries(
    ['sjocamp', 'campsite'].map((name) => [
      name,
      [
        ['16 characters', 'x'.repeat(16), 'HMAC'],
        ['256 characters', 'x'.repeat(256), 'HMAC'],
        ['all signs', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', 'HMAC'],
        ['of another system', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'HMAC'],
        ['15 characters', 'x'.repeat(15), null],
        ['257 characters', 'x'.repeat(257), null],
        ['a blank in it', 'twelve and four more', null],
        ['a line break at its end', `${'x'.repeat(20)}\n`, null],
        ['an umlaut', `ü${'x'.repeat(20)}`, null],
        ['nothing', '', null],
      ],
    ]),
  ),
}

test('for every dialect', () => {
  expect(Object.keys(GIVEN).sort()).toEqual([...dialects.all.map(({ name }) => name)].sort())
})

describe.each(Object.keys(GIVEN))('a secret given to %s', (name) => {
  const dialect = dialects.get(name)!

  test.each(GIVEN[name]!)('%s', (_, text, kind) => {
    const read = dialect.readSecret(text)
    if (kind) expect(read).toEqual({ kind })
    else {
      expect(read).toEqual({ problem: expect.stringMatching(/\.$/) })
      if (text.length > 6) expect(JSON.stringify(read)).not.toContain(text.slice(6))
    }
  })

  test.each(dialect.secret.kinds)('its own, of kind %s', (kind) => {
    expect(dialect.readSecret(dialect.createSecret(kind))).toEqual({ kind })
  })

  test('what it takes signs', () => {
    for (const [, text, kind] of GIVEN[name]!)
      if (kind)
        expect(
          dialect.signatureHeaders({
            eventId: 'evt_1',
            deliveryId: 'wd_1',
            attemptedAt: new Date(),
            body: '{}',
            secrets: [text],
          }),
        ).not.toEqual([])
  })
})
