import type { Database } from './database.ts'

/** The names of the migrations that this version knows, the oldest first. */
export const knownMigrations = (database: Database): string[] =>
  database.config.get('migrations').migrationsList!.map((one) => (one as { name: string }).name)
