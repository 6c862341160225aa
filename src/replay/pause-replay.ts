import { sql } from '../database/sql.ts'
import { hurryReplay, requireUnderWay, type ChangeReplayDeps } from './change-replay.ts'
import type { Replay } from './replay.ts'

/**
 * Stops a replay for now: no delivery is put back, and no relay starts those that wait for their first attempt, as claims look for
 * deliveries of running replays only. Deliveries that failed in it are retried by their own schedule. Throws ALREADY_FINISHED.
 */
export async function pauseReplay(deps: ChangeReplayDeps, { id }: Pick<Replay, 'id'>): Promise<void> {
  const changed = await sql(deps.database)`
    update replays set status = 'PAUSED' where id = ${id} and status in ('RUNNING', 'PAUSED') returning id`
  requireUnderWay(changed, { id })
  hurryReplay(deps, { id })
}
