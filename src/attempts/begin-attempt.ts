import { sql as fragment } from 'kysely'
import { createBatching } from '../database/batching.ts'
import type { Database } from '../database/database.ts'
import { piece, sql } from '../database/sql.ts'
import { waitMs } from '../health/rules.ts'
import { DELIVERY_WINDOW_MS, type AttemptInput } from '../../workflows/contract.ts'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'
import type { OwnPolicy } from '../retries/own-policy.ts'
import { ASKS_NOTHING, HEEDS_HEALTH, type HealthPieces, type NotBegun } from './begin-health.ts'
import type { AttemptTrigger, DeliveryStatus, WebhookStatus } from '../words/enums.ts'
import { PAUSED_IN_TEMPORAL, PAUSED_UNTIL_THE_END } from '../words/temporal.ts'

const WAIT_MS = waitMs('j.turn_at')

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
  /** What the webhook's owner chose; null: all is the dialect's. Read anew for each attempt, so that a change acts on the next. */
  ownPolicy: OwnPolicy | null
  /** The webhook's target version. It tells later whether the receiver's answer is outdated. */
  targetVersion: number
  /** 1 for the first of the delivery. */
  number: number
  trigger: AttemptTrigger
  /** How many retries of the policy were begun, including this one. */
  retryCount: number
  /** The span in which it was published; null if that was not traced. */
  traceparent: string | null
  /** Whether its organization wants its receivers to be told the spans of their attempts. */
  sendsTraceparent: boolean
  /** How long its request waits for its turn, in milliseconds: less than a second. */
  waitMs: number
}

export type AttemptBeginning =
  | { kind: 'begun'; attempt: BegunAttempt }
  /** There is no such delivery: Postgres was restored to a time before the event was published. */
  | { kind: 'unknown' }
  /** The delivery has its final status, or a newer run. */
  | { kind: 'ended'; status: DeliveryStatus }
  /**
   * The webhook was deleted or disabled after the event was published, or the event's payload is gone; or an operator had paused the
   * delivery when its 24 hours ended.
   */
  | { kind: 'impossible'; status: 'SKIPPED' | 'CANCELED' | 'FAILED'; decision: string }
  /** The webhook is paused: try again later. */
  | { kind: 'paused'; ownPolicy: OwnPolicy | null }
  /** The webhook has its maximum of attempts under way, the oldest for `oldestMs`: try again later. */
  | { kind: 'busy'; oldestMs: number; ownPolicy: OwnPolicy | null }
  /** Its webhook's health does not permit an attempt now: it was given back to the relay, as a new run. `message` says why. */
  | { kind: 'held'; message: string }

interface Row extends BegunAttempt {
  isCurrentRun: boolean
  status: DeliveryStatus
  webhookStatus: WebhookStatus
  deleted: boolean
  /** Whether it may get this attempt, as far as its status says. */
  receives: boolean
  /** Age of the webhook's oldest attempt under way, in milliseconds; null if the webhook has capacity. */
  busyMs: number | null
  hasPayload: boolean
  begun: boolean
  /** Why it was given back to the relay; null: it was not. */
  held: NotBegun | null
}

const HELD: Record<NotBegun, string> = {
  QUIET: 'its receiver asked for no requests for a while',
  DISABLED: 'its webhook was disabled because it failed, and only its last attempt is left',
  FAILING: 'its webhook fails, and another delivery goes on trying',
  RAMP: 'its webhook recovers, and has as many attempts under way as it may',
  RATE: 'its webhook has as many attempts as it may',
}

/** The log's error message for an attempt whose end nobody recorded. */
const INTERRUPTED =
  'The worker making this attempt ended in the middle. Whether the receiver got the request is unknown.'

/** The same for an attempt of `durahook listen`. */
const LISTENER_LEFT =
  'The connection to durahook listen ended before it reported an answer. Whether the local server got the request is unknown.'

/** Which of the two is true of a delivery in `deliveries_open` or a copy of it. */
export const interruption = fragment`
  case when exists (select from webhooks where id = webhook_id and listener_session is not null) then ${LISTENER_LEFT} else ${INTERRUPTED} end`

/** The decision on a delivery whose event has no payload any more. */
export const PAYLOAD_GONE = "The event's payload was deleted, so nothing can be sent."

/**
 * An attempt that began longer ago than this, in seconds, is dead if nobody is making it: the longest timeout that a
 * webhook may have, the longest hold after it (spread-timeouts.ts), and time to send and record it.
 */
export const DEAD_ATTEMPT_SECONDS = 60

/** The first key of the lock of a webhook, under which its attempts under way are counted and more begin; the second is of its id. */
export const WEBHOOK_LOCK = piece(`hashtext('durahook:attempts')`)

/**
 * Marks an attempt as begun and reads all it needs, in one statement. If an earlier attempt is still marked because its
 * worker died, it is logged as INTERRUPTED and its mark removed, whether the new attempt begins or not. `perWebhook`: maximum
 * of attempts under way to one webhook. Calls of the same moment go together: `database` has INDEX_PLANNING.
 */
export async function beginAttempt(
  database: Database,
  input: AttemptInput,
  perWebhook: number,
): Promise<AttemptBeginning> {
  const { deliveryId, run, trigger, isRetry } = input
  if (isLate(input) && (await isPausedInTemporal(database, input)))
    return { kind: 'impossible', status: 'FAILED', decision: PAUSED_UNTIL_THE_END }
  const wanted = { deliveryId, run, trigger, isRetry, perWebhook }
  const row =
    (await begin(database, wanted)) ??
    ((await reopen(database, wanted)) ? await begin(database, wanted) : null)
  if (!row) return endingOf(database, deliveryId)
  if (row.begun) return { kind: 'begun', attempt: row }
  if (row.held)
    return {
      kind: 'held',
      message: `Held: ${HELD[row.held]}. It waits in Postgres, and goes on in another workflow.`,
    }
  if (!row.isCurrentRun || row.status !== 'PENDING') return { kind: 'ended', status: row.status }
  if (row.deleted) return { kind: 'impossible', status: 'CANCELED', decision: 'The webhook was deleted.' }
  if (!row.receives && row.webhookStatus === 'DISABLED')
    return { kind: 'impossible', status: 'SKIPPED', decision: 'The webhook is disabled.' }
  if (!row.hasPayload) return { kind: 'impossible', status: 'CANCELED', decision: PAYLOAD_GONE }
  const { ownPolicy } = row
  return row.webhookStatus === 'PAUSED' || row.webhookStatus === 'LISTENING'
    ? { kind: 'paused', ownPolicy }
    : { kind: 'busy', oldestMs: row.busyMs!, ownPolicy }
}

/** Whether the 24 hours passed before its last attempt. Temporal does not say why: an operator may have paused it. */
const isLate = ({ trigger, elapsedMs }: AttemptInput) =>
  trigger === 'AUTOMATIC' && elapsedMs >= DELIVERY_WINDOW_MS

async function isPausedInTemporal(database: Database, { deliveryId, run }: AttemptInput): Promise<boolean> {
  const paused = await sql(database)`
    select from deliveries_open
    where id = ${deliveryId} and run = ${run} and status = 'PENDING' and decision = ${PAUSED_IN_TEMPORAL}`
  return paused.length > 0
}

/** Makes a delivery that FAILED open again if an operator asked its workflow for another attempt. Returns whether it did. */
async function reopen(database: Database, { deliveryId, run, trigger }: Wanted): Promise<boolean> {
  if (trigger !== 'MANUAL') return false
  const reopened = await sql(database)`
    update deliveries set status = 'PENDING', finished_at = null
    where id = ${deliveryId} and run = ${run} and status = 'FAILED' returning id`
  return reopened.length > 0
}

async function endingOf(database: Database, deliveryId: string): Promise<AttemptBeginning> {
  const [row] = await sql<{ status: DeliveryStatus }>(database)`
    select status from deliveries where id = ${deliveryId}`
  return row ? { kind: 'ended', status: row.status } : { kind: 'unknown' }
}

type Wanted = Pick<AttemptInput, 'deliveryId' | 'run' | 'trigger' | 'isRetry'> & { perWebhook: number }

/** Null if there is no such open delivery. */
const begin = createBatching<Database, Wanted, Row | null>({
  name: 'begin',
  maximumItems: 50,
  keyOf: ({ deliveryId }) => deliveryId,
  async run(database, wanted) {
    const first = wanted.every(({ isRetry }) => !isRetry)
    let rows = first ? await beginWith(database, wanted, ASKS_NOTHING) : []
    if (rows.length === 0) rows = await beginWith(database, wanted, HEEDS_HEALTH)
    const byId = new Map(rows.map((row) => [row.id, row]))
    return wanted.map(({ deliveryId }) => byId.get(deliveryId) ?? null)
  },
})

function beginWith(
  database: Database,
  wanted: readonly Wanted[],
  health: HealthPieces,
): Promise<(Row & { id: string })[]> {
  return sql<Row & { id: string }>(database)`
      with wanted as materialized (
        select * from unnest(${wanted.map(({ deliveryId }) => deliveryId)}::text[],
          ${wanted.map(({ run }) => run)}::int[], ${wanted.map(({ trigger }) => trigger)}::text[],
          ${wanted.map(({ isRetry }) => isRetry)}::boolean[], ${wanted.map(({ perWebhook }) => perWebhook)}::int[])
          as w(id, wanted_run, wanted_trigger, wanted_retry, per_webhook)
      ), locked as materialized (
        -- In the same order as in markStarted, to avoid deadlocks.
        select * from deliveries_open where id = any (${wanted.map(({ deliveryId }) => deliveryId)}::text[])
        order by id for update
      ), asking as materialized (
        select d.*, q.wanted_run, q.wanted_trigger, q.wanted_retry, q.per_webhook,
          -- A claim keeps a place for what it took, until that is marked as started.
          q.wanted_retry or d.started_at is not null as takes_place, ${health.asks}
        from locked d join wanted q on q.id = d.id ${health.only}
      ), under_way as materialized (
        -- By webhook, while no claim and no other worker's retries can begin one: the locks are taken in order, to avoid deadlocks.
        -- Read at once, before the first begins.
        select jsonb_object_agg(webhook_id, durahook_attempts_under_way(webhook_id, ids)) as by_webhook
        from (
          select webhook_id, array_agg(id) as ids from asking where (select count(pg_advisory_xact_lock(${WEBHOOK_LOCK}, key)) from (
            select distinct hashtext(webhook_id) as key from asking where takes_place order by key) w) > 0
          group by webhook_id having bool_or(takes_place)) a
      ) ${health.healths}, counted as materialized (
        select d.*, w.*, e.*,
          row_number() over (partition by d.webhook_id order by d.takes_place, d.id) as place,
          row_number() over (partition by d.webhook_id, d.asks or d.is_granted order by d.id) as turn
        from asking d
          cross join lateral (select status as webhook_status, status_reason, deleted_at is not null as deleted, dialect, channel_id,
            url, headers, secrets, target_version, retry_policy from webhooks where id = d.webhook_id offset 0) w
          left join lateral (select occurred_at, data from events where id = d.event_id offset 0) e on true
      ), timed as materialized (
        select *,
          -- What had an attempt before its webhook was disabled because it failed still gets its last one.
          webhook_status = 'ENABLED' or (webhook_status = 'DISABLED' and status_reason = 'FAILING' and attempt_count > 0) as receives
        from counted d cross join lateral (
          select case when takes_place then ((select by_webhook from under_way) ->> webhook_id)::int end as under_way) u
      ), held as materialized (
        select d.*, ${health.held}
      ), judged as materialized (
        select *, wanted_run = run and status = 'PENDING' and not deleted and receives and held is null and busy_ms is null
            and data is not null as begun,
          -- The retry activity also makes a postponed first attempt, which is no retry.
          wanted_retry and attempt_count > 0 as is_retry,
          case when wanted_retry and attempt_count = 0 then trigger else wanted_trigger end as next_trigger
        from held l cross join lateral (select case when under_way + place > per_webhook then (
          select coalesce(extract(epoch from now() - min(attempt_started_at)) * 1000, 0)
          from deliveries_open r where r.webhook_id || '' = l.webhook_id and r.id <> l.id and r.attempt_started_at is not null
        ) end::float8 as busy_ms) b
      ), interrupted as (
        insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
          response_headers, response_body_truncated, total_ms, error_kind, error, decision, started_at, finished_at,
          target_version)
        select organization_id, webhook_id, id, event_type, attempt_count, attempt_trigger, 'INTERRUPTED', '[]', false,
          extract(epoch from now() - attempt_started_at) * 1000, 'INTERRUPTED', ${INTERRUPTED},
          case when begun then 'The request is made again.' else 'No other attempt is made now.' end,
          attempt_started_at, now(), attempt_target_version
        from judged where run = wanted_run and attempt_started_at is not null
      ), moved as (
        update deliveries d set
          attempt_count = d.attempt_count + begun::int, retry_count = d.retry_count + (begun and is_retry)::int,
          attempt_started_at = case when begun then now() end,
          attempt_trigger = case when begun then next_trigger end,
          attempt_target_version = case when begun then j.target_version end,
          next_attempt_at = case when begun or held is not null then null else j.next_attempt_at end,
          started_at = case when begun then coalesce(j.started_at, now()) when held is null then j.started_at end,
          window_started_at = case when begun then coalesce(j.window_started_at, now()) when held is not null then coalesce(j.window_started_at, j.started_at)
            else j.window_started_at end,
          retry_requested_at = case when begun then null else j.retry_requested_at end,
          decision = case when begun or held is not null then '' else j.decision end,
          granted_at = case when not begun and held is null then j.granted_at end,
          leased_until = case when held is null then d.leased_until end,
          -- Given back to the relay: another workflow makes its next attempt.
          run = d.run + (held is not null)::int,
          held_until = case when held is not null then coalesce(last_try, 'infinity') end
        from judged j
        where d.id = j.id and (d.status = 'PENDING' or d.attempt_started_at is not null)
          and (begun or held is not null or (j.run = j.wanted_run and j.attempt_started_at is not null))
        returning d.id, d.attempt_count, d.retry_count
      ) ${health.last}
      select j.id, j.run = j.wanted_run as "isCurrentRun", j.data is not null as "hasPayload", j.status, j.webhook_status as "webhookStatus", j.deleted, j.receives,
        j.busy_ms as "busyMs", j.organization_id as "organizationId", j.webhook_id as "webhookId",
        j.event_id as "eventId", j.event_type as "eventType", j.occurred_at as "occurredAt", j.data, j.dialect,
        j.channel_id as "channelId", j.url, j.headers, j.secrets, j.target_version as "targetVersion", j.retry_policy as "ownPolicy", j.begun, j.held,
        j.next_trigger as trigger, ${WAIT_MS} as "waitMs", j.traceparent,
        case when j.traceparent is not null then (select send_traceparent from organizations where id = j.organization_id) else false end as "sendsTraceparent",
        m.attempt_count as number, m.retry_count as "retryCount"
      from judged j left join moved m on m.id = j.id`
}
