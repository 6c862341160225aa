import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Encrypts secrets at rest with AES-256-GCM, using the newest of its keys. */
export interface Keyring {
  /** Id of the key that new values are sealed with. */
  readonly currentKeyId: string
  /** Returns `<key id>.<base64 of nonce, tag and ciphertext>`. Opening needs the same `context`, the secret's owner. */
  seal(plaintext: string, context: string): string
  /** Throws if the key is not in the keyring, or if the value was altered or belongs to another context. */
  open(sealed: string, context: string): string
  /** Whether the value was sealed with an older key. */
  isOutdated(sealed: string): boolean
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `keys`: the newest first; each has 32 bytes. */
export function createKeyring(keys: readonly { id: string; key: Buffer }[]): Keyring {
  const byId = new Map(keys.map(({ id, key }) => [id, key]))
  const current = keys[0]
  if (!current) throw new Error('A keyring needs at least one key.')

  return {
    currentKeyId: current.id,
    seal(plaintext, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(context))
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
      return `${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64')}`
    },
    open(sealed, context) {
      const dot = sealed.indexOf('.')
      const id = sealed.slice(0, dot)
      const key = byId.get(id)
      if (!key) {
        throw new Error(
          `A secret is encrypted with the key "${id}", which is not in ENCRYPTION_KEYS. Add that key again.`,
        )
      }
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64')
      // The length is required: without it Node also accepts a truncated tag, which is easier to guess.
      const options = { authTagLength: TAG_BYTES }
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), options)
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return (
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      )
    },
    isOutdated: (sealed) => !sealed.startsWith(`${current.id}.`),
  }
}
