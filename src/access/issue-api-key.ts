import type { Database } from '../database/database.ts'
import { requireBelowLimit } from '../organizations/limits.ts'
import type { Settings } from '../settings/settings.ts'
import { checkName } from '../words/check-name.ts'
import type { Scope } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'
import type { ApiKey } from './api-key.ts'
import { addApiKey, type NewApiKey } from './api-keys.ts'
import { lockOwner } from './lock-owner.ts'
import { requireScopes } from './require-scopes.ts'

export type WantedApiKey = Omit<NewApiKey, 'organizationId'>

/** Checks what does not depend on the new key's owner: name, scopes and expiry. Throws INVALID, FORBIDDEN. */
export function checkApiKey(
  caller: ApiKey,
  input: { name: string; scopes: readonly Scope[]; expiresAt?: Date | null | undefined },
): WantedApiKey {
  const name = checkName(input.name)
  const scopes = [...new Set(input.scopes)]
  if (scopes.length === 0) throw userError('INVALID', 'A key needs at least one scope.', 'input.scopes')
  requireScopes(caller, scopes, 'input.scopes')
  if (input.expiresAt && input.expiresAt <= new Date())
    throw userError('INVALID', 'The key would have expired already.', 'input.expiresAt')
  return { name, scopes, expiresAt: input.expiresAt ?? null }
}

/** Creates a key for an organization, or for an operator (null). `wanted`: from checkApiKey. Throws INVALID, LIMIT_REACHED. */
export async function issueApiKey(
  { database, settings }: { database: Database; settings: Settings },
  organizationId: string | null,
  wanted: WantedApiKey,
): Promise<{ apiKey: ApiKey; token: string }> {
  const operates = wanted.scopes.includes('OPERATE')
  if (operates && organizationId !== null) {
    throw userError(
      'INVALID',
      'A key of one organization can not have the scope OPERATE. Leave organizationId out.',
      'input.scopes',
    )
  }
  if (!operates && organizationId === null) {
    throw userError(
      'INVALID',
      'A key without the scope OPERATE belongs to an organization: give an organizationId.',
      'input.organizationId',
    )
  }
  return lockOwner(database, organizationId, async (em) => {
    await requireBelowLimit(em, settings, organizationId, 'API keys')
    return addApiKey(em, { organizationId, ...wanted })
  })
}
