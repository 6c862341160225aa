import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { createNotify } from '../database/notify.ts'
import { loadDialects } from '../dialects/registry.ts'
import { createAddressGuard } from '../outbound/address-guard.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { SettingsError, type Settings } from '../settings/settings.ts'
import { openDatabase } from './open-database.ts'

/** What the API and the worker are opened with. */
export interface OpenOptions {
  settings: Settings
  databaseUrl: string
  temporalAddress: string
  log: Logger
  /** See WorkerDeps. */
  workflows?: URL
}

/** How long connections may take to close, in milliseconds. */
export const CONNECTIONS_END_MS = 500

/** Opens what both the API and the worker need. */
export async function openShared(
  { settings, databaseUrl, log }: OpenOptions,
  poolSize: number,
  session: Record<string, string>,
) {
  if (settings.ENCRYPTION_KEYS.length === 0) {
    throw new SettingsError(
      'ENCRYPTION_KEYS is not set. Make a key with: echo "k1:$(openssl rand -base64 32)"',
    )
  }
  const database: Database = await openDatabase(databaseUrl, poolSize, session)
  const shared = {
    settings,
    log,
    database,
    dialects: await loadDialects(),
    keyring: createKeyring(settings.ENCRYPTION_KEYS),
    notify: createNotify(database, log),
  }
  return { shared, guard: createAddressGuard({ allowedRanges: settings.ALLOWED_RANGES }) }
}
