import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Partition, PartitionedTable } from './partitions.ts'
import { LOCK_NOT_AVAILABLE, withShortLock } from './short-lock.ts'

/** What the name of a table begins with that is no partition any more, and is to be dropped. */
const DROPPED = 'dropped_'

/**
 * Takes a partition out of its table, for which others wait a moment, and then drops it, which nobody notices. `before` runs in
 * the same transaction, and can save a few rows from the table that it is given. Returns false, and changes nothing, if the table is
 * in use all the time, such as by a backup.
 */
export async function dropPartition(
  database: Database,
  { parent }: PartitionedTable,
  { name }: Partition,
  before: (em: SqlEntityManager, table: string) => Promise<void> = async () => {},
): Promise<boolean> {
  try {
    await withShortLock(database, async (em) => {
      await em.execute(`alter table ${parent} detach partition ${name}`)
      await em.execute(`alter table ${name} rename to ${DROPPED}${name}`)
      await before(em, DROPPED + name)
    })
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return false
    throw error
  }
  await dropDropped(database)
  return true
}

/** Drops what was taken out of its table; also what a process that died left. */
export async function dropDropped(database: Database): Promise<void> {
  const tables = await sql<{ name: string }>(database)`
    select oid::regclass::text as name from pg_class
    where relkind = 'r' and starts_with(relname, ${DROPPED}) and relnamespace = current_schema()::regnamespace`
  for (const { name } of tables) await database.em.fork().execute(`drop table if exists ${name}`)
}
