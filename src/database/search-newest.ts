import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** Maximum number of rows one page of a filtered list scans. */
const MAXIMUM_SCANNED = 10_000

export interface Search {
  table: 'deliveries' | 'events'
  /** Which rows to scan: a condition that matches an index ordered by id. */
  scope: RawBuilder<unknown>
  /** Which of the scanned rows to return. */
  filter: RawBuilder<unknown>
  /** Start after this id; null starts at the newest. */
  before: string | null
  limit: number
}

/**
 * Ids of rows that pass a filter, the newest first, at most `limit`. Scans a limited number of rows, however few of them
 * pass. `searchedTo` is the last scanned id if the scan stopped at its limit with rows left; otherwise null.
 */
export async function searchNewest(
  database: Database,
  { table, scope, filter, before, limit }: Search,
): Promise<{ ids: string[]; searchedTo: string | null }> {
  const from = fragment`${fragment.table(table)} where ${scope}
    and ${before === null ? fragment`true` : fragment`id < ${before}`} order by id desc`
  const rows = await sql<{ id: string; isEnd: boolean }>(database)`
    with found as materialized (
      select id from (select * from ${from} limit ${MAXIMUM_SCANNED}) scanned where ${filter} order by id desc limit ${limit}
    )
    select id, false as "isEnd" from found
    union all
    -- The last scanned row and the one after it, if the scan got that far.
    (select id, true from (select id from ${from} offset ${MAXIMUM_SCANNED - 1} limit 2) ends
      where (select count(*) from found) < ${limit})
    order by "isEnd", id desc`
  const [end, next] = rows.filter(({ isEnd }) => isEnd)
  return {
    ids: rows.filter(({ isEnd }) => !isEnd).map(({ id }) => id),
    searchedTo: end && next ? end.id : null,
  }
}
