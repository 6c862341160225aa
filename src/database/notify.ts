import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from './database.ts'
import { createTokenBuckets } from '../token-buckets.ts'
import { sql } from './sql.ts'

/** Postgres channels that wake other processes. A notification is only a hint: listeners read the tables. */
export const WAKE = {
  /** Deliveries wait for the relay. */
  relay: 'durahook_relay',
  /** Attempts were logged. The payload names the webhooks and organizations; an empty one means "check all". */
  log: 'durahook_log',
  /** Deliveries of these organizations are late; each name is a backlog (backlog.ts). */
  backlog: 'durahook_backlog',
  /** Operational events wait to be announced. */
  tell: 'durahook_tell',
  /** Operational events of these organizations were announced. */
  told: 'durahook_told',
  /** API keys were revoked; the payload names them. */
  keys: 'durahook_keys',
} as const

export interface Notify {
  deliveriesWait(): void
  attemptLogged(attempt: { webhookId: string; organizationId: string }): void
  deliveriesLate(backlogs: readonly string[]): void
  /** Operational events wait to be announced. Call it after the transaction that stored them. */
  tell(): void
  /** Operational events of these organizations were announced. */
  told(organizationIds: Iterable<string>): void
  keyRevoked(keyId: string): void
  /** Resolves when all notifications so far were sent. */
  flush(): Promise<void>
}

/**
 * Pause after a notification, in milliseconds; the next one carries all names that came up meanwhile. One for the log makes
 * every API process with subscribers read the log, so at full speed a read finds several entries. Only what adds up to more than
 * SPARED_MS is waited for.
 */
const PAUSE_MS: Record<string, number> = {
  [WAKE.relay]: 14,
  [WAKE.log]: 15,
  [WAKE.backlog]: 0,
  [WAKE.tell]: 10,
  [WAKE.told]: 12,
  [WAKE.keys]: 0,
}

const SPARED_MS = 45

/** Postgres takes payloads below 8,000 bytes. */
const MAXIMUM_PAYLOAD = 7_900

/**
 * Sends notifications in batches, one at a time and outside of the transactions they are about: NOTIFY takes a lock of the
 * whole database at commit. Names that come up while one is sent, or during the pause after it, go into the next.
 */
export function createNotify(database: Database, log: Logger): Notify {
  const waiting = new Map<string, Set<string>>()
  const pauses = createTokenBuckets({ perMs: 1, burst: SPARED_MS })
  let sending: Promise<void> | null = null

  function queue(channel: string, ...names: string[]): void {
    const set = waiting.get(channel) ?? new Set()
    for (const name of names) set.add(name)
    waiting.set(channel, set)
    sending ??= send()
  }

  async function send(): Promise<void> {
    await Promise.resolve() // so that names queued in the same tick go into this batch
    while (waiting.size > 0) {
      const batch = [...waiting].map(([channel, names]) => ({ channel, payload: payloadOf(names) }))
      waiting.clear()
      try {
        await sql(database)`select pg_notify(channel, payload)
          from json_to_recordset(${JSON.stringify(batch)}) as n(channel text, payload text)`
      } catch (error) {
        // Not fatal: listeners also read the tables once a second, so they notice the change a little later.
        log.warn({ err: error }, 'A notification could not be sent.')
      }
      pauses.spend('', Math.min(...batch.map(({ channel }) => PAUSE_MS[channel]!)))
      await delay(pauses.msUntilMore(''))
    }
    // In the same tick as the check above, so that a name queued from now on starts a new `send`.
    sending = null
  }

  return {
    deliveriesWait: () => queue(WAKE.relay),
    attemptLogged: ({ webhookId, organizationId }) => queue(WAKE.log, webhookId, organizationId),
    deliveriesLate: (backlogs) => queue(WAKE.backlog, ...backlogs),
    tell: () => queue(WAKE.tell),
    told: (organizationIds) => queue(WAKE.told, ...organizationIds),
    keyRevoked: (keyId) => queue(WAKE.keys, keyId),
    flush: async () => {
      await sending
    },
  }
}

function payloadOf(names: Set<string>): string {
  const payload = [...names].join(' ')
  return payload.length <= MAXIMUM_PAYLOAD ? payload : ''
}
