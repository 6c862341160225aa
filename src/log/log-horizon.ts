import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Waits until log entries are settled: until no open transaction can still write an earlier one. All waiters share one poll. */
export interface LogHorizon {
  /**
   * Resolves when the entries of transaction `xid` are settled (-1: as soon as Postgres answers), or when `signal` aborts.
   * Never rejects: while Postgres is out of reach, it retries.
   */
  untilPast(xid: bigint, signal: AbortSignal): Promise<void>
}

/**
 * First and longest polling interval, in milliseconds. The interval doubles while the horizon does not move: most
 * transactions take a few milliseconds, and one that takes minutes need not be polled more often.
 */
const FIRST_MS = 5
const LONGEST_MS = 250

/** Backoff after Postgres failed, in milliseconds. */
const BACKOFF_MS = 500

interface Waiter {
  xid: bigint
  wake(): void
}

export function createLogHorizon(database: Database, log: Logger): LogHorizon {
  const waiting = new Set<Waiter>()
  let polling = false

  async function poll(): Promise<void> {
    polling = true
    let waitMs = FIRST_MS
    let failed = false
    while (waiting.size > 0) {
      await delay(waitMs)
      if (waiting.size === 0) break
      try {
        const { horizon, end } = await readHorizon(database)
        failed = false
        waitMs = wakeBelow(horizon) ? FIRST_MS : Math.min(waitMs * 2, LONGEST_MS)
        if ([...waiting].some(({ xid }) => xid >= end)) await adoptForeignAttempts()
      } catch (error) {
        if (!failed)
          log.warn({ err: error }, 'The delivery log can not be read from Postgres; its subscribers wait.')
        failed = true
        waitMs = BACKOFF_MS
      }
    }
    polling = false
  }

  function wakeBelow(horizon: bigint): boolean {
    const past = [...waiting].filter(({ xid }) => xid < horizon)
    for (const { wake } of past) wake()
    return past.length > 0
  }

  /**
   * Raises this log's positions above those of attempts that another Postgres wrote, after the database was moved or
   * restored. No transaction here would ever settle such attempts.
   */
  async function adoptForeignAttempts(): Promise<void> {
    const [row] = await sql<{ adopted: boolean }>(database)`select durahook_log_adopt() as adopted`
    if (row!.adopted)
      log.warn(
        'The delivery log has attempts that another Postgres wrote. New attempts are logged after them.',
      )
  }

  return {
    untilPast: (xid, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const wake = () => {
          waiting.delete(waiter)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const waiter = { xid, wake }
        waiting.add(waiter)
        signal.addEventListener('abort', wake, { once: true })
        if (!polling) void poll()
      }),
  }
}

async function readHorizon(database: Database): Promise<{ horizon: bigint; end: bigint }> {
  const [row] = await sql<{ horizon: string; end: string }>(database)`
    select durahook_log_horizon()::text as horizon, durahook_log_end()::text as "end"`
  return { horizon: BigInt(row!.horizon), end: BigInt(row!.end) }
}
