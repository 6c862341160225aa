import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** The event of an organization with this idempotency key, and whether it still has its payload; null if there is none. */
export async function eventOfKey(
  database: Database,
  organizationId: string,
  key: string,
): Promise<{ id: string; hasData: boolean } | null> {
  const [event] = await sql<{ id: string; hasData: boolean }>(database)`
    select e.id, e.data is not null as "hasData"
    from (select event_id from idempotency_keys where organization_id = ${organizationId} and key = ${key} offset 0) k
      cross join lateral (select id, data from known_events where id = k.event_id offset 0) e`
  return event ?? null
}
