import { openDatabase } from './open-database.ts'
import { checkTables } from './check-start.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { keysInUse, resealSecrets } from '../secrets/reseal-secrets.ts'
import { SettingsError, type Settings } from '../settings/settings.ts'

/**
 * Seals every webhook secret under the first of ENCRYPTION_KEYS.
 * @throws SettingsError if a secret's key is missing, or if a running API or worker still seals with an older key
 */
export async function rotateEncryptionKey(
  databaseUrl: string,
  keys: Settings['ENCRYPTION_KEYS'],
  print: (line: string) => void,
): Promise<void> {
  if (keys.length === 0) throw new SettingsError('ENCRYPTION_KEYS is not set.')
  const keyring = createKeyring(keys)
  await checkTables(databaseUrl)
  const database = await openDatabase(databaseUrl, 2)
  try {
    const missing = (await keysInUse(database)).filter(({ id }) => keys.every((key) => key.id !== id))
    if (missing.length > 0) {
      const names = missing.map(({ id, secrets }) => `"${id}" (${secrets} secrets)`).join(', ')
      throw new SettingsError(`These keys are in use and not in ENCRYPTION_KEYS: ${names}. Add them again.`)
    }
    const done = await resealSecrets(database, keyring, (webhooks) =>
      print(`${webhooks} webhooks sealed again`),
    )
    const outdated = (await keysInUse(database)).filter(({ id }) => id !== keyring.currentKeyId)
    if (outdated.length > 0) {
      throw new SettingsError(
        `Something still seals secrets with ${outdated.map(({ id }) => `"${id}"`).join(', ')}. Give every API and worker the new ENCRYPTION_KEYS, then run this again.`,
      )
    }
    print(
      `All secrets are sealed with "${keyring.currentKeyId}" (${done} webhooks changed). Older keys can go.`,
    )
  } finally {
    await database.close()
  }
}
