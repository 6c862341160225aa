import type { Database } from '../database/database.ts'
import { requireBelowLimit } from '../organizations/limits.ts'
import { checkOverlap } from '../secrets/check-overlap.ts'
import type { Settings } from '../settings/settings.ts'
import { userError } from '../words/user-errors.ts'
import type { ApiKey } from './api-key.ts'
import { addApiKey } from './api-keys.ts'
import { replaceApiKey } from './end-api-key.ts'
import { lockOwner } from './lock-owner.ts'
import { requireScopes } from './require-scopes.ts'

/**
 * Creates a key that replaces another one. The old key stays valid for `overlapSeconds`. Throws FORBIDDEN, INVALID,
 * LIMIT_REACHED.
 */
export async function rotateApiKey(
  { database, settings }: { database: Database; settings: Settings },
  caller: ApiKey,
  { id, organizationId, scopes }: ApiKey,
  overlapSeconds: number | null | undefined,
): Promise<{ apiKey: ApiKey; token: string }> {
  requireScopes(caller, scopes, 'id')
  const overlapMs = checkOverlap(overlapSeconds) * 1000
  return lockOwner(database, organizationId, async (em) => {
    const old = await replaceApiKey(em, id, overlapMs)
    // Otherwise anyone with the id of an ended key could get a valid key for it.
    if (!old) {
      const message = 'The key was replaced or revoked, or has expired. Make a new one with createApiKey.'
      throw userError('INVALID', message, 'id')
    }
    if (overlapMs > 0) await requireBelowLimit(em, settings, organizationId, 'API keys')
    const { name, expiresAt } = old
    return addApiKey(em, { organizationId, name, scopes, expiresAt, replaces: id })
  })
}
