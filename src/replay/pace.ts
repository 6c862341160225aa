import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { Replay } from './replay.ts'

/** What was not put back for longer than this, in seconds, is not made up for: nobody expects a burst after an outage. */
const LONGEST_SECONDS = 3

/**
 * At most so many seconds of its rate, or at least so many deliveries, wait for their first attempt. If receivers or workers are
 * slower than the rate, the rest stays where it is: so what waits is soon searched, paused and given back.
 */
const AHEAD = { seconds: 10, least: 200 }

/** How many deliveries a replay puts back now, and until when that counts. The replay's row is locked. */
export async function pace(
  em: SqlEntityManager,
  { id, ratePerSecond, lastBatchAt }: Pick<Replay, 'id' | 'ratePerSecond' | 'lastBatchAt'>,
): Promise<{ due: number; batchAt: Date }> {
  const ahead = Math.max(ratePerSecond * AHEAD.seconds, AHEAD.least)
  const [row] = await sql<{ waiting: number; now: Date }>(em)`
    select clock_timestamp() as now, (select count(*)::int from (
      select from deliveries_open
      where replay_id = ${id} and started_at is null and status = 'PENDING' and window_started_at is null limit ${ahead}) w) as waiting`
  const { waiting, now } = row!
  // One turn's worth at the beginning.
  const seconds = lastBatchAt ? (now.getTime() - lastBatchAt.getTime()) / 1_000 : 1
  const allowed = Math.floor(Math.min(Math.max(seconds, 0), LONGEST_SECONDS) * ratePerSecond)
  const due = Math.min(allowed, ahead - waiting)
  if (allowed === 0 && lastBatchAt) return { due: 0, batchAt: lastBatchAt }
  // Parts of a delivery are left for the next turn.
  const spentMs = (allowed / ratePerSecond) * 1_000
  const from = Math.max(lastBatchAt?.getTime() ?? 0, now.getTime() - LONGEST_SECONDS * 1_000)
  return { due, batchAt: lastBatchAt ? new Date(from + spentMs) : now }
}
