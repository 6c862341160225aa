import type { Scope } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'
import type { ApiKey } from './api-key.ts'

/** Throws FORBIDDEN unless the caller has all the scopes that it grants. */
export function requireScopes(caller: ApiKey, scopes: readonly Scope[], field: string): void {
  const lacked = scopes.find((scope) => !caller.scopes.includes('OPERATE') && !caller.scopes.includes(scope))
  if (lacked)
    throw userError('FORBIDDEN', `Your key lacks the scope ${lacked}, so it can not give it.`, field)
}
