import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** Most rows one page of a filtered list looks at. */
const LOOKED_AT = 10_000

export interface Search {
  table: 'deliveries' | 'events'
  /** Which rows, in the words of an index that has them ordered by id. */
  among: RawBuilder<unknown>
  /** What the rows looked at must have besides. */
  filter: RawBuilder<unknown>
  /** Look behind this id; null: from the newest. */
  before: string | null
  limit: number
}

/**
 * Ids of rows that pass a filter, the newest first, at most `limit`. It looks at so many and no more, however few of them
 * pass: `searchedTo` is the last one looked at when others lie behind it; null: all were looked at, or enough found.
 */
export async function searchNewest(
  database: Database,
  { table, among, filter, before, limit }: Search,
): Promise<{ ids: string[]; searchedTo: string | null }> {
  const from = fragment`${fragment.table(table)} where ${among}
    and ${before === null ? fragment`true` : fragment`id < ${before}`} order by id desc`
  const rows = await sql<{ id: string; isEnd: boolean }>(database)`
    with found as materialized (
      select id from (select * from ${from} limit ${LOOKED_AT}) looked where ${filter} order by id desc limit ${limit}
    )
    select id, false as "isEnd" from found
    union all
    -- The last one looked at and the one behind it, if the search got that far.
    (select id, true from (select id from ${from} offset ${LOOKED_AT - 1} limit 2) ends
      where (select count(*) from found) < ${limit})
    order by "isEnd", id desc`
  const [end, behind] = rows.filter(({ isEnd }) => isEnd)
  return {
    ids: rows.filter(({ isEnd }) => !isEnd).map(({ id }) => id),
    searchedTo: end && behind ? end.id : null,
  }
}
