import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { StartCapacity } from './quota.ts'
import type { AttemptTrigger } from '../words/enums.ts'

/** A claimed delivery, with all that starting its workflow needs. */
export interface ClaimedDelivery {
  id: string
  organizationId: string
  webhookId: string
  eventType: string
  dialect: string
  url: string
  trigger: AttemptTrigger
  test: boolean
  run: number
  /** When the delivery's 24 hours began; null if they begin with this start. */
  windowStartedAt: Date | null
  /** When the next attempt is due, if Temporal lost the delivery while it waited for a retry; null if it is due now. */
  nextAttemptAt: Date | null
  decision: string
}

/**
 * Planner settings of the connections that claim. They force an index lookup for each step, whatever the statistics say:
 * statistics from a moment without waiting deliveries lead to a plan that reads all waiting deliveries once per webhook.
 */
export const CLAIM_PLANNING = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_sort: 'off',
}

/** A claim expires after this time if no start followed, because the worker died. */
const CLAIM_SECONDS = 30

export interface ClaimLimits {
  /** Maximum of deliveries to claim. */
  limit: number
  /** Maximum of attempts under way to one webhook. */
  perWebhook: number
  /** Maximum of deliveries to claim for each organization. */
  capacity: StartCapacity
}

export interface Claim {
  deliveries: ClaimedDelivery[]
  /** Whether other deliveries still wait, for capacity of their webhook or of this worker. */
  more: boolean
}

/**
 * All workers claim one at a time, under a lock: concurrent claims would choose the same rows, and all but one would get
 * nothing. A worker that finds the lock taken tries again after up to this time, in milliseconds.
 */
const LOCK_RETRY_MS = 4

/** How long a claim tries to get the lock and unclaimed rows, in milliseconds. */
const LOCK_TIMEOUT_MS = 2_000

/**
 * Claims deliveries without a workflow. Organizations take turns; each webhook has at most `perWebhook` deliveries under
 * way, and a paused webhook gets none. No two workers get the same delivery.
 *
 * The cost depends on the number of webhooks with waiting deliveries, not on the number of deliveries, as long as each
 * step reads an index: use a connection with CLAIM_PLANNING.
 */
export async function claimDeliveries(database: Database, limits: ClaimLimits): Promise<Claim> {
  for (const deadline = performance.now() + LOCK_TIMEOUT_MS; ;) {
    const { deliveries, more, chosen } = await claimOnce(database, limits)
    // Rows were chosen but not claimed: another claim was committed after this statement's snapshot and before its lock.
    const again = chosen === null || (chosen > 0 && deliveries.length === 0)
    if (!again || performance.now() > deadline) return { deliveries, more }
    await delay(Math.random() * LOCK_RETRY_MS)
  }
}

/** `chosen`: number of deliveries chosen before their rows were locked; null if another worker had the claim lock. */
async function claimOnce(
  database: Database,
  { limit, perWebhook, capacity }: ClaimLimits,
): Promise<Claim & { chosen: number | null }> {
  const rows = await sql<ClaimedDelivery & { more: boolean; chosen: number | null }>(database)`
    with recursive claim_lock as materialized (
      select pg_try_advisory_xact_lock(hashtext('durahook:claim')) as mine
    ), waiting as (
      -- One row for each webhook that has deliveries to start, by skipping through the index.
      (select organization_id, webhook_id from deliveries
        where (select mine from claim_lock) and started_at is null and status = 'PENDING'
        order by organization_id, webhook_id limit 1)
      union all
      select next.* from waiting w cross join lateral (
        select organization_id, webhook_id from deliveries
        where started_at is null and status = 'PENDING'
          and (organization_id, webhook_id) > (w.organization_id, w.webhook_id)
        order by organization_id, webhook_id limit 1) next
    ), capacities as materialized (
      select w.organization_id, w.webhook_id, greatest(${perWebhook}::int
        - (select count(*) from deliveries r where r.webhook_id = w.webhook_id and r.attempt_started_at is not null)
        -- Claimed deliveries are among the oldest, so the others need not be read.
        - (select count(*) from (
            select claimed_until from deliveries r
            where r.organization_id = w.organization_id and r.webhook_id = w.webhook_id
              and r.started_at is null and r.status = 'PENDING'
            order by id limit 2 * ${perWebhook}::int) oldest where claimed_until > now()), 0) as free
      from waiting w join webhooks h on h.id = w.webhook_id
      where h.status <> 'PAUSED'
    ), candidates as (
      -- One more than the capacity, to tell whether others wait.
      select p.organization_id, d.*, d.turn <= p.free as fits
      from capacities p cross join lateral (
        select id, location, row_number() over (order by id) as turn from (
          select id, ctid as location from deliveries
          where organization_id = p.organization_id and webhook_id = p.webhook_id
            and started_at is null and status = 'PENDING' and (claimed_until is null or claimed_until <= now())
          order by id limit least(p.free, ${limit}::int) + 1) oldest) d
    ), turns as (
      select *, row_number() over (partition by organization_id order by turn, id) as organization_turn
      from candidates where fits
    ), chosen as (
      select id, location from turns
      where organization_turn <=
        coalesce((${JSON.stringify(capacity.byOrganization)}::jsonb -> organization_id)::int, ${capacity.other}::int)
      order by organization_turn, id limit ${limit}::int
    ), free as materialized (
      -- A ctid identifies a row during this statement. A row that was updated meanwhile is left for a later claim.
      select d.location from chosen cross join lateral (
        select ctid as location from deliveries
        where ctid = chosen.location and started_at is null and status = 'PENDING'
          and (claimed_until is null or claimed_until <= now())
        for update skip locked) d
    ), claimed as (
      update deliveries set claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
      where ctid = any (array(select location from free))
      returning id, organization_id, webhook_id, event_id, trigger, run, window_started_at, next_attempt_at, decision
    )
    select not (select mine from claim_lock) or (select count(*) from candidates) > (select count(*) from chosen) as more,
      case when (select mine from claim_lock) then (select count(*)::int from chosen) end as chosen,
      d.id, d.organization_id as "organizationId", d.webhook_id as "webhookId", d.trigger, d.run, e.type as "eventType",
      e.test, w.dialect, w.url, d.window_started_at as "windowStartedAt", d.next_attempt_at as "nextAttemptAt", d.decision
    -- The commit does not wait for the disk: a claim that a power cut loses is made again.
    from set_config('synchronous_commit', 'off', true) left join (claimed d join webhooks w on w.id = d.webhook_id join events e on e.id = d.event_id) on true`
  const [{ more, chosen }] = rows as [(typeof rows)[number]]
  return { deliveries: rows.filter(({ id }) => id !== null), more, chosen }
}

/**
 * Releases claims of deliveries that could not be started. With a `reason` the delivery shows it and keeps its claim until
 * that expires after CLAIM_SECONDS, so that other deliveries come first.
 */
export async function releaseClaims(
  database: Database,
  claimed: readonly (Pick<ClaimedDelivery, 'id' | 'run'> & { reason?: string | undefined })[],
): Promise<void> {
  if (claimed.length === 0) return
  await sql(database)`
    update deliveries d set
      claimed_until = case when s.reason is null then null else d.claimed_until end,
      decision = coalesce(s.reason, d.decision)
    from unnest(${claimed.map(({ id }) => id)}::text[], ${claimed.map(({ run }) => run)}::int[],
      ${claimed.map(({ reason }) => reason ?? null)}::text[]) as s(id, run, reason)
    where d.id = s.id and d.run = s.run and d.started_at is null and d.status = 'PENDING'`
}

/** Records that the workflows of these runs were started. */
export async function markStarted(
  database: Database,
  started: readonly Pick<ClaimedDelivery, 'id' | 'run'>[],
): Promise<void> {
  if (started.length === 0) return
  // The run is compared because a delivery that was sent again meanwhile still has to be started.
  await sql(database)`
    update deliveries set started_at = coalesce(started_at, now()), claimed_until = null,
      window_started_at = coalesce(window_started_at, now())
    where id in (
      -- Locked in the same order as in cancelPending, to avoid deadlocks.
      select d.id from deliveries d
        join unnest(${started.map(({ id }) => id)}::text[], ${started.map(({ run }) => run)}::int[]) as s(id, run)
          on d.id = s.id and d.run = s.run
      order by d.id for update of d)`
}
