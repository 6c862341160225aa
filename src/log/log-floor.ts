import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { FollowScope } from './read-log.ts'

/**
 * Since when a log is complete: what ended earlier may have been dropped, because it is kept for so long only. Null: nothing of it
 * was dropped.
 */
export async function completeSince(database: Database, scope: FollowScope): Promise<Date | null> {
  const [row] = await sql<{ since: Date | null }>(database)`
    select max(complete_since) as since from log_floors
    where organization_id in ('', coalesce(${'organizationId' in scope ? scope.organizationId : null},
      (select organization_id from webhooks where id = ${'webhookId' in scope ? scope.webhookId : null})))`
  return row!.since
}

/** The owner under which the floor of an organization's operational events is noted; '': of all. An organization's id has no `/`. */
export const operationalFloor = (organizationId: string): string => `operational/${organizationId}`

/**
 * Notes that entries below a position were dropped; call it in the transaction that drops them. `organizationId`: '' if they are
 * of all organizations.
 */
export async function raiseLogFloor(
  on: Parameters<typeof sql>[0],
  organizationId: string,
  position: string,
  since: Date,
): Promise<void> {
  await sql(on)`
    insert into log_floors (organization_id, position, complete_since)
    values (${organizationId}, ${position}::xid8, ${since})
    on conflict (organization_id) do update set position = greatest(log_floors.position, excluded.position),
      complete_since = greatest(log_floors.complete_since, excluded.complete_since)`
}
