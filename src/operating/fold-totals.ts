import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Rows of one statement: an earlier version, put back for days, may have left millions. */
const BATCH = 50_000

/** Makes few rows of the many that ended deliveries added to delivery_totals. Does nothing while another process does it. */
export async function foldTotals(database: Database, batch = BATCH): Promise<void> {
  for (;;) {
    const [row] = await sql<{ folded: number; made: number }>(database)`
      with mine as materialized (
        select pg_try_advisory_xact_lock(hashtext('durahook:totals')) as yes
      ), folded as (
        delete from delivery_totals where ctid in (
          select ctid from delivery_totals where (select yes from mine) limit ${batch})
        returning dialect, lane, status, deliveries
      ), added as (
        insert into delivery_totals (dialect, lane, status, deliveries)
        select dialect, lane, status, sum(deliveries) from folded group by dialect, lane, status
      )
      select (select count(*)::int from folded) as folded, count(distinct (dialect, lane, status))::int as made from folded`
    if (row!.folded < batch || row!.folded === row!.made) return
  }
}
