import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** So many of a webhook's newest attempts are looked at, as by a page of a filtered log. Mostly the first one succeeded. */
const MAXIMUM_SCANNED = 10_000

/** When an attempt succeeded for the last time, from the delivery log; null: none of the newest has. */
export async function lastSuccess(database: Database, webhookId: string): Promise<Date | null> {
  // In the order of its index, so that it reads until the first success.
  const [found] = await sql<{ finishedAt: Date }>(database)`
    select finished_at as "finishedAt" from (
      select xid, id, outcome, finished_at from attempts where webhook_id = ${webhookId}
      order by xid desc, id desc limit ${MAXIMUM_SCANNED}) newest
    where outcome = 'SUCCEEDED' order by xid desc, id desc limit 1`
  return found?.finishedAt ?? null
}
