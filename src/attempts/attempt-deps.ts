import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { SpreadTimeouts } from './spread-timeouts.ts'
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
  spreadTimeouts: SpreadTimeouts
  /**
   * Called when the receiver has answered, or can't any more: the attempt has only to be recorded, and its receiver is free for others.
   * Not if it asked for less, or for nothing more.
   */
  answered(deliveryId: string): void
  /** Called when operational events were stored with an attempt: they wait to be announced. */
  told(): void
  /** Called when what is held for a webhook may begin now. */
  freed(): void
  /** Called when an attempt of the organization timed out. */
  timedOut(organizationId: string): void
}
