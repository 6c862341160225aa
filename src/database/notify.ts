import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** Postgres channels that wake other processes. What they say is a hint: everyone looks in the tables. */
export const WAKE = {
  /** Deliveries wait for the relay. */
  relay: 'durahook_relay',
  /** Attempts were logged; the payload names the webhooks and organizations, or is empty for "look at all". */
  log: 'durahook_log',
  /** API keys were revoked; the payload names them. */
  keys: 'durahook_keys',
} as const

export interface Notify {
  deliveriesWait(): void
  attemptLogged(attempt: { webhookId: string; organizationId: string }): void
  keyRevoked(keyId: string): void
  /** Resolves when everything said so far was sent. */
  flush(): Promise<void>
}

/**
 * The next notification comes this long after one, in milliseconds, with all that came up meanwhile. Each makes every
 * subscriber's API process read the log, so those pause longer: a subscriber does not notice.
 */
const PAUSE_MS: Record<string, number> = { [WAKE.relay]: 10, [WAKE.log]: 40, [WAKE.keys]: 0 }

/** Postgres takes payloads below 8,000 bytes. */
const MAXIMUM_PAYLOAD = 7_900

/**
 * Sends notifications outside of the transactions they speak of, one at a time: NOTIFY takes a lock of the whole
 * database at commit, so whatever comes up while one is being sent, or right after, goes out together in the next.
 */
export function createNotify(database: Database, log: Logger): Notify {
  const waiting = new Map<string, Set<string>>()
  let sending: Promise<void> | null = null

  function queue(channel: string, ...names: string[]): void {
    const set = waiting.get(channel) ?? new Set()
    for (const name of names) set.add(name)
    waiting.set(channel, set)
    sending ??= send()
  }

  async function send(): Promise<void> {
    await Promise.resolve() // what is said in the same moment goes along
    while (waiting.size > 0) {
      const batch = [...waiting].map(([channel, names]) => ({ channel, payload: payloadOf(names) }))
      waiting.clear()
      try {
        await sql(database)`select pg_notify(channel, payload)
          from json_to_recordset(${JSON.stringify(batch)}) as n(channel text, payload text)`
      } catch (error) {
        // Listeners look into the tables by themselves once a second, so a lost notification is late, not lost.
        log.warn({ err: error }, 'A notification could not be sent.')
      }
      await delay(Math.min(...batch.map(({ channel }) => PAUSE_MS[channel]!)))
    }
    // In the same moment that found nothing waiting: what is said from here on has to be sent by a new round.
    sending = null
  }

  return {
    deliveriesWait: () => queue(WAKE.relay),
    attemptLogged: ({ webhookId, organizationId }) => queue(WAKE.log, webhookId, organizationId),
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
