import { sql } from '../database/sql.ts'
import { hurryReplay, requireUnderWay, type ChangeReplayDeps } from './change-replay.ts'
import type { Replay } from './replay.ts'

/**
 * Ends a replay. From now on nothing of it is started; its workflow gives what was not attempted its status back
 * (undo-replay.ts). Throws ALREADY_FINISHED.
 */
export async function cancelReplay(deps: ChangeReplayDeps, { id }: Pick<Replay, 'id'>): Promise<void> {
  const changed = await sql(deps.database)`
    update replays set status = 'CANCELED', finished_at = now()
    where id = ${id} and status in ('RUNNING', 'PAUSED') returning id`
  requireUnderWay(changed, { id })
  hurryReplay(deps, { id })
}
