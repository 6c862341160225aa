import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/sql.ts'

export interface Counted<Result> {
  result: Result
  rowsRead: number
}

/**
 * Counts the rows of tables, with all their partitions, that `read` reads on a database with one connection. It counts within one transaction, so that
 * nobody else's reads are in it: Postgres adds those of a connection to the totals seconds later. Rows, not entries of
 * indexes: an open transaction anywhere in the cluster leaves dead entries in them.
 */
export async function countRowsRead<Result>(
  database: Database,
  tables: readonly string[],
  read: () => Promise<Result>,
): Promise<Counted<Result>> {
  const count = async () => {
    const [row] = await sql<{ count: string }>(database)`
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as count from pg_stat_xact_user_tables
      where relid = any (${tables}::regclass[])
        or relid in (select (pg_partition_tree(name::regclass)).relid from unnest(${tables}::text[]) name)`
    return Number(row!.count)
  }
  await sql(database)`begin`
  try {
    const before = await count()
    const result = await read()
    return { result, rowsRead: (await count()) - before }
  } finally {
    await sql(database)`commit`
  }
}
