import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { disableGone } from '../webhooks/disable-webhook.ts'
import { keptHeaders } from './kept-headers.ts'
import type { SendResult } from './judge-answer.ts'
import type { AttemptOutcome, AttemptTrigger, DeliveryStatus, ErrorKind } from '../words/enums.ts'

/** An attempt that ended. */
export interface EndedAttempt {
  deliveryId: string
  run: number
  organizationId: string
  webhookId: string
  eventType: string
  number: number
  trigger: AttemptTrigger
  outcome: AttemptOutcome
  result: SendResult
  error: { kind: ErrorKind; message: string } | null
  decision: string
  /** Null if the delivery ended. */
  nextAttemptAt: Date | null
  startedAt: Date
  finishedAt: Date
  /** Given if the receiver answered 410 Gone: the webhook's target version when the attempt began. */
  goneVersion?: number | undefined
}

/**
 * Writes the attempt to the log and updates its delivery, in one statement. After 410 Gone it also disables the webhook, in
 * the same transaction. Returns the delivery's status, or null if Postgres was restored meanwhile and has no such delivery.
 */
export async function recordAttempt(database: Database, ended: EndedAttempt): Promise<DeliveryStatus | null> {
  const { webhookId, goneVersion } = ended
  try {
    if (goneVersion === undefined) return await write(database, ended)
    return await disableGone(database, { webhookId, targetVersion: goneVersion }, (em) => write(em, ended))
  } catch (error) {
    if ((error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION) return null
    throw error
  }
}

/** Postgres has no delivery of the attempt. */
const FOREIGN_KEY_VIOLATION = '23503'

/**
 * A success counts even if the delivery was canceled or sent again meanwhile: the receiver has the event. A failure counts
 * only for the newest attempt: an older one was considered dead and replaced, and is in the log as INTERRUPTED already.
 */
async function write(on: Parameters<typeof sql>[0], ended: EndedAttempt): Promise<DeliveryStatus> {
  const { response, latency } = ended.result
  const succeeded = ended.outcome === 'SUCCEEDED'
  const final = succeeded ? 'SUCCEEDED' : ended.nextAttemptAt ? 'PENDING' : 'FAILED'
  const [row] = await sql<{ status: DeliveryStatus }>(on)`
    with written as (
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
        response_headers, response_body, response_body_truncated, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms,
        error_kind, error, decision, next_attempt_at, started_at, finished_at, resent)
      values (${ended.organizationId}, ${ended.webhookId}, ${ended.deliveryId}, ${ended.eventType}, ${ended.number},
        ${ended.trigger}, ${ended.outcome}, ${response?.statusCode ?? null}, ${JSON.stringify(keptHeaders(response?.headers ?? []))},
        ${response?.body ?? null}, ${response?.truncated ?? false}, ${latency.dnsMs}, ${latency.connectMs},
        ${latency.tlsMs}, ${latency.firstByteMs}, ${latency.totalMs}, ${ended.error?.kind ?? null},
        ${ended.error?.message ?? null}, ${ended.decision}, ${ended.nextAttemptAt}, ${ended.startedAt}, ${ended.finishedAt},
        ${ended.result.resent})
      on conflict (delivery_id, number) do nothing
    ), judged as materialized (
      select id, attempt_count = ${ended.number} as last,
        ${succeeded} or (status = 'PENDING' and run = ${ended.run} and attempt_count = ${ended.number}) as counts
      from deliveries where id = ${ended.deliveryId} for update
    )
    update deliveries d set
      attempt_started_at = case when last then null else attempt_started_at end,
      status = case when counts then ${final} else status end,
      decision = case when counts then ${final === 'PENDING' ? '' : ended.decision} else decision end,
      next_attempt_at = case when counts then ${ended.nextAttemptAt}::timestamptz else next_attempt_at end,
      finished_at = case when counts and ${final} <> 'PENDING' then ${ended.finishedAt}::timestamptz else finished_at end
    from judged where d.id = judged.id
    returning status`
  return row!.status
}
