import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import type { Dialects } from '../dialects/registry.ts'
import { tell } from '../operational-events/tell.ts'
import { checkOverlap } from '../secrets/check-overlap.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { MAXIMUM_LIVE_SECRETS, rotateSecrets, sealSecret } from '../secrets/webhook-secrets.ts'
import { userError } from '../words/user-errors.ts'
import { changeWebhook } from './change-webhook.ts'
import { readGivenSecret } from './given-secret.ts'
import type { Webhook } from './webhook.ts'

export interface RotateSecretDeps {
  database: Database
  dialects: Dialects
  keyring: Keyring
  notify: Pick<Notify, 'tell'>
}

/**
 * Gives a webhook a new secret, or the `given` one, and returns it in clear text. The old secret also signs for another
 * `overlapSeconds`. Null if the webhook was deleted meanwhile. Throws INVALID, SECRET_INVALID, OVERLAP_NOT_SUPPORTED, TOO_MANY_SECRETS.
 */
export async function rotateSecret(
  { database, dialects, keyring, notify }: RotateSecretDeps,
  { id, dialect: name, secretKind }: Pick<Webhook, 'id' | 'dialect' | 'secretKind'>,
  overlapSeconds: number | null | undefined,
  given?: string | null,
): Promise<{ webhook: Webhook; secret: string } | null> {
  const dialect = dialects.get(name)!
  const overlap = checkOverlap(overlapSeconds)
  if (overlap > 0 && !dialect.secret.overlap) {
    const message = `A ${dialect.title} signature carries one secret only: leave overlapSeconds out, and update the receiver at once.`
    throw userError('OVERLAP_NOT_SUPPORTED', message, 'overlapSeconds')
  }
  const { secret, kind } =
    given == null
      ? { secret: dialect.createSecret(secretKind), kind: secretKind }
      : readGivenSecret(dialect, given, 'secret')
  const next = sealSecret(keyring, id, secret)
  // Under a lock, so that a concurrent rotation continues from the secrets stored here.
  const webhook = await changeWebhook(database, id, async (locked, em) => {
    const now = new Date()
    const oldEnds = overlap > 0 ? new Date(now.getTime() + overlap * 1000) : null
    const rotation = rotateSecrets(locked.secrets, next, now, oldEnds)
    if (rotation.kind === 'full') {
      const message = `${MAXIMUM_LIVE_SECRETS} secrets already sign for this webhook, the maximum. The first of them expires at ${rotation.until.toISOString()}: rotate again then, or leave overlapSeconds out to end all of them now.`
      throw userError('TOO_MANY_SECRETS', message, 'overlapSeconds')
    }
    locked.secrets = rotation.secrets
    locked.secretKind = kind
    const { organizationId } = locked
    await tell(em, [
      {
        organizationId,
        type: 'webhook.secret_rotated',
        webhookId: id,
        detail: { oldSecretExpiresAt: oldEnds },
      },
    ])
  })
  notify.tell()
  return webhook && { webhook, secret }
}
