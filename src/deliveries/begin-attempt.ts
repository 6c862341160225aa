import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { DeliveryStatus } from '../database/delivery.ts'
import type { WebhookStatus } from '../database/webhook.ts'
import type { AttemptInput } from '../contracts.ts'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'

/** What an attempt needs, read fresh. */
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
  /** 1 for the first of the delivery. */
  number: number
  /** How many of the policy's retries were begun, this one included. */
  retryCount: number
}

export type AttemptBeginning =
  | { kind: 'begun'; attempt: BegunAttempt }
  /** The delivery has its final status. */
  | { kind: 'ended'; status: DeliveryStatus }
  /** The webhook was deleted or disabled since the delivery was made. */
  | { kind: 'unwanted'; decision: string }
  /** The webhook is paused, or as many attempts as it may have are on their way: ask again later. */
  | { kind: 'held'; why: 'paused' | 'busy' }

interface Row extends BegunAttempt {
  status: DeliveryStatus
  webhookStatus: WebhookStatus
  deleted: boolean
  busy: boolean
  begun: boolean
}

/**
 * Marks an attempt begun and reads all it needs, in one statement. A mark left by an attempt whose worker died is logged
 * as INTERRUPTED. `perWebhook` is the most attempts that may be on their way to one webhook.
 */
export async function beginAttempt(
  database: Database,
  { deliveryId, trigger, isRetry }: AttemptInput,
  perWebhook: number,
): Promise<AttemptBeginning> {
  const [row] = await sql<Row>(database)`
    with locked as materialized (
      select d.*, w.status as webhook_status, w.deleted_at is not null as deleted, w.dialect, w.channel_id, w.url,
        w.headers, w.secrets, e.type as event_type, e.occurred_at, e.data,
        ${isRetry} and (select count(*) from deliveries r
          where r.webhook_id = d.webhook_id and r.attempt_started_at is not null) >= ${perWebhook} as busy
      from deliveries d join webhooks w on w.id = d.webhook_id join events e on e.id = d.event_id
      where d.id = ${deliveryId}
      for update of d
    ), allowed as materialized (
      select * from locked
      where (status = 'PENDING' or (status = 'FAILED' and ${trigger} = 'MANUAL'))
        and not deleted and webhook_status = 'ENABLED' and not busy
    ), interrupted as (
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
        response_headers, response_body_truncated, total_ms, error_kind, error, decision, started_at, finished_at)
      select organization_id, webhook_id, id, event_type, attempt_count, attempt_trigger, 'INTERRUPTED', '[]', false,
        extract(epoch from now() - attempt_started_at) * 1000, 'INTERRUPTED',
        'The worker making this attempt ended in the middle. Whether the receiver got the request is unknown.',
        'The request is made again.', attempt_started_at, now()
      from allowed where attempt_started_at is not null
      on conflict (delivery_id, number) do nothing
    ), begun as (
      update deliveries d set
        status = 'PENDING', finished_at = null,
        attempt_count = d.attempt_count + 1, attempt_started_at = now(), attempt_trigger = ${trigger},
        retry_count = d.retry_count + ${isRetry ? 1 : 0}, next_attempt_at = null,
        started_at = coalesce(d.started_at, now()), decision = 'An attempt is on its way.'
      from allowed where d.id = allowed.id
      returning d.attempt_count, d.retry_count
    )
    select l.status, l.webhook_status as "webhookStatus", l.deleted, l.busy, l.organization_id as "organizationId",
      l.webhook_id as "webhookId", l.event_id as "eventId", l.event_type as "eventType", l.occurred_at as "occurredAt",
      l.data, l.dialect, l.channel_id as "channelId", l.url, l.headers, l.secrets,
      b.attempt_count is not null as begun, b.attempt_count as number, b.retry_count as "retryCount"
    from locked l left join begun b on true`
  if (!row) throw new Error(`There is no delivery ${deliveryId}.`)
  if (row.begun) return { kind: 'begun', attempt: row }
  if (row.status !== 'PENDING') return { kind: 'ended', status: row.status }
  if (row.deleted) return { kind: 'unwanted', decision: 'The webhook was deleted.' }
  if (row.webhookStatus === 'DISABLED') return { kind: 'unwanted', decision: 'The webhook is disabled.' }
  return { kind: 'held', why: row.webhookStatus === 'PAUSED' ? 'paused' : 'busy' }
}
