import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Secret } from '../dialect.ts'
import type { SecretKind } from '../../words/enums.ts'
import { ed25519Base64, ed25519Key, ed25519PublicBytes, hmacBase64, keepKeys } from '../signing.ts'

const SHARED = 'whsec_'
const PRIVATE = 'whsk_'
const PUBLIC = 'whpk_'

/** Whether the secret is an Ed25519 private key. */
export function isPrivateKey(secret: Secret): boolean {
  return secret.startsWith(PRIVATE)
}

/**
 * A new Ed25519 private key: `whsk_` and the base64 of 64 bytes, seed and public key. The specification says "standard key
 * pair, base64" without defining the bytes; svix and libsodium use this form.
 */
export function createWhsk(): Secret {
  const seed = randomBytes(32)
  return PRIVATE + Buffer.concat([seed, ed25519PublicBytes(ed25519Key(seed))]).toString('base64')
}

/** The `whpk_` public key that belongs to a `whsk_` private key: `whpk_` and the base64 of its 32 bytes. */
export function whpkOf(secret: Secret): string {
  return PUBLIC + ed25519PublicBytes(privateKeyOf(secret)).toString('base64')
}

/**
 * One entry of `webhook-signature` (Standard Webhooks 1.0, "Signature scheme"): `v1,<base64 HMAC-SHA256>` for a
 * `whsec_` secret, `v1a,<base64 Ed25519>` for a `whsk_` key. Throws for any other secret.
 */
export function signStandard(secret: Secret, content: string): string {
  if (isPrivateKey(secret)) return `v1a,${ed25519Base64(privateKey(secret), content)}`
  return `v1,${hmacBase64(sharedKey(secret), content)}`
}

/** Bytes of a shared secret: "between 24 bytes (192 bits) and 64 bytes (512 bits)". Source: Standard Webhooks 1.0, "Signature scheme". */
const SHARED_BYTES = { least: 24, most: 64 }

/** A given secret of Standard Webhooks: `whsec_` and base64, or `whsk_` and base64. */
export function readStandardSecret(text: string): { kind: SecretKind } | { problem: string } {
  try {
    if (isPrivateKey(text)) {
      privateKeyOf(text)
      return { kind: 'ED25519' }
    }
    const { least, most } = SHARED_BYTES
    const bytes = sharedKeyOf(text).symmetricKeySize!
    if (bytes >= least && bytes <= most) return { kind: 'HMAC' }
    return { problem: `A whsec_ secret holds ${least} to ${most} bytes; this one holds ${bytes}.` }
  } catch (error) {
    return { problem: `${(error as Error).message}.` }
  }
}

const privateKey = keepKeys((secret) => privateKeyOf(secret))
const sharedKey = keepKeys((secret) => sharedKeyOf(secret))

function sharedKeyOf(secret: Secret): KeyObject {
  if (!secret.startsWith(SHARED)) throw new Error('A Standard Webhooks secret starts with whsec_ or whsk_')
  return createSecretKey(decode(secret.slice(SHARED.length)))
}

/** Reads seed and public key (64 bytes) or the seed alone (32 bytes). */
function privateKeyOf(secret: Secret): KeyObject {
  const bytes = decode(secret.slice(PRIVATE.length))
  if (bytes.length !== 32 && bytes.length !== 64) throw new Error('A whsk_ key holds 32 or 64 bytes')
  const key = ed25519Key(bytes.subarray(0, 32))
  // Checked here: a damaged key would sign too, and no receiver could find out why the signature is wrong.
  if (bytes.length === 64 && !ed25519PublicBytes(key).equals(bytes.subarray(32))) {
    throw new Error('The two halves of the whsk_ key do not belong together')
  }
  return key
}

/** Strict, because Node silently skips characters that are not base64: encoding the bytes must give the same text. */
function decode(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0 || bytes.toString('base64') !== base64)
    throw new Error('What follows the prefix is not base64, with + and /, and padded with =')
  return bytes
}
