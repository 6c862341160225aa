import { sql as fragment, type RawBuilder } from 'kysely'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { afterPart } from './count-page.ts'
import { matchingDeliveries } from './matching-deliveries.ts'
import type { ReplayPart } from './parts.ts'
import type { Replay } from './replay.ts'

/** What one step of a replay did. */
export interface Step {
  /** How many were put back, by webhook. */
  queued: Record<string, number>
  /** Webhooks for which as many wait as may, and whose next ones were left where they are. */
  behind: string[]
  /** Where to go on; null: all were put back. */
  next: string | null
}

const PAGE = { least: 500, most: 5_000, ofWanted: 4 }

/**
 * Puts the next ended deliveries of a part back, each as a new run that the relay starts, at most `wanted`. Takes part in the
 * transaction that moves the part's position, so that each is put back once, however often it is run.
 */
export async function putBack(
  em: SqlEntityManager,
  { id }: Pick<Replay, 'id'>,
  part: ReplayPart,
  wanted: number,
): Promise<Step> {
  const page = Math.min(Math.max(wanted * PAGE.ofWanted, PAGE.least), PAGE.most)
  const [row] = await sql<Row>(em)`
    with ${matchingDeliveries(part.filter, part.position, page)}, judged as (
      select *, ${isHeld(part)} as held from matching
    ), taken as materialized (
      select * from (select *, count(*) filter (where not held) over (order by id) as nth from judged) numbered
      where nth <= ${wanted}
    ), put as (
      update deliveries d set status = 'PENDING', decision = 'It is sent again by a replay.', trigger = 'MANUAL', run = d.run + 1,
        retry_count = 0, started_at = null, window_started_at = null, leased_until = null, next_attempt_at = null,
        retry_requested_at = null, held_until = null, granted_at = null, finished_at = null, replay_id = ${id}, status_before_replay = d.status,
        finished_before_replay = d.finished_at,
        -- Missing in deliveries that ended before version 0.2.
        event_type = t.type, test = false
      from taken t
      where not t.held and d.id = t.id and d.run = t.run and d.status = t.status
        -- So that only ended ones are looked at.
        and (d.status = 'PENDING' or d.attempt_started_at is not null) is false
      returning d.id, d.webhook_id
    ), failed_before as (
      insert into replay_failures (replay_id, delivery_id)
      select t.replay_id, t.id from taken t join put on put.id = t.id
      where t.status <> 'SUCCEEDED' and exists (select from replays where id = t.replay_id)
      on conflict do nothing
    )
    select (select coalesce(json_object_agg(webhook_id, count), '{}') from (
        select webhook_id, count(*)::int as count from put group by webhook_id) counted) as queued,
      count(*)::int as taken, max(id) as "lastTaken", coalesce(array_agg(distinct webhook_id) filter (where held), '{}') as behind,
      (select count(*)::int from matching) as matching, (select count(*)::int from scanned) as scanned,
      (select max(id) from scanned) as "lastScanned"
    from taken`
  const { queued, behind, taken, lastTaken, matching, scanned, lastScanned } = row!
  const whole = scanned === page ? lastScanned : afterPart(part.filter, false)
  return { queued, behind, next: taken < matching ? lastTaken : whole }
}

/** Whether a row is of a webhook for which enough wait, with the rows before it; of rows with `id` and `webhook_id`. */
export const isHeld = ({ holding }: ReplayPart): RawBuilder<unknown> =>
  holding
    ? fragment`row_number() over (partition by webhook_id order by id)
        > ${holding.share}::int - coalesce((${JSON.stringify(holding.waiting)}::jsonb -> webhook_id)::int, 0)`
    : fragment`false`

interface Row {
  queued: Record<string, number>
  behind: string[]
  taken: number
  lastTaken: string | null
  matching: number
  scanned: number
  lastScanned: string | null
}
