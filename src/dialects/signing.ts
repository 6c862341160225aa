import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Secret } from './dialect.ts'

/** The newest live secret. Throws if there is none. */
export function newest(secrets: readonly Secret[]): Secret {
  const [secret] = secrets
  if (secret === undefined) throw new Error('A webhook without a live secret cannot sign')
  return secret
}

/** Makes the key of a secret once, for the thousand in use lately: making a key costs as much as signing with it. */
export function keepKeys(make: (secret: Secret) => KeyObject): (secret: Secret) => KeyObject {
  const keys = new LRUCache<Secret, KeyObject>({ max: 1_000 })
  return (secret) => {
    let key = keys.get(secret)
    if (!key) keys.set(secret, (key = make(secret)))
    return key
  }
}

const textKey = keepKeys((secret) => createSecretKey(secret, 'utf8'))

/** Lower-case hex HMAC-SHA256. Secret and message are encoded as UTF-8. */
export function hmacHex(secret: Secret, message: string): string {
  return createHmac('sha256', textKey(secret)).update(message).digest('hex')
}

/** Base64 HMAC-SHA256 of a UTF-8 message. */
export function hmacBase64(key: KeyObject, message: string): string {
  return createHmac('sha256', key).update(message).digest('base64')
}

/** The time of an attempt as signatures contain it: whole seconds since 1970. */
export function unixSeconds(time: Date): string {
  return String(Math.floor(time.getTime() / 1000))
}

/**
 * A shared secret in the form of Standard Webhooks 1.0: `whsec_` and base64. 24 bytes are the minimum of the
 * specification and need no base64 padding, so the secret can be pasted anywhere.
 */
export function createWhsec(): Secret {
  return `whsec_${randomBytes(24).toString('base64')}`
}

/** Length of a shared secret that is used as text, in characters. */
const TEXT_SECRET = { least: 16, most: 256 }

/** A given secret whose text is the key: printable ASCII, so that every receiver turns it into the same bytes. */
export function readTextSecret(text: string): { kind: 'HMAC' } | { problem: string } {
  const { least, most } = TEXT_SECRET
  if (text.length < least || text.length > most)
    return { problem: `A secret has ${least} to ${most} characters; this one has ${text.length}.` }
  if (!/^[\x21-\x7e]+$/.test(text))
    return { problem: 'A secret has letters, digits and signs of ASCII only, and no blanks.' }
  // Whoever brings one means Ed25519: the receiver has its public half, which verifies no HMAC, or nothing that must be kept secret.
  if (/^wh[sp]k_/.test(text))
    return { problem: 'This is an Ed25519 key, and the dialect signs with a shared secret only.' }
  return { kind: 'HMAC' }
}

// RFC 8410: the bytes before the 32 bytes of a private Ed25519 key in PKCS #8 DER.
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The private key of a 32-byte seed (RFC 8032). */
export function ed25519Key(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
}

/** The 32 bytes of the public key. */
export function ed25519PublicBytes(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
}

/** Base64 Ed25519 signature of a UTF-8 message. */
export function ed25519Base64(privateKey: KeyObject, message: string): string {
  return sign(null, Buffer.from(message), privateKey).toString('base64')
}
