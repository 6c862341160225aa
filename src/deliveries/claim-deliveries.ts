import type { Trigger } from '../contracts.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** What starting a delivery's workflow takes. */
export interface ClaimedDelivery {
  id: string
  organizationId: string
  webhookId: string
  eventType: string
  dialect: string
  url: string
  trigger: Trigger
  test: boolean
  run: number
}

/** A claim that was not followed by a start is free again after this long: its worker died. */
const CLAIM_SECONDS = 30

export interface ClaimLimits {
  /** Most deliveries to claim. */
  limit: number
  /** Most attempts on their way to one webhook. */
  perWebhook: number
  /** How many more attempts this worker can make, and how many of each organization it makes already. */
  freeSlots: number
  running: ReadonlyMap<string, number>
}

export interface Claim {
  deliveries: ClaimedDelivery[]
  /** Others wait that were not claimed: for room at their webhook, or for slots. */
  more: boolean
}

/**
 * Claims deliveries that no workflow was started for: one organization after the other takes a turn, each webhook up to
 * `perWebhook` deliveries on their way, paused webhooks none. No two workers get the same delivery.
 *
 * An organization gets no more of a worker's slots than are left free for all others: alone it has half of them, of two
 * busy ones each has a third. So however many of its receivers hang, the next organization finds a free slot.
 *
 * Its cost depends on how many webhooks wait, not on how many deliveries do. Limits are subqueries so that no plan is
 * better for knowing them: Postgres then keeps one plan, and planning takes longer than claiming.
 */
export async function claimDeliveries(
  database: Database,
  { limit, perWebhook, freeSlots, running }: ClaimLimits,
): Promise<Claim> {
  const rows = await sql<ClaimedDelivery & { more: boolean }>(database)`
    with recursive waiting as (
      -- One row for each webhook that has deliveries to start, by skipping through the index.
      (select organization_id, webhook_id from deliveries
        where started_at is null and status = 'PENDING' order by organization_id, webhook_id limit 1)
      union all
      select next.* from waiting w cross join lateral (
        select organization_id, webhook_id from deliveries
        where started_at is null and status = 'PENDING'
          and (organization_id, webhook_id) > (w.organization_id, w.webhook_id)
        order by organization_id, webhook_id limit 1) next
    ), room as materialized (
      select w.organization_id, w.webhook_id, greatest(${perWebhook}::int
        - (select count(*) from deliveries r where r.webhook_id = w.webhook_id and r.attempt_started_at is not null)
        -- Claims are among the oldest: the rest need not be looked at.
        - (select count(*) from (
            select claimed_until from deliveries r
            where r.organization_id = w.organization_id and r.webhook_id = w.webhook_id
              and r.started_at is null and r.status = 'PENDING'
            order by id limit (select 2 * ${perWebhook}::int)) oldest where claimed_until > now()), 0) as free
      from waiting w join webhooks h on h.id = w.webhook_id
      where h.status <> 'PAUSED'
    ), candidates as (
      -- One more than there is room for, to tell whether others wait.
      select room.organization_id, d.id, d.turn, d.turn <= room.free as fits
      from room cross join lateral (
        select id, row_number() over (order by id) as turn from (
          select id from deliveries
          where organization_id = room.organization_id and webhook_id = room.webhook_id
            and started_at is null and status = 'PENDING' and (claimed_until is null or claimed_until <= now())
          order by id limit (select least(room.free, ${limit}::int) + 1)) oldest) d
    ), turns as (
      select organization_id, id, row_number() over (partition by organization_id order by turn, id) as turn
      from candidates where fits
    ), chosen as (
      select id from turns
      where turn <= (${freeSlots}::int - coalesce((${JSON.stringify(Object.fromEntries(running))}::jsonb -> organization_id)::int, 0) + 1) / 2
      order by turn, id limit (select ${limit}::int)
    ), free as materialized (
      select d.id from chosen cross join lateral (
        select id from deliveries
        where id = chosen.id and started_at is null and status = 'PENDING'
          and (claimed_until is null or claimed_until <= now())
        for update skip locked) d
    ), claimed as (
      update deliveries set claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
      where id = any (array(select id from free))
      returning id, organization_id, webhook_id, event_id, trigger, run
    )
    select (select count(*) from candidates) > (select count(*) from chosen) as more,
      d.id, d.organization_id as "organizationId", d.webhook_id as "webhookId", d.trigger, d.run, e.type as "eventType",
      e.test, w.dialect, w.url
    -- Not waiting for the disk: a claim that a power cut undoes is made again.
    from set_config('synchronous_commit', 'off', true) left join (claimed d join webhooks w on w.id = d.webhook_id join events e on e.id = d.event_id) on true`
  return { deliveries: rows.filter(({ id }) => id !== null), more: rows[0]!.more }
}

/** Notes that the workflows of these runs were started. */
export async function markStarted(
  database: Database,
  started: readonly Pick<ClaimedDelivery, 'id' | 'run'>[],
): Promise<void> {
  if (started.length === 0) return
  // The run: a delivery that ended and was sent again meanwhile has yet to be started.
  await sql(database)`
    update deliveries set started_at = coalesce(started_at, now()), claimed_until = null
    where id in (
      -- In one order, as cancelPending: two that hold what the other wants would wait for each other.
      select d.id from deliveries d
        join unnest(${started.map(({ id }) => id)}::text[], ${started.map(({ run }) => run)}::int[]) as s(id, run)
          on d.id = s.id and d.run = s.run
      order by d.id for update of d)`
}
