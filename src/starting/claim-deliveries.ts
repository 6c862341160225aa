import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { QUEUE } from '../deliveries/queue.ts'
import { waitMs } from '../health/rules.ts'
import type { RequestedRetry } from './send-retry.ts'
import { LOOKS_AT_HEALTH, LOOKS_FOR_HEALTH, type HealthPieces } from './claim-health.ts'
import type { StartCapacity } from './quota.ts'
import { DEAD_ATTEMPT_SECONDS, WEBHOOK_LOCK, type BegunAttempt } from '../attempts/begin-attempt.ts'
import type { AttemptTrigger, Lane } from '../words/enums.ts'

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
  /** Whether a replay has put it back, and it was not begun since. */
  replayed: boolean
  /** When the delivery's 24 hours began; null if they begin with this start. */
  windowStartedAt: Date | null
  /** When the next attempt is due; null if it is due now. */
  nextAttemptAt: Date | null
  /** Whether the next attempt was asked for while the first one, of the direct lane, was under way. */
  retryRequested: boolean
  /** Whether the worker of the first attempt, of the direct lane, died in the middle of it. */
  firstInterrupted: boolean
  /** What was last decided about it and how its last attempt ended, in words; empty if there is nothing to say. */
  message: string
  /** How long it waits for its turn, in milliseconds; 0 unless its webhook has turns. */
  waitMs: number
  /** The first attempt, which was begun with the claim in the direct lane; null if a workflow is to be started. */
  begun: BegunAttempt | null
}

/** A claim expires after this time if no start followed, because the worker died. */
const CLAIM_SECONDS = 30

export interface ClaimLimits {
  /** Maximum of deliveries whose workflows are started. 0: only first attempts of the direct lane are claimed. */
  starts: number
  /** Maximum of first attempts of the direct lane, which begin with the claim. */
  attempts: number
  /** Maximum of deliveries that replays have put back. They get what all others leave. */
  replays: number
  /** Whether first attempts of the direct lane whose lease has ended are taken over: their worker counts as dead. */
  takeOver: boolean
  /** Maximum of attempts under way to one webhook. */
  perWebhook: number
  /** Deliveries whose attempt under way has its answer: it needs no capacity any more. */
  answered: readonly string[]
  /** Maximum of deliveries to claim for each organization. */
  capacity: StartCapacity
  /** The lane of organizations that have not chosen one. */
  lane: Lane
  /** The dialects that this version knows: it can't make attempts of others. */
  dialects: readonly string[]
}

export interface Claim {
  deliveries: ClaimedDelivery[]
  /** Whether other deliveries still wait, for capacity of their webhook or of this worker. */
  more: boolean
  /**
   * How long the oldest delivery has waited that this claim could not take although its webhook could, in milliseconds, by
   * organization: only where that is longer than LATE_MS.
   */
  late: Record<string, number>
  /** In how many milliseconds the health of a webhook may permit what this claim held of it; Infinity: it held nothing for a time. */
  heldMs: number
}

/** Deliveries of replays get at most this part of the attempts under way to a webhook: the others are for what is published. */
const REPLAYED_SHARE = 1 / 2

/** A first attempt is late after this time, in milliseconds: it is promised within a second. */
const LATE_MS = 1_000

/**
 * All workers claim one at a time, under a lock: concurrent claims would choose the same rows, and all but one would get
 * nothing. A worker that finds the lock taken tries again after up to this time, in milliseconds.
 */
const LOCK_RETRY_MS = 4

/** How long a claim tries to get the lock and unclaimed rows, in milliseconds. */
const LOCK_TIMEOUT_MS = 2_000

const WAIT_MS = waitMs('d.turn_at')

/** Where the last claim met webhooks whose health says something: the next one looks at it from the start. */
const governing = new WeakSet<Database>()

/**
 * Claims deliveries without a workflow. Organizations take turns; each webhook has at most `perWebhook` attempts under way,
 * and a paused webhook gets none. No two workers get the same delivery. First attempts of the direct lane begin here. What replays
 * have put back comes after all else, organizations and webhooks in turn, and that of paused replays not at all.
 *
 * The cost depends on the number of webhooks with waiting deliveries, of organizations that have capacity, not on the number
 * of deliveries, as long as each step reads an index: use a connection with INDEX_PLANNING.
 */
export async function claimDeliveries(database: Database, limits: ClaimLimits): Promise<Claim> {
  let heldMs = Infinity
  for (const deadline = performance.now() + LOCK_TIMEOUT_MS; ;) {
    const looksAt = governing.has(database)
    const { chosen, governed, ...claim } = await claimOnce(
      database,
      limits,
      looksAt ? LOOKS_AT_HEALTH : LOOKS_FOR_HEALTH,
    )
    heldMs = Math.min(heldMs, claim.heldMs)
    if (chosen !== null) {
      if (governed) governing.add(database)
      else governing.delete(database)
      // It was met, and is looked at now.
      if (governed && !looksAt && claim.deliveries.length === 0) continue
    }
    // Rows were chosen but not claimed: another claim was committed after this statement's snapshot and before its lock.
    const again = chosen === null || (chosen > 0 && claim.deliveries.length === 0)
    if (!again || performance.now() > deadline) return { ...claim, heldMs }
    await delay(Math.random() * LOCK_RETRY_MS)
  }
}

/**
 * `chosen`: number of deliveries chosen before their rows were locked; null if another worker had the claim lock. `governed`: whether it
 * met webhooks whose health says something.
 */
async function claimOnce(
  database: Database,
  { starts, attempts, replays, takeOver, perWebhook, answered, capacity, lane, dialects }: ClaimLimits,
  health: HealthPieces,
): Promise<Claim & { chosen: number | null; governed: boolean }> {
  const rows = await sql<Row & Omit<Claim, 'deliveries'> & { chosen: number | null; governed: boolean }>(
    database,
  )`
    with recursive claim_lock as materialized (
      select pg_try_advisory_xact_lock(hashtext('durahook:claim')) as mine
    ), capacity_of as materialized (
      select ${JSON.stringify(capacity.byOrganization)}::jsonb as by_organization, ${capacity.other}::int as other
    ), waiting as (
      -- One row for each webhook that has deliveries to start, which no worker has claimed, by skipping through the index. Only one for
      -- an organization without capacity: however many webhooks it has, it costs the others nothing.
      select '' as organization_id, '' as webhook_id, 1 as capacity where (select mine from claim_lock)
      union all
      select next.*,
        (select coalesce((by_organization -> next.organization_id)::int, other) from capacity_of)
      from waiting w cross join lateral (
        (select organization_id, webhook_id from deliveries_open
          where w.capacity > 0 and started_at is null and status = 'PENDING' and held_until is null
            and (leased_until is null or leased_until <= now())
            and (organization_id, webhook_id) > (w.organization_id, w.webhook_id)
          order by organization_id, webhook_id limit 1)
        union all
        (select organization_id, webhook_id from deliveries_open
          where w.capacity <= 0 and started_at is null and status = 'PENDING' and held_until is null
            and (leased_until is null or leased_until <= now()) and organization_id > w.organization_id
          order by organization_id, webhook_id limit 1)) next
    ), ${health.first} looked as (
      -- Held deliveries are not in the queue: their webhooks are looked at when something may begin.
      select organization_id, webhook_id, bool_or(queued) as queued from (
        select organization_id, webhook_id, true as queued from waiting where capacity > 0 and webhook_id <> ''
        ${health.looked}) l
      group by organization_id, webhook_id
    ), ${health.locked} webhooks_looked as materialized (
      select l.*, c.capacity, h.status, h.retry_policy,
        coalesce(o.lane, ${lane}) = 'DIRECT' and h.status = 'ENABLED' and h.deleted_at is null
          and h.dialect = any(${dialects}) as direct,
        g.webhook_id is not null as governed, g.failing_since is not null as failing, g.look_at,
        coalesce(g.held, false) or (h.status = 'DISABLED' and h.status_reason = 'FAILING') as held, g.permitted, g.granted, g.first_turn, g.spacing, coalesce(g.due_at <= now(), false) as due, g.due_at
      from looked l
        cross join lateral (select coalesce((by_organization -> l.organization_id)::int, other) as capacity from capacity_of) c
        cross join lateral (select status, status_reason, deleted_at, dialect, retry_policy from webhooks where id = l.webhook_id offset 0) h
        cross join lateral (select lane from organizations where id = l.organization_id offset 0) o
        ${health.join}
    ), capacities as materialized (
      select w.*, room, under_way.count as under_way, under_way.since as busy_since, greatest(${starts}::int, ${attempts}::int) as most,
        case when held then 0 else least(room, permitted) end as free,
        case when held then 0 else least(room_for_replays, permitted) end as free_for_replays,
        case when w.direct or ${starts}::int > 0 then room else 0 end as room_now
      from webhooks_looked w
        cross join lateral (select count(*) filter (where id <> all (${answered}::text[])), count(replay_id) as replayed, min(attempt_started_at) as since
          from deliveries_open where webhook_id || '' = w.webhook_id and attempt_started_at is not null) under_way
        -- Claimed deliveries are among the oldest, so the others need not be read. Not what is counted as under way, or needs no place yet.
        cross join lateral (select count(*) from (
          (select leased_until, false as elsewhere from deliveries_open
            where organization_id = w.organization_id and webhook_id = w.webhook_id
              and started_at is null and status = 'PENDING' and held_until is null
              and ${QUEUE} = 0
            order by id || '' limit 2 * ${perWebhook}::int)
          union all
          (select leased_until, attempt_started_at is not null or coalesce(next_attempt_at > now(), false) from deliveries_open
            where organization_id = w.organization_id and webhook_id = w.webhook_id
              and started_at is null and status = 'PENDING' and held_until is null
              and ${QUEUE} = 1
            order by id || '' limit 2 * ${perWebhook}::int)) oldest where leased_until > now() and not elsewhere) claimed
        cross join lateral (select count(*) filter (where leased_until > now()) as claimed
          from replays p cross join lateral (select leased_until from deliveries_open
            where replay_id = p.id and webhook_id = w.webhook_id and started_at is null and status = 'PENDING' and window_started_at is null
            order by id || '' limit 2 * ${perWebhook}::int) oldest
          where p.organization_id = w.organization_id and p.status = 'RUNNING') replayed
        cross join lateral (select greatest(${perWebhook}::int - under_way.count - claimed.count - replayed.claimed, 0) as room,
          greatest(ceil(${perWebhook}::int * ${REPLAYED_SHARE}::float8)::int - under_way.replayed - replayed.claimed, 0) as room_for_replays) rooms
      where w.capacity > 0 and (w.queued or w.due or not w.held) and w.status not in ('PAUSED', 'LISTENING')
    ), candidates as (
      -- One more than the capacity, to tell whether others wait. What is due later makes no attempt now, and needs none.
      select p.organization_id, p.webhook_id, p.capacity, p.governed and not d.later and not d.due as governed, p.first_turn, p.spacing, p.granted, d.*,
        -- Few claims have room for more than one of a replay: without it the one with the oldest would have all of them.
        case when d.replayed then random() else 0 end as chance,
        d.later or d.turn <= case when d.due then p.room when d.replayed and d.own_turn > p.free_for_replays then 0 else p.free end as fits,
        not p.governed and (p.free > 0 or p.busy_since > now() - make_interval(secs => ${LATE_MS / 1000}::float8)) as ready
      from capacities p cross join lateral (
        select *, row_number() over (partition by later order by replayed, direct, id) as turn,
          row_number() over (partition by replayed order by id) as own_turn
        from (
          (select id, ctid as location, created_at, false as later,
              p.direct and run = 1 and window_started_at is null as direct, false as replayed, test and p.held as due
            from deliveries_open
            where organization_id = p.organization_id and webhook_id = p.webhook_id and (p.direct or ${starts}::int > 0) and (test or not p.held)
              and started_at is null and status = 'PENDING' and held_until is null
              and ${QUEUE} = 0
              and (leased_until is null or leased_until <= now())
            order by id || '' limit least(p.free, p.capacity, case when p.direct then greatest(${starts}::int, ${attempts}::int) else ${starts}::int end) + 1)
          union all
          (select id, ctid, null, coalesce(next_attempt_at > now(), false), false, false, retry_requested_at is not null
            from deliveries_open
            where organization_id = p.organization_id and webhook_id = p.webhook_id and ${starts}::int > 0
              and started_at is null and status = 'PENDING' and held_until is null
              and ${QUEUE} = 1
              and (attempt_started_at is null or ${takeOver})
              and (not p.held or next_attempt_at > now() or retry_requested_at is not null)
              and (leased_until is null or leased_until <= now())
            order by id || '' limit least(p.capacity, ${starts}::int) + 1)
          ${health.candidates}
          union all
          -- A payload can be erased while the delivery is put back; its workflow ends it then.
          (select o.id, o.location, null, false, p.direct and exists (select from events where id = o.event_id), true, false
            from replays r cross join lateral (
              select id, event_id, ctid as location from deliveries_open
              where replay_id = r.id and webhook_id = p.webhook_id and started_at is null and status = 'PENDING'
                and window_started_at is null and (leased_until is null or leased_until <= now())
              order by id || '' limit least(p.free_for_replays, p.capacity, ${replays}::int) + 1) o
            where r.organization_id = p.organization_id and r.status = 'RUNNING' and ${replays}::int > 0 and not p.held)) waiting) d
      where d.direct or ${starts}::int > 0
    ), turns as (
      select *, row_number() over (partition by organization_id order by replayed, turn, id) as organization_turn,
        row_number() over (partition by organization_id, replayed
          order by case when replayed then own_turn else turn end, chance, id) as fair_turn
      from candidates where fits
    ), numbered as (
      select *,
        row_number() over (partition by direct order by replayed, fair_turn, chance, id) as number,
        row_number() over (partition by replayed order by fair_turn, chance, id) as own_number
      from turns
      where organization_turn <= capacity
    ), chosen as (
      select * from numbered
      where number <= case when direct then ${attempts}::int else ${starts}::int end and (not replayed or own_number <= ${replays}::int)
    ), places as materialized (
      -- Retries begin in their workflows meanwhile, and may have taken some. What begins now of the same webhook waits for this claim.
      -- Read at once, before the first is claimed.
      select jsonb_object_agg(webhook_id, room - greatest(now_under_way - under_way, 0)) as by_webhook
      from capacities p cross join lateral (select case when pg_try_advisory_xact_lock(${WEBHOOK_LOCK}, hashtext(p.webhook_id))
        then durahook_attempts_under_way(p.webhook_id, ${answered}::text[]) end as now_under_way) u
      where webhook_id in (select webhook_id from chosen where not later)
    ), free as materialized (
      -- A ctid identifies a row during this statement. A row that was updated meanwhile is left for a later claim.
      select d.location, chosen.direct, chosen.replayed, chosen.governed, ${health.turn} as turn_at
      from chosen cross join lateral (
        select ctid as location from deliveries_open
        where ctid = chosen.location and started_at is null and status = 'PENDING'
          and (chosen.later or chosen.turn <= ((select by_webhook from places) ->> chosen.webhook_id)::int)
          and (leased_until is null or leased_until <= now())
        for update skip locked) d
    ), late as (
      -- What waits because receivers hold all attempts of the webhook or of the organization waits for them, not for workers.
      select organization_id, extract(epoch from now() - min(created_at)) * 1000 as ms from candidates
      where ready and created_at < now() - make_interval(secs => ${LATE_MS / 1000}::float8)
        and location not in (select location from free)
      group by organization_id
    ), claimed as (
      update deliveries_open d set
        leased_until = now() + make_interval(secs => case when f.direct then ${DEAD_ATTEMPT_SECONDS}::int else ${CLAIM_SECONDS}::int end),
        attempt_count = attempt_count + f.direct::int,
        attempt_started_at = case when f.direct then now() else attempt_started_at end,
        attempt_trigger = case when f.direct then trigger else attempt_trigger end,
        attempt_target_version = case when f.direct then (select target_version from webhooks where id = d.webhook_id)
          else attempt_target_version end,
        window_started_at = case when f.direct then now() else window_started_at end,
        held_until = null,
        retry_requested_at = case when f.direct then null else d.retry_requested_at end,
        granted_at = case when not f.direct then f.turn_at end
      from free f where d.ctid = f.location
      returning d.id, d.organization_id, d.webhook_id, d.event_id, d.trigger, d.run, d.attempt_count, d.retry_count, d.replay_id, d.attempt_started_at,
        d.window_started_at, d.next_attempt_at, d.retry_requested_at, d.decision, d.event_type, d.test, d.traceparent, f.direct, f.replayed, f.governed, f.turn_at
    )${health.last}
    select coalesce((select jsonb_object_agg(organization_id, ms) from late), '{}') as late,
      not (select mine from claim_lock) or exists (select from waiting where capacity <= 0)
        or (select count(*) from candidates) > (select count(*) from chosen) as more,
      case when (select mine from claim_lock) then (select count(*)::int from chosen) end as chosen,
      coalesce(extract(epoch from ${health.lookAt} - now())::float8 * 1000, 'infinity') as "heldMs",
      ${health.governed} as governed,
      d.id, d.organization_id as "organizationId", d.webhook_id as "webhookId", d.trigger, d.run, d.attempt_count as number, d.event_type as "eventType",
      d.test, d.replayed, w.dialect, w.url, d.direct, d.window_started_at as "windowStartedAt", d.next_attempt_at as "nextAttemptAt",
      d.retry_requested_at is not null as "retryRequested",
      not d.direct and (d.attempt_count = 1 or (d.replay_id is not null and d.retry_count = 0)) and (d.attempt_started_at is not null or coalesce(a.outcome = 'INTERRUPTED', false))
        as "firstInterrupted",
      concat_ws(' ', nullif(d.decision, ''), a.error, a.decision) as message,
      d.event_id as "eventId", e.occurred_at as "occurredAt", e.data,
      ${WAIT_MS} as "waitMs", d.traceparent,
      case when d.traceparent is not null then (select send_traceparent from organizations where id = d.organization_id) else false end as "sendsTraceparent",
      w.channel_id as "channelId", w.headers, case when d.direct then w.secrets end as secrets,
      w.target_version as "targetVersion", w.retry_policy as "ownPolicy"
    -- Without attempts the commit does not wait for the disk: a claim that a power cut loses is made again.
    from set_config('synchronous_commit', case when exists (select from free where direct)
        then current_setting('synchronous_commit') else 'off' end, true)
      left join (claimed d
        cross join lateral (select * from webhooks where id = d.webhook_id offset 0) w
        left join lateral (select occurred_at, data from events where d.direct and id = d.event_id offset 0) e on true
        left join lateral (select outcome, error, decision from attempts
          where not d.direct and delivery_id = d.id and number = d.attempt_count offset 0) a on true) on true`
  const [{ more, late, heldMs, chosen, governed }] = rows as [(typeof rows)[number]]
  return {
    deliveries: rows.filter(({ id }) => id !== null).map(claimedOf),
    more,
    late,
    heldMs,
    chosen,
    governed,
  }
}

type Row = Omit<ClaimedDelivery, 'begun'> & Omit<BegunAttempt, 'retryCount'> & { direct: boolean }

function claimedOf({ direct, ...row }: Row): ClaimedDelivery {
  return { ...row, begun: direct ? { ...row, retryCount: 0 } : null }
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
    update deliveries_open d set
      leased_until = case when s.reason is null then null else d.leased_until end,
      decision = coalesce(s.reason, d.decision)
    from unnest(${claimed.map(({ id }) => id)}::text[], ${claimed.map(({ run }) => run)}::int[],
      ${claimed.map(({ reason }) => reason ?? null)}::text[]) as s(id, run, reason)
    where d.id = s.id and d.run = s.run and d.started_at is null and d.status = 'PENDING'`
}

/**
 * Records that the workflows of these runs were started. Of one that Temporal knew already (`known`) no attempt may come before
 * reconciling: it has its webhook's permission no longer. Returns retries that somebody asked for before that.
 */
export async function markStarted(
  database: Database,
  started: readonly (Pick<ClaimedDelivery, 'id' | 'run'> & { known?: boolean })[],
): Promise<RequestedRetry[]> {
  if (started.length === 0) return []
  const ids = started.map(({ id }) => id)
  // The run is compared because a delivery that was sent again meanwhile still has to be started.
  const marked = await sql<{ id: string; requestedAt: Date | null }>(database)`
    update deliveries_open set started_at = coalesce(started_at, now()), leased_until = null, held_until = null,
      granted_at = case when id = any (${started.flatMap(({ id, known }) => (known ? [id] : []))}::text[]) then null else granted_at end,
      window_started_at = coalesce(window_started_at, now())
    where id in (
      -- Locked in the same order as in endPending, to avoid deadlocks.
      select d.id from deliveries_open d
      where d.id = any (${ids}::text[]) and d.run = (${started.map(({ run }) => run)}::int[])[array_position(${ids}::text[], d.id)]
      order by d.id for update of d)
    returning id, retry_requested_at as "requestedAt"`
  return marked.flatMap(({ id, requestedAt }) => (requestedAt ? [{ id, requestedAt }] : []))
}
