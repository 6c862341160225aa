import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { endOfLog, readLogForward, type LoggedAttempt, type LogPage, type LogScope } from './log.ts'
import type { LogPosition } from './log-cursor.ts'

/** The delivery log as it grows. */
export interface LiveLog {
  /**
   * Every attempt after `after` (null: after now), then each new one, until `signal` aborts. Every attempt comes once:
   * the stream is nothing but reads that begin where the last one ended, so no reconnection can make a gap.
   */
  follow(scope: FollowScope, after: LogPosition | null, signal: AbortSignal): AsyncGenerator<LoggedAttempt>
  /** New attempts of the webhooks and organizations named, or of any when null. */
  wake(names: Set<string> | null): void
}

export type FollowScope = Extract<LogScope, { webhookId: string } | { organizationId: string }>

/** Attempts read at once. A subscriber holds one page in memory at the most. */
const PAGE = 100

/** Reads again after this long without a wake: a worker may have died between logging and telling. */
const POLL_MS = 5_000

/** How soon to look again for attempts an open transaction holds back; and after Postgres failed. */
const WITHHELD_MS = 5
const FAILED_MS = 500

export function createLiveLog(database: Database, log: Logger): LiveLog {
  /** Of each scope that is followed: by how many, how often it was woken, and who waits for the next time. */
  const followed = new Map<string, { followers: number; count: number; waiting: Set<() => void> }>()
  /** Reads under way: subscribers that stand at the same place share one. */
  const reads = new Map<string, Promise<LogPage>>()

  const nameOf = (scope: FollowScope) => ('webhookId' in scope ? scope.webhookId : scope.organizationId)

  function join(name: string) {
    const entry = followed.get(name) ?? { followers: 0, count: 0, waiting: new Set<() => void>() }
    entry.followers += 1
    followed.set(name, entry)
    return entry
  }

  function leave(name: string): void {
    const entry = followed.get(name)!
    entry.followers -= 1
    if (entry.followers === 0) followed.delete(name)
  }

  function read(scope: FollowScope, after: LogPosition, wakeCount: number): Promise<LogPage> {
    // The count: a read that began before a wake may lack what the wake tells of, and must not serve who came after.
    const key = `${nameOf(scope)} ${wakeCount} ${after.xid} ${after.id}`
    let page = reads.get(key)
    if (!page) {
      page = readLogForward(database, scope, after, PAGE).finally(() => reads.delete(key))
      reads.set(key, page)
    }
    return page
  }

  function nextWake(name: string, seen: number, signal: AbortSignal): Promise<void> {
    const entry = followed.get(name)!
    if (entry.count !== seen) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        entry.waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, POLL_MS)
      signal.addEventListener('abort', done, { once: true })
      entry.waiting.add(done)
    })
  }

  return {
    async *follow(scope, after, signal) {
      const name = nameOf(scope)
      const entry = join(name)
      let position = after
      try {
        while (!signal.aborted) {
          const { count } = entry
          const page = await (async () => {
            position ??= await endOfLog(database)
            return read(scope, position, count)
          })().catch((error: unknown) => {
            log.warn({ err: error }, 'The delivery log could not be read; trying again from the same place.')
            return null
          })
          for (const attempt of page?.attempts ?? []) {
            position = attempt
            yield attempt
            if (signal.aborted) return
          }
          if (!page) await delay(FAILED_MS)
          else if (page.withheld) await delay(WITHHELD_MS)
          else if (page.attempts.length < PAGE) await nextWake(name, count, signal)
        }
      } finally {
        leave(name)
      }
    },
    wake(names) {
      for (const [name, entry] of followed) {
        if (names && !names.has(name)) continue
        entry.count += 1
        for (const done of [...entry.waiting]) done()
      }
    },
  }
}
