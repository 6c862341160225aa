import { RequestRefused } from './refusal.ts'

/** A key that checks signatures. `kind`: the name of its signatures' version in Standard Webhooks. */
export interface VerifyingKey {
  kind: 'v1' | 'v1a'
  key: ImportedKey
}

type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/**
 * The key of a secret whose text is the key: of Sjocamp and Campsite. A public key is none: everybody may know its text, and could sign
 * with that.
 */
export async function textKey(secret: string): Promise<VerifyingKey> {
  if (secret.startsWith('whpk_')) return standardKey(secret)
  return { kind: 'v1', key: await hmacKey(new TextEncoder().encode(secret)) }
}

/**
 * The key of a secret of Standard Webhooks 1.0: `whsec_` and base64 for a shared secret, `whpk_` and base64 for a public key.
 * Bare base64 is a shared secret, as the specification's libraries have it.
 */
export async function standardKey(secret: string): Promise<VerifyingKey> {
  if (secret.startsWith('whsk_'))
    throw invalid(
      'whsk_ is the private key, which belongs to the sender. A receiver verifies with whpk_, its public key.',
    )
  if (secret.startsWith('whpk_')) {
    const bytes = fromBase64(secret.slice('whpk_'.length))
    if (bytes?.length !== 32) throw invalid('A whpk_ key holds 32 bytes in base64.')
    return {
      kind: 'v1a',
      key: await crypto.subtle.importKey('raw', bytes, { name: 'Ed25519' }, false, ['verify']),
    }
  }
  const bytes = fromBase64(secret.replace(/^whsec_/, ''))
  if (!bytes || bytes.length === 0) throw invalid('A secret of Standard Webhooks is whsec_ and base64.')
  return { kind: 'v1', key: await hmacKey(bytes) }
}

/** Whether `signature` is one of `content`. Takes the same time wherever they differ. */
export function isSignedBy({ kind, key }: VerifyingKey, signature: Bytes, content: Bytes): Promise<boolean> {
  return crypto.subtle.verify(kind === 'v1' ? HMAC : { name: 'Ed25519' }, key, signature, content)
}

export type Bytes = Uint8Array<ArrayBuffer>

const hmacKey = (bytes: Bytes) => crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify'])

const invalid = (message: string) => new RequestRefused('SECRET_INVALID', message)

/** Null if it is not base64. */
export function fromBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** Null if it is not hexadecimal. */
export function fromHex(text: string): Bytes | null {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return null
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
