import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Below which the log is settled. All who wait for it in this process ask together. */
export interface LogHorizon {
  /**
   * Resolves when what stands at `xid` can be given out, or `signal` aborts. -1: as soon as Postgres answers. Never
   * rejects: while Postgres is out of reach it goes on asking.
   */
  untilPast(xid: bigint, signal: AbortSignal): Promise<void>
}

/**
 * Milliseconds until the first look and, the horizon standing still, at most between looks: twice as long each time. A
 * usual transaction takes a few; one that takes minutes is not worth asking for more often.
 */
const FIRST_MS = 5
const LONGEST_MS = 250

/** Milliseconds until the next look after Postgres failed. */
const FAILED_MS = 500

interface Waiter {
  xid: bigint
  wake(): void
}

export function createLogHorizon(database: Database, log: Logger): LogHorizon {
  const waiting = new Set<Waiter>()
  let looking = false

  async function look(): Promise<void> {
    looking = true
    let waitMs = FIRST_MS
    let failed = false
    while (waiting.size > 0) {
      await delay(waitMs)
      if (waiting.size === 0) break
      try {
        const { horizon, end } = await readHorizon(database)
        failed = false
        waitMs = wakeBelow(horizon) ? FIRST_MS : Math.min(waitMs * 2, LONGEST_MS)
        if ([...waiting].some(({ xid }) => xid >= end)) await adopt()
      } catch (error) {
        if (!failed) log.warn({ err: error }, 'The delivery log is out of reach; its followers wait.')
        failed = true
        waitMs = FAILED_MS
      }
    }
    looking = false
  }

  function wakeBelow(horizon: bigint): boolean {
    const past = [...waiting].filter(({ xid }) => xid < horizon)
    for (const { wake } of past) wake()
    return past.length > 0
  }

  /** Attempts above all positions that were given out here come from another Postgres, and no one will settle them. */
  async function adopt(): Promise<void> {
    const [row] = await sql<{ adopted: boolean }>(database)`select durahook_log_adopt() as adopted`
    if (row!.adopted) log.warn('The delivery log had attempts of another Postgres. It goes on above them.')
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
        if (!looking) void look()
      }),
  }
}

async function readHorizon(database: Database): Promise<{ horizon: bigint; end: bigint }> {
  const [row] = await sql<{ horizon: string; end: string }>(database)`
    select durahook_log_horizon()::text as horizon, durahook_log_end()::text as "end"`
  return { horizon: BigInt(row!.horizon), end: BigInt(row!.end) }
}
