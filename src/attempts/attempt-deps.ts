import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Settings } from '../settings/settings.ts'

/** Dependencies of an attempt. */
export interface AttemptDeps {
  database: Database
  dialects: Dialects
  keyring: Keyring
  outbound: Outbound
  notify: Notify
  log: Logger
  settings: Pick<Settings, 'ATTEMPTS_PER_WEBHOOK'>
}
