import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { Organization } from '../organizations/organization.ts'
import { userError } from '../words/user-errors.ts'
import { isOf, tableOf } from './event-type-owner.ts'

type Owner = Pick<Organization, 'id' | 'dialect'>

/**
 * Deletes an event type of an organization, or, for null, one that all organizations share. Returns false if there is none. Events
 * that have been published keep their type. Throws IN_USE while webhooks name it; patterns such as `invoice.*` don't count.
 */
export function deleteEventType(
  { database, dialects }: { database: Database; dialects: Dialects },
  organization: Owner | null,
  name: string,
): Promise<boolean> {
  const owner = organization?.id ?? null
  return transactional(database, async (em) => {
    // Kept until the end: who deletes the shared type at the same moment waits, and then counts.
    const isShared = organization !== null && (await keepShared(em, name))
    const deleted = await sql(em)`
      delete from ${tableOf(owner)} where ${isOf(owner)} and name = ${name} returning 1`
    if (deleted.length === 0) return false
    if (isShared) return true
    const webhooks = organization
      ? await webhooksOf(em, dialects, organization, name)
      : await webhooksOfAll(em, name)
    if (webhooks === 0) return true
    const what = webhooks === 1 ? '1 webhook names' : `${webhooks} webhooks name`
    const message = `${what} this event type. Give them other event types, or delete them, first.`
    throw userError('IN_USE', message, 'name')
  })
}

/** Whether all organizations share a type of that name. If so, it stays until the transaction ends. */
async function keepShared(em: SqlEntityManager, name: string): Promise<boolean> {
  return (await sql(em)`select from shared_event_types where name = ${name} for key share`).length > 0
}

/** How many of the organization's webhooks name a type that is no more. None if the dialect has one of that name. */
async function webhooksOf(
  em: SqlEntityManager,
  dialects: Dialects,
  { id, dialect }: Owner,
  name: string,
): Promise<number> {
  if (dialects.get(dialect)?.eventTypes.some((type) => type.name === name)) return 0
  const [row] = await sql<{ count: number }>(em)`
    select count(*)::int from webhooks
    where organization_id = ${id} and deleted_at is null and operational is null and event_types @> array[${name}::text]`
  return row!.count
}

/** How many webhooks name a shared type that is no more, without those whose organization has its own. Reads all webhooks. */
async function webhooksOfAll(em: SqlEntityManager, name: string): Promise<number> {
  const [row] = await sql<{ count: number }>(em)`
    select count(*)::int from webhooks w
    where deleted_at is null and operational is null and event_types @> array[${name}::text]
      and not exists (select from event_types where organization_id = w.organization_id and name = ${name})`
  return row!.count
}
