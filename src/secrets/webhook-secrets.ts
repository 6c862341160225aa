import type { Keyring } from './keyring.ts'

/** A webhook's secret as it is stored. */
export interface SealedSecret {
  sealed: string
  /** ISO 8601; null: until it is rotated away. */
  expiresAt: string | null
}

/** The longest time an old secret may go on signing, in seconds: 7 days. */
export const MAXIMUM_OVERLAP_SECONDS = 7 * 24 * 60 * 60

/** How many secrets may sign at once; rotating more often ends the oldest. Keeps the signature header short. */
const MAXIMUM_LIVE_SECRETS = 5

export function sealSecret(keyring: Keyring, webhookId: string, secret: string): SealedSecret {
  return { sealed: keyring.seal(secret, webhookId), expiresAt: null }
}

export function openSecret(keyring: Keyring, webhookId: string, { sealed }: SealedSecret): string {
  return keyring.open(sealed, webhookId)
}

/** The secrets that sign at `now`, the newest first. */
export function liveSecrets(secrets: readonly SealedSecret[], now: Date): SealedSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > now)
}

/** The list after a rotation: `next` first, the live ones before it until `expiresAt` at the latest; null ends them now. */
export function rotateSecrets(
  secrets: readonly SealedSecret[],
  next: SealedSecret,
  now: Date,
  expiresAt: Date | null,
): SealedSecret[] {
  if (!expiresAt) return [next]
  const older = liveSecrets(secrets, now).map(({ sealed, expiresAt: earlier }) => ({
    sealed,
    expiresAt: earlier !== null && new Date(earlier) < expiresAt ? earlier : expiresAt.toISOString(),
  }))
  return [next, ...older].slice(0, MAXIMUM_LIVE_SECRETS)
}
