import type { Database } from './database.ts'
import { sql } from './sql.ts'

/**
 * The last migration after which an older version can't work with the tables any more: it takes something away, or changes what it means.
 * Those after it only add, so that this version and the one before run side by side, and the older one can be put back.
 */
const NEEDED = '0025-needed-migration'

/** Notes in the tables what a process must know to work with them. Never goes back. */
export async function noteNeededMigration(database: Database): Promise<void> {
  await sql(database)`
    insert into needed_migration (name) values (${NEEDED})
    on conflict (one) do update set name = greatest(needed_migration.name, excluded.name)`
}

/** The migration that a process must know to work with the tables. */
export async function readNeededMigration(database: Database): Promise<string> {
  const [row] = await sql<{ name: string }>(database)`select name from needed_migration`
  return row!.name
}
