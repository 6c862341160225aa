import { migrate as migrateDatabase } from '../database/database.ts'
import { noteNeededMigration } from '../database/needed-migration.ts'
import { prepareTemporal } from '../temporal/prepare-temporal.ts'
import { makeCurrent } from '../temporal/worker-version.ts'
import { preparePurgeSchedule } from '../temporal/prepare-schedule.ts'
import { keepingOf, purgeEveryMs } from '../retention/keeping.ts'
import { makePartitions } from '../retention/make-partitions.ts'
import type { Settings } from '../settings/settings.ts'
import { openDatabase } from './open-database.ts'
import { reachDatabase, reachTemporal } from './check-start.ts'

/**
 * Brings Postgres's tables, and Temporal's namespace, search attributes and schedule, to this version, and gives what waits to its workers.
 * Safe to repeat. Of an older version: takes back what goes to the workers of a newer one; the tables stay as they are.
 * @throws SettingsError if Postgres or Temporal can't be reached
 */
export async function migrate(
  databaseUrl: string,
  temporalAddress: string,
  settings: Settings,
): Promise<void> {
  const namespace = settings.TEMPORAL_NAMESPACE
  const keeping = keepingOf(settings)
  await reachDatabase(databaseUrl)
  const database = await openDatabase(databaseUrl, 2)
  try {
    await migrateDatabase(database)
    await noteNeededMigration(database)
    await makePartitions(database, keeping)
  } finally {
    await database.close()
  }
  const connection = await reachTemporal(temporalAddress)
  try {
    await prepareTemporal(connection, namespace, settings.TEMPORAL_DAYS)
    await preparePurgeSchedule(connection, namespace, purgeEveryMs(keeping))
    await makeCurrent(connection, namespace)
  } finally {
    await connection.close()
  }
}
