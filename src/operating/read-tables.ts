import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Lane } from '../words/enums.ts'

/** What the tables say of all of durahook at one moment. */
export interface Tables {
  /** accepted = finished - reopened + open. */
  deliveries: {
    dialect: string
    lane: Lane
    accepted: number
    reopened: number
    /** By status. */
    finished: Record<string, number>
    open: OpenDeliveries[]
  }[]
  webhooks: { state: string; count: number }[]
  /** How long the oldest entry of the delivery log waits that subscribers can't have yet, because an older transaction is open. */
  logLagSeconds: number
  /** Bytes on the disk, with indexes; what has no partitions is `other`. */
  sizes: { table: string; bytes: number }[]
}

/** `QUEUED`: may begin now. `REPLAYED`: put back by a replay, and comes after all others. `HELD`: by its webhook's health or limits. */
export const OPEN_STATES = [
  'QUEUED',
  'REPLAYED',
  'HELD',
  'IN_ATTEMPT',
  'RETRYING',
  'PAUSED',
  'LISTENING',
] as const

/** How deliveries end; DELETED: with their organization, before they had ended. */
export const ENDED_STATUSES = ['SUCCEEDED', 'FAILED', 'CANCELED', 'SKIPPED', 'DELETED'] as const

export const WEBHOOK_STATES = [
  'ENABLED',
  'FAILING',
  'PAUSED',
  'LISTENING',
  'DISABLED_REQUESTED',
  'DISABLED_GONE',
  'DISABLED_FAILING',
  'DISABLED_PLAN',
] as const

interface OpenDeliveries {
  state: (typeof OPEN_STATES)[number]
  count: number
  /** How long the oldest has been open, or if QUEUED has been so since its webhook was changed, in seconds; 0 if all were sent again. */
  ageSeconds: number
}

/**
 * Reads them. That costs reading all that is open, and all webhooks. `lane`: of organizations that have not chosen one; `perWebhook`:
 * ATTEMPTS_PER_WEBHOOK.
 */
export async function readTables(
  database: Database | SqlEntityManager,
  lane: Lane,
  perWebhook: number,
): Promise<Tables> {
  const [row] = await sql<Tables>(database)`
    with open_of_webhook as (
      select webhook_id, organization_id, count(*) as count,
        -- When what is sent again began to wait is not known.
        min(created_at) filter (where run = 1 and replay_id is null) as oldest,
        case when attempt_started_at is not null then 'IN_ATTEMPT'
          when replay_id is not null and window_started_at is null then 'REPLAYED'
          when held_until is not null then 'HELD'
          when started_at is not null or next_attempt_at > now() then 'RETRYING'
          else 'QUEUED' end as state
      from deliveries_open group by 1, 2, 5
    ), beside as (
      select *, sum(count) filter (where state = 'IN_ATTEMPT') over (partition by webhook_id) as under_way from open_of_webhook
    ), open as (
      select coalesce(w.dialect, '') as dialect, coalesce(o.lane, ${lane}) as lane,
        -- Its owner decides when it goes on, or its receiver, which has all the attempts of a webhook.
        case when d.state not in ('QUEUED', 'REPLAYED', 'HELD') then d.state when w.status in ('PAUSED', 'LISTENING') then w.status
          when d.under_way >= ${perWebhook}::int then 'HELD' else d.state end as state,
        -- What waited for its owner began to wait for durahook when that changed the webhook.
        sum(d.count)::float8 as count,
        coalesce(greatest(max(extract(epoch from now() - case when d.state = 'QUEUED' and d.oldest < w.updated_at then w.updated_at else d.oldest end)), 0), 0)::float8 as "ageSeconds"
      from beside d left join webhooks w on w.id = d.webhook_id left join organizations o on o.id = d.organization_id
      group by 1, 2, 3
    ), totals as (
      select dialect, coalesce(lane, ${lane}) as lane, status, sum(deliveries)::float8 as count from delivery_totals group by 1, 2, 3
    ), counted as (
      select k.dialect, k.lane,
        coalesce((select sum(case when status = 'REOPENED' then -count else count end) from totals t where (t.dialect, t.lane) = (k.dialect, k.lane)), 0)
          + coalesce((select sum(count) from open where (open.dialect, open.lane) = (k.dialect, k.lane)), 0) as accepted,
        coalesce((select count from totals t where (t.dialect, t.lane) = (k.dialect, k.lane) and status = 'REOPENED'), 0) as reopened,
        coalesce((select json_object_agg(status, count) from totals t
          where (t.dialect, t.lane) = (k.dialect, k.lane) and status <> 'REOPENED'), '{}') as finished,
        coalesce((select json_agg(open) from open where (open.dialect, open.lane) = (k.dialect, k.lane)), '[]') as open
      from (select dialect, lane from totals union select dialect, lane from open) k
    )
    select (select coalesce(json_agg(c), '[]') from counted c) as deliveries, (
      select coalesce(json_agg(s), '[]') from (
        select case when w.status = 'DISABLED' then 'DISABLED_' || coalesce(w.status_reason, 'REQUESTED')
            when h.failing_since is not null then 'FAILING' else w.status end as state,
          count(*)::int as count
        from webhooks w left join webhook_health h on h.webhook_id = w.id
        where w.deleted_at is null group by 1) s) as webhooks,
      coalesce((select greatest(extract(epoch from now() - finished_at), 0)::float8 from attempts
        where xid >= durahook_log_horizon() order by xid, id limit 1), 0) as "logLagSeconds", (
        select json_agg(t) from (
          select coalesce((select relname from pg_class where oid = pg_partition_root(c.oid)), 'other') as "table",
            sum(pg_total_relation_size(c.oid))::float8 as bytes
          from pg_class c where relnamespace = current_schema()::regnamespace and relkind = 'r' group by 1) t) as sizes`
  return row!
}
