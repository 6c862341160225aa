import { createBatching } from '../database/batching.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { disableGone } from '../webhooks/disable-webhook.ts'
import { COUNT_ALL, COUNT_ASKED, COUNT_NOTHING, type Counting } from '../health/count-health.ts'
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
  /** The webhook's target version when the attempt began: where it was sent. */
  targetVersion: number
  /** Whether the receiver answered 410 Gone. */
  gone: boolean
  /** For how long its receiver asks for no more requests, in milliseconds; null: it does not. */
  quietMs: number | null
}

/** What recording an attempt came to. */
export interface Recorded {
  /** The delivery's status now. */
  status: DeliveryStatus
  /** Whether an operational event was stored with it. */
  told: boolean
  /** Whether what is held for its webhook may begin now. */
  freed: boolean
}

/**
 * Writes the attempt to the log, updates its delivery, and counts it in its webhook's health, in one statement (a batch may
 * take two). After 410 Gone it also disables the webhook, in the same transaction. Null if Postgres was restored meanwhile and has
 * no such delivery. Calls of the same moment go together: `database` has INDEX_PLANNING.
 */
export async function recordAttempt(database: Database, ended: EndedAttempt): Promise<Recorded | null> {
  const recorded = ended.gone ? await writeGone(database, ended) : await writeOne(database, ended)
  return recorded ?? recordLate(database, ended)
}

/** That the webhook is disabled is told, too. */
async function writeGone(database: Database, ended: EndedAttempt): Promise<Recorded | null> {
  const recorded = await disableGone(database, ended, async (em) => (await write(em, [ended]))[0]!)
  return recorded && { ...recorded, told: true }
}

/** The decision on a delivery whose event was erased. What its attempt on its way gets as an answer is not kept. */
export const ERASED = 'Its event was erased.'

/** Characters and bytes of an answer above which its record does not go together with others. */
const LARGE_ANSWER = 16 * 1024

const writeOne = createBatching<Database, EndedAttempt, Recorded | null>({
  name: 'record',
  maximumItems: 50,
  keyOf: ({ deliveryId }) => deliveryId,
  isLarge({ result: { response } }) {
    if (!response) return false
    const headers = response.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    return headers + response.body.length > LARGE_ANSWER
  },
  run: write,
})

/**
 * Records the end of an attempt whose delivery is not open any more: the attempt was considered dead, is in the log as INTERRUPTED,
 * and its delivery ended. A success still counts. Null if there is no such delivery.
 */
async function recordLate(database: Database, ended: EndedAttempt): Promise<Recorded | null> {
  const { deliveryId, outcome, decision, finishedAt } = ended
  const [row] = await sql<{ status: DeliveryStatus }>(database)`
    update deliveries set
      status = case when ${outcome} = 'SUCCEEDED' then 'SUCCEEDED' else status end,
      decision = case when ${outcome} = 'SUCCEEDED' then ${decision.toWellFormed()} else decision end,
      finished_at = case when ${outcome} = 'SUCCEEDED' then ${finishedAt}::timestamptz else finished_at end
    where id = ${deliveryId} returning status`
  return row ? { status: row.status, told: false, freed: false } : null
}

/**
 * A success counts even if the delivery was canceled or sent again meanwhile: the receiver has the event. A failure counts
 * only for the newest attempt: an older one was considered dead and replaced, and is in the log as INTERRUPTED already.
 * The deliveries are all different. Null for one that is not open.
 */
async function write(
  on: Parameters<typeof sql>[0],
  attempts: readonly EndedAttempt[],
): Promise<(Recorded | null)[]> {
  const recorded = new Map<string, Recorded>()
  for (const together of countedTogether(attempts))
    for (const { id, ...row } of await writeRows(on, together)) recorded.set(id, row)
  return attempts.map(({ deliveryId }) => recorded.get(deliveryId) ?? null)
}

/**
 * A receiver's success outweighs its failures of the same statement, but not that it asked for less: then successes go first, in a
 * statement of their own.
 */
function countedTogether(attempts: readonly EndedAttempt[]): readonly (readonly EndedAttempt[])[] {
  if (!attempts.some(asksForLess)) return [attempts]
  const { SUCCEEDED = [], FAILED = [] } = Object.groupBy(attempts, ({ outcome }) => outcome)
  return SUCCEEDED.length > 0 ? [SUCCEEDED, FAILED] : [FAILED]
}

async function writeRows(on: Parameters<typeof sql>[0], attempts: readonly EndedAttempt[]) {
  const succeeded = attempts.every(({ outcome }) => outcome === 'SUCCEEDED')
  const rows = succeeded ? await writeWith(on, attempts, COUNT_NOTHING) : []
  if (rows.length > 0) return rows
  return writeWith(on, attempts, attempts.some(asksForLess) ? COUNT_ASKED : COUNT_ALL)
}

const asksForLess = ({ quietMs }: EndedAttempt) => quietMs !== null

function writeWith(
  on: Parameters<typeof sql>[0],
  attempts: readonly EndedAttempt[],
  { first, only, counts, tells, told, freed }: Counting,
): Promise<(Recorded & { id: string })[]> {
  return sql<Recorded & { id: string }>(on)`
    with ended as materialized (
      select *, case when outcome = 'SUCCEEDED' then 'SUCCEEDED' when "nextAttemptAt" is not null then 'PENDING' else 'FAILED' end as final
      from json_to_recordset(${JSON.stringify(attempts.map(rowOf))}) as e("deliveryId" text, run int, "organizationId" text,
        "webhookId" text, "eventType" text, number int, trigger text, outcome text, "statusCode" int, headers jsonb, body text,
        truncated boolean, "dnsMs" real, "connectMs" real, "tlsMs" real, "firstByteMs" real, "totalMs" real, "errorKind" text,
        error text, decision text, "nextAttemptAt" timestamptz, "startedAt" timestamptz, "finishedAt" timestamptz, resent boolean, gone boolean,
        "targetVersion" int, "quietMs" float8)
    ), locked as materialized (
      -- In the same order as in markStarted, to avoid deadlocks.
      select * from deliveries_open where id = any (${attempts.map(({ deliveryId }) => deliveryId)}::text[])
      order by id for update
    ), ${first} written as (
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
        response_headers, response_body, response_body_truncated, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms,
        error_kind, error, decision, next_attempt_at, started_at, finished_at, resent, target_version)
      select "organizationId", "webhookId", "deliveryId", "eventType", e.number, e.trigger, outcome, "statusCode",
        case when d.decision = ${ERASED} then '[]' else headers end,
        case when d.decision <> ${ERASED} then decode(body, 'base64') end, truncated, "dnsMs", "connectMs", "tlsMs", "firstByteMs", "totalMs",
        "errorKind", error, e.decision, "nextAttemptAt", "startedAt", "finishedAt", resent, "targetVersion"
      -- The mark of an attempt is removed with its entry in the log, so an attempt without it is logged already.
      from ended e join locked d on d.id = e."deliveryId" and d.attempt_count = e.number and d.attempt_started_at is not null ${only}
    ), judged as materialized (
      select d.id, d.attempt_count = e.number as last, e.final, e.decision, e."nextAttemptAt", e."finishedAt", e."statusCode",
        e."errorKind", d.webhook_id, d.organization_id, d.event_type, coalesce(d.test, false) as test, d.retry_count, d.told, e.number,
        e.outcome, e.error, e."startedAt", e."targetVersion", e.gone, e."quietMs",
        outcome = 'SUCCEEDED' or (d.status = 'PENDING' and d.run = e.run and d.attempt_count = e.number) as counts,
        -- In the direct lane no workflow heard the request.
        outcome = 'FAILED' and not gone and d.started_at is null and d.retry_requested_at is not null as requested
      from ended e join locked d on d.id = e."deliveryId" ${only}
    ) ${counts}
    update deliveries d set
      attempt_started_at = case when last then null else attempt_started_at end,
      leased_until = case when last then null else leased_until end,
      status_code = case when last then "statusCode" else status_code end,
      error_kind = case when last then "errorKind" else error_kind end,
      status = case when not counts then d.status when requested then 'PENDING' else final end,
      -- While another attempt is on its way it says that its answer is not to be kept.
      decision = case when not counts or (not last and d.decision = ${ERASED}) then d.decision when requested or final = 'PENDING' then '' else j.decision end,
      next_attempt_at = case when not counts then next_attempt_at when not requested then "nextAttemptAt" end,
      finished_at = case when counts and not requested and final <> 'PENDING' then "finishedAt" else finished_at end ${tells}
    from judged j where d.id = j.id and (d.status = 'PENDING' or d.attempt_started_at is not null)
    returning d.id, d.status, ${told} as told, ${freed} as freed`
}

/** An attempt as Postgres reads it from JSON, which must not have half a surrogate pair. */
function rowOf({ result: { response, latency, resent }, error, ...ended }: EndedAttempt) {
  return {
    ...ended,
    ...latency,
    resent,
    statusCode: response?.statusCode ?? null,
    headers: keptHeaders(response?.headers ?? []),
    body: response?.body?.toString('base64') ?? null,
    truncated: response?.truncated ?? false,
    errorKind: error?.kind ?? null,
    error: error?.message.toWellFormed() ?? null,
    decision: ended.decision.toWellFormed(),
  }
}
