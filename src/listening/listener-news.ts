import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Webhook } from '../webhooks/webhook.ts'

/** Tells the listeners of this process that something waits for them. */
export interface ListenerNews {
  /** Joins a listener, until it leaves. */
  join(listener: Pick<Webhook, 'id' | 'organizationId'>): JoinedListener
  /** Deliveries may wait for any of them. */
  wakeAll(): void
  /** Attempts of these webhooks ended, so that their listeners have room; null: possibly of any. */
  wake(names: ReadonlySet<string> | null): void
}

export interface JoinedListener {
  /**
   * Resolves when something may wait for it, or it may have room, since the last call; after a second in any case. Gives whether
   * something waits. `inVain`: it was so the last time, and nothing could be taken (as many are on their way as may be, or a replay is
   * paused). So nothing that is published, by whomever, makes it look again before it has room, or the second is over.
   */
  news(signal: AbortSignal, inVain: boolean): Promise<boolean>
  leave(): void
}

/** How often all are looked at even if nobody tells, in milliseconds: a notification may be lost. */
const POLL_MS = 1_000

/** Shortest time from one look to the next, in milliseconds: one look is for all listeners of the process. */
const PAUSE_MS = 15

/** Creates the news of one process. `database` has INDEX_PLANNING. */
export function createListenerNews(database: Database, log: Logger): ListenerNews {
  const listeners = new Map<string, Set<(waits: boolean) => void>>()
  /** Whose they are, in the same order. */
  const organizations = new Map<string, string>()
  let looking = false
  let again = false

  async function look(): Promise<void> {
    again = true
    if (looking) return
    looking = true
    while (again && listeners.size > 0) {
      again = false
      try {
        const rows = await sql<{ id: string }>(database)`
          select asked.id from unnest(${[...listeners.keys()]}::text[], ${[...organizations.values()]}::text[])
              asked(id, organization_id)
            cross join lateral (select from deliveries_open
              where organization_id = asked.organization_id and webhook_id = asked.id
                and started_at is null and status = 'PENDING' and attempt_started_at is null
              limit 1) waiting`
        for (const { id } of rows) wakeOne(id, true)
      } catch (error) {
        log.warn({ err: error }, 'What waits for listeners could not be looked up; trying again.')
      }
      await delay(PAUSE_MS)
    }
    looking = false
  }

  function wakeOne(id: string, waits: boolean): void {
    for (const wake of listeners.get(id) ?? []) wake(waits)
  }

  return {
    join({ id: webhookId, organizationId }) {
      organizations.set(webhookId, organizationId)
      let woken: { waits: boolean; hasRoom: boolean } = { waits: false, hasRoom: false }
      let isHeard = () => false
      let resolve = () => {}
      const wake = (waits: boolean) => {
        woken = { waits: woken.waits || waits, hasRoom: woken.hasRoom || !waits }
        if (isHeard()) resolve()
      }
      const joined = listeners.get(webhookId) ?? new Set()
      listeners.set(webhookId, joined.add(wake))
      return {
        async news(signal, inVain) {
          const waiting = new AbortController()
          resolve = () => waiting.abort()
          isHeard = () => woken.hasRoom || (woken.waits && !inVain)
          if (isHeard()) resolve()
          await delay(POLL_MS, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(
            () => {},
          )
          const { waits, hasRoom } = woken
          woken = { waits: false, hasRoom: false }
          return waits && !hasRoom
        },
        leave() {
          joined.delete(wake)
          if (joined.size > 0) return
          listeners.delete(webhookId)
          organizations.delete(webhookId)
        },
      }
    },
    wakeAll: () => void look(),
    wake(names) {
      for (const id of names ?? listeners.keys()) wakeOne(id, false)
    },
  }
}
