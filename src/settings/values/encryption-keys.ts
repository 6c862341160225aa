/** One of ENCRYPTION_KEYS. */
export interface EncryptionKey {
  id: string
  key: Buffer
}

const KEY_BYTES = 32

/** base64 or base64url, padded or not. Checked here, because Buffer.from silently drops characters that are neither. */
const BASE64_OF_A_KEY = /^[\w+/-]{43}=?$/

/**
 * Reads `<id>:<base64 of 32 bytes>`, comma-separated. Messages name entries by their position, because their text is secret.
 * @throws Error that says what it must be
 */
export function parseEncryptionKeys(text: string): EncryptionKey[] {
  const keys = text.split(',').map((entry, index) => parseKey(entry.trim(), index + 1))
  for (const [index, { id, key }] of keys.entries()) {
    const before = keys.slice(0, index)
    if (before.some((other) => other.id === id))
      throw new Error(
        `the id "${id}" is there twice; each key needs an id of its own, because secrets remember their key by it`,
      )
    const same = before.find((other) => other.key.equals(key))
    if (same)
      throw new Error(
        `"${same.id}" and "${id}" are the same key; make a new one with: openssl rand -base64 32`,
      )
  }
  return keys
}

function parseKey(entry: string, position: number): EncryptionKey {
  const [id = '', encoded = '', ...more] = entry.split(':')
  if (entry === '') throw new Error(`entry ${position} is empty; ${FORM}`)
  if (!/^[\w-]{1,64}$/.test(id) || more.length > 0)
    throw new Error(`entry ${position} has no good id, which is of letters, digits, - and _; ${FORM}`)
  if (!BASE64_OF_A_KEY.test(encoded))
    throw new Error(`the key of entry ${position} ("${id}") is not the base64 of ${KEY_BYTES} bytes; ${FORM}`)
  const key = Buffer.from(encoded, 'base64')
  if (key.every((byte) => byte === key[0]))
    throw new Error(
      `the key of entry ${position} ("${id}") is one byte again and again, which anybody guesses; ${FORM}`,
    )
  return { id, key }
}

const FORM = 'it must be <id>:<base64 of 32 bytes>, such as k1:$(openssl rand -base64 32)'
