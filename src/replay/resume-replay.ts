import { sql } from '../database/sql.ts'
import { hurryReplay, requireUnderWay, type ChangeReplayDeps } from './change-replay.ts'
import type { Replay } from './replay.ts'

/** Lets a paused replay go on, at its rate: what it would have sent meanwhile is not made up for. Throws ALREADY_FINISHED. */
export async function resumeReplay(deps: ChangeReplayDeps, { id }: Pick<Replay, 'id'>): Promise<void> {
  const changed = await sql(deps.database)`
    update replays set status = 'RUNNING', last_batch_at = case when status = 'RUNNING' then last_batch_at end
    where id = ${id} and status in ('RUNNING', 'PAUSED') returning id`
  requireUnderWay(changed, { id })
  deps.notify.deliveriesWait()
  hurryReplay(deps, { id })
}
