import { Connection } from '@temporalio/client'
import { migrate as migrateDatabase, openDatabase } from '../database/database.ts'
import { prepareTemporal } from '../stack/prepare-temporal.ts'

/** Brings Postgres's tables to this version, and Temporal's namespace and search attributes. Safe to repeat. */
export async function migrate(
  databaseUrl: string,
  temporalAddress: string,
  namespace: string,
): Promise<void> {
  const database = await openDatabase(databaseUrl, 2)
  try {
    await migrateDatabase(database)
  } finally {
    await database.close()
  }
  const connection = await Connection.connect({ address: temporalAddress })
  try {
    await prepareTemporal(connection, namespace)
  } finally {
    await connection.close()
  }
}
