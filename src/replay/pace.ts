import { sql as fragment } from 'kysely'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { Replay } from './replay.ts'

/** What was not put back for longer than this, in seconds, is not made up for: nobody expects a burst after an outage. */
const LONGEST_SECONDS = 3

/** For each webhook at most so many seconds of the rate wait for their first attempt, or at least so many deliveries. */
const AHEAD = { seconds: 2, least: 200 }

/**
 * When so many wait for all webhooks together, each has at most `share`. So what waits is soon searched, paused and given back,
 * however many webhooks are paused or slow.
 */
const CROWDED = { waiting: 20_000, share: 20 }

/** That a delivery of a replay was put back and waits for its first attempt; by the index deliveries_to_replay. */
export const WAITS = fragment`started_at is null and status = 'PENDING' and window_started_at is null`

export interface Pace {
  /** How many deliveries a replay puts back now. */
  due: number
  /** Until when that counts. */
  batchAt: Date
  /** How many wait for their first attempt, by webhook. */
  waiting: Record<string, number>
  /** How many may wait for one webhook. If it is slower than the rate, the rest stays where it is. */
  share: number
}

/** How many deliveries a replay puts back now. The replay's row is locked. */
export async function pace(
  em: SqlEntityManager,
  { id, ratePerSecond, lastBatchAt }: Pick<Replay, 'id' | 'ratePerSecond' | 'lastBatchAt'>,
): Promise<Pace> {
  const [row] = await sql<Pick<Pace, 'waiting'> & { now: Date; total: number }>(em)`
    select clock_timestamp() as now, coalesce(sum(count), 0)::int as total,
      coalesce(json_object_agg(webhook_id, count) filter (where webhook_id is not null), '{}') as waiting
    from (
      select webhook_id, count(*)::int as count from deliveries_open
      where replay_id = ${id} and ${WAITS}
      group by webhook_id) of_webhooks`
  const { now, total, waiting } = row!
  const share = total < CROWDED.waiting ? Math.max(ratePerSecond * AHEAD.seconds, AHEAD.least) : CROWDED.share
  // One turn's worth at the beginning.
  const seconds = lastBatchAt ? (now.getTime() - lastBatchAt.getTime()) / 1_000 : 1
  const due = Math.floor(Math.min(Math.max(seconds, 0), LONGEST_SECONDS) * ratePerSecond)
  if (due === 0 && lastBatchAt) return { due, batchAt: lastBatchAt, waiting, share }
  // Parts of a delivery are left for the next turn.
  const spentMs = (due / ratePerSecond) * 1_000
  const from = Math.max(lastBatchAt?.getTime() ?? 0, now.getTime() - LONGEST_SECONDS * 1_000)
  return { due, batchAt: lastBatchAt ? new Date(from + spentMs) : now, waiting, share }
}
