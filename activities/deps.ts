import type { Logger } from 'pino'
import type { Database } from '../src/database/database.ts'
import type { Notify } from '../src/database/notify.ts'
import type { Dialects } from '../src/dialects/registry.ts'
import type { Outbound } from '../src/outbound/outbound.ts'
import type { Keyring } from '../src/secrets/keyring.ts'
import type { Settings } from '../src/settings/settings.ts'

/** What activities are made of. */
export interface ActivityDeps {
  database: Database
  dialects: Dialects
  keyring: Keyring
  outbound: Outbound
  notify: Notify
  log: Logger
  settings: Pick<Settings, 'ATTEMPTS_PER_WEBHOOK'>
}
