import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { fullOf, type LIMITS } from '../../organizations/limits.ts'
import type { ApiContext } from '../context.ts'
import { userError } from '../../words/user-errors.ts'
import type { Scope } from '../../words/enums.ts'

/** A name for people, trimmed. Throws INVALID unless it has 1 to 200 characters. */
export function checkName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= 200) return trimmed
  throw userError('INVALID', 'A name has 1 to 200 characters.', 'input.name')
}

/** An id of the product's own. Throws INVALID. */
export function checkId(id: string): string {
  if (/^[\w-]{1,64}$/.test(id)) return id
  throw userError('INVALID', 'An id has 1 to 64 characters of A-Z a-z 0-9 _ and -.', 'input.id')
}

/** Throws FORBIDDEN unless the caller has all the scopes it is about to hand out. */
export function requireScopes({ apiKey }: ApiContext, scopes: readonly Scope[], field: string): void {
  const lacked = scopes.find((scope) => !apiKey.scopes.includes('OPERATE') && !apiKey.scopes.includes(scope))
  if (lacked)
    throw userError('FORBIDDEN', `Your key lacks the scope ${lacked}, so it can not give it.`, field)
}

/** Throws LIMIT_REACHED when the organization has no room for one more. Ask it under lockOrganization. */
export async function requireRoom(
  { settings }: ApiContext,
  em: SqlEntityManager,
  organizationId: string,
  noun: keyof typeof LIMITS,
): Promise<void> {
  const full = await fullOf(em, settings, organizationId, noun)
  if (full !== null) throw userError('LIMIT_REACHED', full)
}
