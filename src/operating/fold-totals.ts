import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Makes few rows of the many that ended deliveries added to delivery_totals. Does nothing while another process does it. */
export async function foldTotals(database: Database): Promise<void> {
  await sql(database)`
    with mine as materialized (
      select pg_try_advisory_xact_lock(hashtext('durahook:totals')) as yes
    ), folded as (
      delete from delivery_totals where (select yes from mine) returning dialect, lane, status, deliveries
    )
    insert into delivery_totals (dialect, lane, status, deliveries)
    select dialect, lane, status, sum(deliveries) from folded group by dialect, lane, status`
}
