import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { QUEUE } from '../deliveries/queue.ts'

/** What waits to begin in an organization, although nothing holds it. */
export interface Backlog {
  organizationId: string
  waiting: number
  /** False: there are more. */
  exact: boolean
  /** Since when the oldest waits that was not sent again since; null: all were. */
  oldestAt: Date | null
}

/** Of one webhook no more are counted. */
const COUNTED = 10_000

/** How many organizations are told of. */
const MAXIMUM = 50

/**
 * The organizations with the most deliveries that may begin now: those that read-tables.ts calls QUEUED. `perWebhook`:
 * ATTEMPTS_PER_WEBHOOK. Costs a look into the index deliveries_to_start for each webhook with such deliveries, and reading up to 10,000 of
 * each: 200,000 of a thousand webhooks take 0.3 s. What is held, retried, put back by replays or has ended costs nothing.
 */
export function readBacklog(database: Database, perWebhook: number): Promise<Backlog[]> {
  return sql<Backlog>(database)`
    with recursive waiting as (
      -- One row for each webhook, by skipping through the index.
      select '' as organization_id, '' as webhook_id
      union all
      select next.* from waiting w cross join lateral (
        select organization_id, webhook_id from deliveries_open
        where started_at is null and status = 'PENDING' and held_until is null
          and (organization_id, webhook_id) > (w.organization_id, w.webhook_id)
        order by organization_id, webhook_id limit 1) next
    ), of_webhook as (
      select w.organization_id, least(count, ${COUNTED}) as count, count > ${COUNTED} as more,
        case when oldest < h.updated_at then h.updated_at else oldest end as oldest
      from waiting w
        cross join lateral (select status, updated_at from webhooks where id = w.webhook_id offset 0) h
        cross join lateral (select count(*),
            -- When what is sent again began to wait is not known.
            min(created_at) filter (where run = 1 and replay_id is null) as oldest
          from (select created_at, run, replay_id from deliveries_open
            where organization_id = w.organization_id and webhook_id = w.webhook_id
              and started_at is null and status = 'PENDING' and held_until is null and ${QUEUE} in (0, 1)
              and attempt_started_at is null and (next_attempt_at is null or next_attempt_at <= now())
            limit ${COUNTED} + 1) counted) c
      -- Its owner decides when a webhook that is paused, or waits for its listener, goes on; its receiver, when it has all attempts.
      where h.status not in ('PAUSED', 'LISTENING') and count > 0 and durahook_attempts_under_way(w.webhook_id, '{}') < ${perWebhook}::int
    )
    select b.organization_id as "organizationId", sum(count)::int as waiting, not bool_or(more) as exact, min(oldest) as "oldestAt"
    from of_webhook b join organizations o on o.id = b.organization_id and o.deleted_at is null
    group by b.organization_id
    order by waiting desc, b.organization_id limit ${MAXIMUM}`
}

/** How many attempts workers make now. Costs reading these, of which there are no more than workers can make. */
export async function countUnderWay(database: Database): Promise<number> {
  // Attempts of a listener are made by it.
  const [row] = await sql<{ count: number }>(database)`
    select count(*)::int as count from deliveries_open d
      cross join lateral (select status from webhooks where id = d.webhook_id offset 0) w
    where d.attempt_started_at is not null and w.status <> 'LISTENING'`
  return row!.count
}
