import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { announce, areToAnnounce } from './announce.ts'
import { EVERYBODY } from './read-operational-events.ts'
import type { DisableSettings } from './operational-event.ts'

export interface AnnouncerDeps {
  database: Database
  notify: Pick<Notify, 'deliveriesWait' | 'told'>
  settings: DisableSettings
  log: Logger
}

/** Announces operational events (announce.ts). */
export interface Announcer {
  /** Announces at once what was told by now. Call it after the transaction that told something. */
  wake(): void
  /** Announces nothing new, and waits for what is under way. */
  close(): Promise<void>
}

/** How often it looks by itself, in milliseconds: whoever told something may have died before it woke anybody. */
const LOOK_MS = 1_000

/** Starts announcing. Any number of announcers may run at once, in any processes. */
export function createAnnouncer({ database, notify, settings, log }: AnnouncerDeps): Announcer {
  let closed = false
  let again = false
  let running: Promise<void> | null = null
  const looking = setInterval(wake, LOOK_MS)

  function wake(): void {
    if (closed) return
    again = true
    running ??= run()
  }

  async function run(): Promise<void> {
    while (again && !closed) {
      again = false
      try {
        if (await areToAnnounce(database)) await announceAll()
      } catch (error) {
        log.warn({ err: error }, 'Operational events could not be announced; trying again.')
      }
    }
    // In the same tick as the check above, so that a wake from now on starts a new `run`.
    running = null
  }

  async function announceAll(): Promise<void> {
    let more = true
    while (more && !closed) {
      const announced = await announce(database, settings)
      if (announced.deliveries > 0) notify.deliveriesWait()
      if (announced.organizationIds.size > 0) notify.told([...announced.organizationIds, EVERYBODY])
      more = announced.more
    }
  }

  return {
    wake,
    async close() {
      closed = true
      clearInterval(looking)
      await running
    },
  }
}
