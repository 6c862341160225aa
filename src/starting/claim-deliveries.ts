import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { StartCapacity } from './quota.ts'
import type { AttemptTrigger } from '../words/enums.ts'

/** What starting a delivery's workflow takes. */
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
  /** Since when its 24 hours count; null: they begin with this start. */
  windowStartedAt: Date | null
  /** When its next attempt is due, where Temporal lost it while it waited; null: at once. */
  nextAttemptAt: Date | null
  decision: string
}

/**
 * Planner settings of the connections that claim. Whatever the statistics say, each step is a lookup in an index: they
 * are of a moment when nothing waited, and the plan made for that moment reads all that waits, once for each webhook.
 */
export const CLAIM_PLANNING = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_sort: 'off',
}

/** A claim that was not followed by a start is free again after this long: its worker died. */
const CLAIM_SECONDS = 30

export interface ClaimLimits {
  /** Most deliveries to claim. */
  limit: number
  /** Most attempts on their way to one webhook. */
  perWebhook: number
  /** How many deliveries of each organization to claim at most. */
  capacity: StartCapacity
}

export interface Claim {
  deliveries: ClaimedDelivery[]
  /** Others wait that were not claimed: for capacity of their webhook, or of this worker. */
  more: boolean
}

/**
 * One claim at a time, of all workers: each then sees what the one before took. Claims at once would choose the same rows,
 * all but one of them in vain. Who finds another at it asks again after up to so many milliseconds.
 */
const TURN_MS = 4

/** What another worker keeps claiming is not waited for longer than this. */
const PATIENCE_MS = 2_000

/**
 * Claims deliveries that no workflow was started for: one organization after the other takes a turn, each webhook up to
 * `perWebhook` deliveries on their way, paused webhooks none. No two workers get the same delivery.
 *
 * Its cost depends on how many webhooks wait, not on how many deliveries do, if each step reads an index: it is for
 * connections with CLAIM_PLANNING.
 */
export async function claimDeliveries(database: Database, limits: ClaimLimits): Promise<Claim> {
  for (const givenUpAt = performance.now() + PATIENCE_MS; ;) {
    const { deliveries, more, chosen } = await claimOnce(database, limits)
    // Chosen and not got: the claim before was committed in the moment between this one's look and its turn.
    const again = chosen === null || (chosen > 0 && deliveries.length === 0)
    if (!again || performance.now() > givenUpAt) return { deliveries, more }
    await delay(Math.random() * TURN_MS)
  }
}

/** `chosen` is how many were chosen before they were locked; null: it was another's turn, and nothing was looked at. */
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
        -- Claims are among the oldest: the rest need not be looked at.
        - (select count(*) from (
            select claimed_until from deliveries r
            where r.organization_id = w.organization_id and r.webhook_id = w.webhook_id
              and r.started_at is null and r.status = 'PENDING'
            order by id limit 2 * ${perWebhook}::int) oldest where claimed_until > now()), 0) as free
      from waiting w join webhooks h on h.id = w.webhook_id
      where h.status <> 'PAUSED'
    ), candidates as (
      -- One more than there is capacity for, to tell whether others wait.
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
      -- By its ctid, which stays the row's during this statement; a row that moved meanwhile is left for a later claim.
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
    -- Not waiting for the disk: a claim that a power cut undoes is made again.
    from set_config('synchronous_commit', 'off', true) left join (claimed d join webhooks w on w.id = d.webhook_id join events e on e.id = d.event_id) on true`
  const [{ more, chosen }] = rows as [(typeof rows)[number]]
  return { deliveries: rows.filter(({ id }) => id !== null), more, chosen }
}

/**
 * Gives claims back that could not be followed by a start, so that they need not lapse. With `why` the delivery says so,
 * and its claim lapses after CLAIM_SECONDS: others come first.
 */
export async function releaseClaims(
  database: Database,
  claimed: readonly (Pick<ClaimedDelivery, 'id' | 'run'> & { why?: string | undefined })[],
): Promise<void> {
  if (claimed.length === 0) return
  await sql(database)`
    update deliveries d set
      claimed_until = case when s.why is null then null else d.claimed_until end,
      decision = coalesce(s.why, d.decision)
    from unnest(${claimed.map(({ id }) => id)}::text[], ${claimed.map(({ run }) => run)}::int[],
      ${claimed.map(({ why }) => why ?? null)}::text[]) as s(id, run, why)
    where d.id = s.id and d.run = s.run and d.started_at is null and d.status = 'PENDING'`
}

/** Notes that the workflows of these runs were started. */
export async function markStarted(
  database: Database,
  started: readonly Pick<ClaimedDelivery, 'id' | 'run'>[],
): Promise<void> {
  if (started.length === 0) return
  // The run: a delivery that ended and was sent again meanwhile has yet to be started.
  await sql(database)`
    update deliveries set started_at = coalesce(started_at, now()), claimed_until = null,
      window_started_at = coalesce(window_started_at, now())
    where id in (
      -- In one order, as cancelPending: two that hold what the other wants would wait for each other.
      select d.id from deliveries d
        join unnest(${started.map(({ id }) => id)}::text[], ${started.map(({ run }) => run)}::int[]) as s(id, run)
          on d.id = s.id and d.run = s.run
      order by d.id for update of d)`
}
