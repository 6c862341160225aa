import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { afterPart } from './count-page.ts'
import { matchingDeliveries } from './matching-deliveries.ts'
import type { Replay } from './replay.ts'

/** What one step of a replay did. */
export interface Step {
  /** How many were put back. */
  queued: number
  /** How many can't be sent: the payload is gone, the webhook deleted or disabled, or it was sent again a moment ago. */
  skipped: number
  /** Where to go on; null: all were put back. */
  next: string | null
}

const PAGE = { least: 500, most: 5_000, ofWanted: 4 }

/**
 * Puts the next ended deliveries back, each as a new run that the relay starts, at most `wanted`. Takes part in the transaction that
 * moves the replay's position, so that each is put back once, however often it is run.
 */
export async function putBack(em: SqlEntityManager, replay: Replay, wanted: number): Promise<Step> {
  const page = Math.min(Math.max(wanted * PAGE.ofWanted, PAGE.least), PAGE.most)
  const [row] = await sql<Row>(em)`
    with ${matchingDeliveries(replay, replay.position!, page)}, judged as (
      select m.*, h.deleted_at is null and h.status <> 'DISABLED' and e.id is not null as sendable
      from matching m
        cross join lateral (select status, deleted_at from webhooks where id = m.webhook_id offset 0) h
        left join lateral (select id from events where id = m.event_id offset 0) e on true
    ), taken as materialized (
      select * from (select *, count(*) filter (where sendable) over (order by id) as nth from judged) numbered
      where nth <= ${wanted}
    ), put as (
      update deliveries d set status = 'PENDING', decision = 'It is sent again by a replay.', trigger = 'MANUAL', run = d.run + 1,
        retry_count = 0, started_at = null, window_started_at = null, leased_until = null, next_attempt_at = null,
        retry_requested_at = null, finished_at = null, replay_id = ${replay.id}, status_before_replay = d.status,
        finished_before_replay = d.finished_at,
        -- Missing in deliveries that ended before version 0.2.
        event_type = t.type, test = false
      from taken t
      where t.sendable and d.id = t.id and d.run = t.run and d.status = t.status
        -- So that only ended ones are looked at.
        and (d.status = 'PENDING' or d.attempt_started_at is not null) is false
      returning d.id
    ), failed_before as (
      insert into replay_failures (replay_id, delivery_id)
      select t.replay_id, t.id from taken t join put on put.id = t.id
      where t.replay_id is not null and t.status <> 'SUCCEEDED'
      on conflict do nothing
    )
    select (select count(*)::int from put) as queued, count(*)::int as taken, max(id) as "lastTaken",
      (select count(*)::int from matching) as matching, (select count(*)::int from scanned) as scanned,
      (select max(id) from scanned) as "lastScanned"
    from taken`
  const { queued, taken, lastTaken, matching, scanned, lastScanned } = row!
  const whole = scanned === page ? lastScanned : afterPart(replay, false)
  return { queued, skipped: taken - queued, next: taken < matching ? lastTaken : whole }
}

interface Row {
  queued: number
  taken: number
  lastTaken: string | null
  matching: number
  scanned: number
  lastScanned: string | null
}
