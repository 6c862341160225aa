import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

const MAXIMUM = 20

/**
 * The ids of an organization's webhooks that somebody has to look at: those that are FAILING, the longest first, then those that
 * were DISABLED because they failed or their receiver is gone, the newest first. At most 20.
 */
export async function webhooksInNeed(database: Database, organizationId: string): Promise<string[]> {
  const rows = await sql<{ id: string }>(database)`
    (select h.webhook_id as id from webhook_health h
        cross join lateral (select status, deleted_at from webhooks where id = h.webhook_id offset 0) w
      where h.organization_id = ${organizationId} and h.failing_since is not null
        and w.deleted_at is null and w.status in ('ENABLED', 'PAUSED')
      order by h.failing_since, h.webhook_id limit ${MAXIMUM})
    union all
    (select id from webhooks
      where organization_id = ${organizationId} and deleted_at is null
        and status = 'DISABLED' and status_reason in ('FAILING', 'GONE')
      order by missed_since desc nulls last, id desc limit ${MAXIMUM})
    limit ${MAXIMUM}`
  return rows.map(({ id }) => id)
}
