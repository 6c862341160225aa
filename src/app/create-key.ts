import { openDatabase } from './open-database.ts'
import { createApiKey } from '../access/api-keys.ts'
import { checkTables } from './check-start.ts'

/** Creates an operator key: the API can't create the first one. Returns the key, which can't be shown again. */
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
