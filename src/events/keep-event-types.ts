import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { Organization } from '../organizations/organization.ts'
import { userError } from '../words/user-errors.ts'
import { isPattern } from './event-type-patterns.ts'

/**
 * Keeps the event types that a webhook is about to name until the transaction ends: whoever deletes one of them waits, and then counts
 * the webhook. Throws UNKNOWN_EVENT_TYPE if one was deleted since it was checked. Patterns need no event type.
 */
export async function keepEventTypes(
  em: SqlEntityManager,
  dialects: Dialects,
  organization: Pick<Organization, 'id' | 'dialect'>,
  asked: readonly string[],
): Promise<void> {
  const ofDialect = new Set(dialects.get(organization.dialect)?.eventTypes.map(({ name }) => name))
  const names = asked.filter((name) => !isPattern(name) && !ofDialect.has(name))
  if (names.length === 0) return
  const own = await sql<{ name: string }>(em)`
    select name from event_types where organization_id = ${organization.id} and name = any (${names}::text[]) order by name for key share`
  const others = without(names, own)
  if (others.length === 0) return
  const shared = await sql<{ name: string }>(em)`
    select name from shared_event_types where name = any (${others}::text[]) order by name for key share`
  const [gone] = without(others, shared)
  if (gone !== undefined)
    throw userError('UNKNOWN_EVENT_TYPE', `The event type ${gone} was deleted meanwhile.`, 'input.eventTypes')
}

function without(names: readonly string[], found: readonly { name: string }[]): string[] {
  const there = new Set(found.map(({ name }) => name))
  return names.filter((name) => !there.has(name))
}
