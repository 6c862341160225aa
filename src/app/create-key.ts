import { openDatabase } from './open-database.ts'
import { createApiKey } from '../access/api-keys.ts'
import { checkTables } from './check-start.ts'

/** Makes an operator key, which no API call can do before there is one. Returns the key; it can't be shown again. */
export async function createOperatorKey(databaseUrl: string): Promise<string> {
  await checkTables(databaseUrl)
  const database = await openDatabase(databaseUrl, 2)
  try {
    const wanted = {
      organizationId: null,
      name: 'Made on the command line',
      scopes: ['OPERATE' as const],
      expiresAt: null,
    }
    return (await createApiKey(database, wanted)).token
  } finally {
    await database.close()
  }
}
