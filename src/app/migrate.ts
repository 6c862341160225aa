import { migrate as migrateDatabase } from '../database/database.ts'
import { prepareTemporal } from '../temporal/prepare-temporal.ts'
import { openDatabase } from './open-database.ts'
import { reachDatabase, reachTemporal } from './check-start.ts'

/**
 * Brings Postgres's tables, and Temporal's namespace and search attributes, to this version. Safe to repeat.
 * @throws SettingsError if Postgres or Temporal can't be reached
 */
export async function migrate(
  databaseUrl: string,
  temporalAddress: string,
  namespace: string,
): Promise<void> {
  await reachDatabase(databaseUrl)
  const database = await openDatabase(databaseUrl, 2)
  try {
    await migrateDatabase(database)
  } finally {
    await database.close()
  }
  const connection = await reachTemporal(temporalAddress)
  try {
    await prepareTemporal(connection, namespace)
  } finally {
    await connection.close()
  }
}
