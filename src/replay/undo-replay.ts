import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { WAITS } from './pace.ts'
import type { Replay } from './replay.ts'

/** Deliveries given back in one transaction. */
const PAGE = 1_000

/**
 * Gives what a canceled replay had put back, and what was not attempted in it, the status it had before; missed events stay SKIPPED,
 * to be found by another replay. It ended when it had ended before, so that a replay made since is of it. Each gets a run of its own,
 * so that a workflow that was being started can't send it. Goes on for up to `maximumMs`; returns whether all was given back.
 */
export async function undoSome(database: Database, id: string, maximumMs: number): Promise<boolean> {
  const began = performance.now()
  for (;;) {
    const restored = await undoPage(database, id)
    if (restored === 0) return true
    if (performance.now() - began > maximumMs) return false
  }
}

/** That nothing was attempted yet. */
const CAN_BE_GIVEN_BACK = fragment`${WAITS} and attempt_started_at is null`

/** Whether a canceled replay of the organization still has something to give back, which other replays may be of. */
export async function isUndoing(
  database: Database,
  { organizationId }: Pick<Replay, 'organizationId'>,
): Promise<boolean> {
  const rows = await sql(database)`
    select from replays r cross join lateral (
      select from deliveries_open where replay_id = r.id and ${CAN_BE_GIVEN_BACK} limit 1) waiting
    where organization_id = ${organizationId} and r.status = 'CANCELED' and not undone limit 1`
  return rows.length > 0
}

function undoPage(database: Database, id: string): Promise<number> {
  return transactional(database, async (em) => {
    await sql(em)`select from replays where id = ${id} for no key update`
    const rows = await sql(em)`
      with found as materialized (
        select id from deliveries_open
        where replay_id = ${id} and ${CAN_BE_GIVEN_BACK}
        order by id limit ${PAGE} for update
      )
      update deliveries d set status = coalesce(status_before_replay, 'SKIPPED'), run = run + 1, leased_until = null,
        decision = 'The replay that was to send it was canceled.', finished_at = coalesce(finished_before_replay, created_at),
        next_attempt_at = null, replay_id = null, status_before_replay = null, finished_before_replay = null
      from found where d.id = found.id and (d.status = 'PENDING' or d.attempt_started_at is not null)
      returning d.id`
    await sql(em)`
      update replays set restored = restored + ${rows.length} where id = ${id}`
    return rows.length
  })
}
