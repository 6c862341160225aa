import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { AttemptInput } from '../../workflows/contract.ts'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'
import type { AttemptTrigger, DeliveryStatus, WebhookStatus } from '../words/enums.ts'

/** All that an attempt needs, read when it begins. */
export interface BegunAttempt {
  organizationId: string
  webhookId: string
  eventId: string
  eventType: string
  occurredAt: Date
  data: string
  dialect: string
  channelId: string | null
  url: string
  headers: [name: string, value: string][]
  secrets: SealedSecret[]
  /** The webhook's target version. It tells later whether the receiver's answer is outdated. */
  targetVersion: number
  /** 1 for the first of the delivery. */
  number: number
  trigger: AttemptTrigger
  /** How many retries of the policy were begun, including this one. */
  retryCount: number
}

export type AttemptBeginning =
  | { kind: 'begun'; attempt: BegunAttempt }
  /** There is no such delivery: Postgres was restored to a time before the event was published. */
  | { kind: 'unknown' }
  /** The delivery has its final status, or a newer run. */
  | { kind: 'ended'; status: DeliveryStatus }
  /** The webhook was deleted or disabled after the event was published. */
  | { kind: 'webhook-off'; decision: string }
  /** The webhook is paused: try again later. */
  | { kind: 'paused' }
  /** The webhook has its maximum of attempts under way, the oldest for `oldestMs`: try again later. */
  | { kind: 'busy'; oldestMs: number }

interface Row extends BegunAttempt {
  isCurrentRun: boolean
  status: DeliveryStatus
  webhookStatus: WebhookStatus
  deleted: boolean
  /** Age of the webhook's oldest attempt under way, in milliseconds; null if the webhook has capacity. */
  busyMs: number | null
  begun: boolean
}

/** The log's error message for an attempt whose end nobody recorded. */
export const INTERRUPTED =
  'The worker making this attempt ended in the middle. Whether the receiver got the request is unknown.'

/**
 * Marks an attempt as begun and reads all it needs, in one statement. If an earlier attempt is still marked because its
 * worker died, it is logged as INTERRUPTED and its mark removed, whether the new attempt begins or not. `perWebhook`: maximum
 * of attempts under way to one webhook.
 */
export async function beginAttempt(
  database: Database,
  { deliveryId, run, trigger, isRetry }: AttemptInput,
  perWebhook: number,
): Promise<AttemptBeginning> {
  const [row] = await sql<Row>(database)`
    with locked as materialized (
      select d.*, w.status as webhook_status, w.deleted_at is not null as deleted, w.dialect, w.channel_id, w.url,
        w.headers, w.secrets, w.target_version, e.type as event_type, e.occurred_at, e.data,
        -- The retry activity also makes a postponed first attempt, which is no retry.
        ${isRetry} and d.attempt_count > 0 as is_retry,
        case when ${isRetry} and d.attempt_count = 0 then d.trigger else ${trigger} end as next_trigger,
        case when ${isRetry} then (
          select case when count(*) >= ${perWebhook} then extract(epoch from now() - min(attempt_started_at)) * 1000 end
          from deliveries r where r.webhook_id = d.webhook_id and r.id <> d.id and r.attempt_started_at is not null
        ) end::float8 as busy_ms
      from deliveries d join webhooks w on w.id = d.webhook_id join events e on e.id = d.event_id
      where d.id = ${deliveryId}
      for update of d
    ), judged as materialized (
      select *, run = ${run} and (status = 'PENDING' or (status = 'FAILED' and ${trigger} = 'MANUAL'))
        and not deleted and webhook_status = 'ENABLED' and busy_ms is null as begun
      from locked
    ), interrupted as (
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
        response_headers, response_body_truncated, total_ms, error_kind, error, decision, started_at, finished_at)
      select organization_id, webhook_id, id, event_type, attempt_count, attempt_trigger, 'INTERRUPTED', '[]', false,
        extract(epoch from now() - attempt_started_at) * 1000, 'INTERRUPTED', ${INTERRUPTED},
        case when begun then 'The request is made again.' else 'No other attempt is made now.' end,
        attempt_started_at, now()
      from judged where run = ${run} and attempt_started_at is not null
      on conflict (delivery_id, number) do nothing
    ), moved as (
      update deliveries d set
        attempt_count = d.attempt_count + begun::int, retry_count = d.retry_count + (begun and is_retry)::int,
        attempt_started_at = case when begun then now() end,
        attempt_trigger = case when begun then next_trigger end,
        status = case when begun then 'PENDING' else j.status end,
        finished_at = case when begun then null else j.finished_at end,
        next_attempt_at = case when begun then null else j.next_attempt_at end,
        started_at = case when begun then coalesce(j.started_at, now()) else j.started_at end,
        window_started_at = case when begun then coalesce(j.window_started_at, now()) else j.window_started_at end,
        retry_requested_at = case when begun then null else j.retry_requested_at end,
        decision = case when begun then '' else j.decision end
      from judged j where d.id = j.id and (begun or (j.run = ${run} and j.attempt_started_at is not null))
      returning d.attempt_count, d.retry_count
    )
    select j.run = ${run} as "isCurrentRun", j.status, j.webhook_status as "webhookStatus", j.deleted, j.busy_ms as "busyMs",
      j.organization_id as "organizationId", j.webhook_id as "webhookId", j.event_id as "eventId",
      j.event_type as "eventType", j.occurred_at as "occurredAt", j.data, j.dialect, j.channel_id as "channelId", j.url,
      j.headers, j.secrets, j.target_version as "targetVersion", j.begun, j.next_trigger as trigger, m.attempt_count as number, m.retry_count as "retryCount"
    from judged j left join moved m on true`
  if (!row) return { kind: 'unknown' }
  if (row.begun) return { kind: 'begun', attempt: row }
  if (!row.isCurrentRun || row.status !== 'PENDING') return { kind: 'ended', status: row.status }
  if (row.deleted) return { kind: 'webhook-off', decision: 'The webhook was deleted.' }
  if (row.webhookStatus === 'DISABLED') return { kind: 'webhook-off', decision: 'The webhook is disabled.' }
  return row.webhookStatus === 'PAUSED' ? { kind: 'paused' } : { kind: 'busy', oldestMs: row.busyMs! }
}
