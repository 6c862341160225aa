import { LRUCache } from 'lru-cache'
import type { Keyring } from './keyring.ts'

/** A webhook's secret as it is stored. */
export interface SealedSecret {
  sealed: string
  /** ISO 8601; null if the secret is valid until a rotation replaces it. */
  expiresAt: string | null
}

/** The longest time an old secret may still sign after a rotation, in seconds: 7 days. */
export const MAXIMUM_OVERLAP_SECONDS = 7 * 24 * 60 * 60

/** How many secrets may sign at once. The limit keeps the signature header short. */
export const MAXIMUM_LIVE_SECRETS = 5

export function sealSecret(keyring: Keyring, webhookId: string, secret: string): SealedSecret {
  return { sealed: keyring.seal(secret, webhookId), expiresAt: null }
}

/** Secrets in plain text by their sealed text, which changes with every sealing. */
const opened = new WeakMap<Keyring, LRUCache<string, string>>()

/** The secret in plain text. Throws as `Keyring.open` does. */
export function openSecret(keyring: Keyring, webhookId: string, { sealed }: SealedSecret): string {
  let known = opened.get(keyring)
  if (!known) opened.set(keyring, (known = new LRUCache({ max: 1_000 })))
  const name = `${webhookId} ${sealed}`
  let secret = known.get(name)
  if (secret === undefined) known.set(name, (secret = keyring.open(sealed, webhookId)))
  return secret
}

/** The secrets that sign at `now`, the newest first. */
export function liveSecrets(secrets: readonly SealedSecret[], now: Date): SealedSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > now)
}

export type Rotation =
  | { kind: 'rotated'; secrets: SealedSecret[] }
  /** No further secret can sign until the first of the live ones expires, at `until`. */
  | { kind: 'full'; until: Date }

/**
 * The secrets after a rotation: `next` first, then the live ones, which expire at `expiresAt` at the latest. If `expiresAt`
 * is null, they expire now. With too many live secrets the rotation is refused, rather than drop one early.
 */
export function rotateSecrets(
  secrets: readonly SealedSecret[],
  next: SealedSecret,
  now: Date,
  expiresAt: Date | null,
): Rotation {
  if (!expiresAt) return { kind: 'rotated', secrets: [next] }
  const live = liveSecrets(secrets, now)
  if (live.length >= MAXIMUM_LIVE_SECRETS) {
    const ends = live.flatMap((secret) => (secret.expiresAt === null ? [] : [Date.parse(secret.expiresAt)]))
    return { kind: 'full', until: new Date(Math.min(...ends)) }
  }
  const older = live.map(({ sealed, expiresAt: earlier }) => ({
    sealed,
    expiresAt: earlier !== null && new Date(earlier) < expiresAt ? earlier : expiresAt.toISOString(),
  }))
  return { kind: 'rotated', secrets: [next, ...older] }
}
