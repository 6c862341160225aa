import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { dialect } from '../../src/dialects/standard.ts'

// Key and public key of svix-server's own tests.
const whsk = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=='
const whpk = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='

const sign = (secret: string) =>
  dialect.signatureHeaders({
    eventId: 'evt_1',
    deliveryId: 'wd_1',
    attemptedAt: new Date(0),
    body: '{}',
    secrets: [secret],
  })

describe('the public key', () => {
  it('is known for a private key of another implementation', () => {
    expect(dialect.publicKey(whsk)).toBe(whpk)
  })

  it('is the one node:crypto has for the same private key', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const { d, x } = privateKey.export({ format: 'jwk' })
    const [seed, publicBytes] = [Buffer.from(d!, 'base64url'), Buffer.from(x!, 'base64url')]
    const expected = `whpk_${publicBytes.toString('base64')}`
    expect(dialect.publicKey(`whsk_${seed.toString('base64')}`)).toBe(expected)
    expect(dialect.publicKey(`whsk_${Buffer.concat([seed, publicBytes]).toString('base64')}`)).toBe(expected)
  })

  it('is null for a shared secret', () => {
    expect(dialect.publicKey(dialect.createSecret('HMAC'))).toBeNull()
  })
})

describe('a secret that cannot sign', () => {
  it.each([
    ['nothing after the prefix', 'whsec_', /not base64/],
    ['not base64', 'whsec_%%%%', /not base64/],
    ['base64 cut short', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS', /not base64, .* padded with =/],
    ['no prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /starts with/],
    ['a public key', whpk, /starts with/],
    ['a private key of a wrong length', 'whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /32 or 64/],
    // The first byte of the public half is another one.
    ['a private key with another public half', whsk.replace('VKIDij2', 'VLIDij2'), /do not belong together/],
  ])('throws: %s', (_, secret, message) => {
    expect(() => sign(secret)).toThrow(message)
  })

  it('is not told in the error', () => {
    expect(() => sign('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('MfKQ9r8') }),
    )
  })
})
