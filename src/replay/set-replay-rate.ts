import { sql } from '../database/sql.ts'
import { userError } from '../words/user-errors.ts'
import { hurryReplay, requireUnderWay, type ChangeReplayDeps } from './change-replay.ts'
import { rateProblem } from './check-input.ts'
import type { Replay } from './replay.ts'

/** Changes the rate of a replay. Throws INVALID and ALREADY_FINISHED. */
export async function setReplayRate(
  deps: ChangeReplayDeps,
  { id }: Pick<Replay, 'id'>,
  ratePerSecond: number,
): Promise<void> {
  const wrong = rateProblem(ratePerSecond)
  if (wrong) throw userError('INVALID', wrong, 'ratePerSecond')
  const changed = await sql(deps.database)`
    update replays set rate_per_second = ${ratePerSecond}
    where id = ${id} and status in ('RUNNING', 'PAUSED') returning id`
  requireUnderWay(changed, { id })
  hurryReplay(deps, { id })
}
