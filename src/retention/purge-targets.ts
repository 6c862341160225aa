import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Progress } from './batches.ts'
import type { Keeping } from './keeping.ts'

/** Deletes where requests of webhooks once went, if a newer target is older than all attempts that are kept. */
export async function purgeTargets(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<void> {
  const rows = await sql(database)`
    delete from webhook_targets t
    where exists (select from webhook_targets newer
      where newer.webhook_id = t.webhook_id and newer.target_version > t.target_version
        and newer.created_at < ${new Date(now - keeping.attempts)})
    returning 1`
  progress(rows.length)
}
