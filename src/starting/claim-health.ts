import { piece, type Piece } from '../database/sql.ts'
import { QUEUE } from '../deliveries/queue.ts'
import {
  firstTurn,
  isGranted,
  isHeld,
  lastTry,
  lookAgain,
  movedTurn,
  nextProbe,
  permitted,
  spacing,
} from '../health/rules.ts'

/** The parts of a claim that heed the health of webhooks, at their places in it. */
export interface HealthPieces {
  /** Before it looks at webhooks. */
  first: Piece
  /** After the webhooks at which it looks because deliveries are queued. */
  looked: Piece
  /** Before it reads these webhooks. */
  locked: Piece
  /** What the health of a webhook `l` says: `g`. */
  join: Piece
  /** More deliveries of a webhook `p` that may begin. */
  candidates: Piece
  /** When a delivery that was chosen has its turn. */
  turn: Piece
  /** After the claim. */
  last: Piece
  /** When one of the webhooks it looked at has to be looked at again. */
  lookAt: Piece
  /** Whether it met webhooks whose health says something. */
  governed: Piece
}

/** A claim looks at so many webhooks at most of which deliveries are held, and of which some are due. */
const MAXIMUM_LOOKED = 50

/** So many deliveries of one webhook are moved from the queue to those that are held, at most, by one claim. */
const MAXIMUM_PARKED = 200

/** The attempts of a webhook that were started and have not begun. */
const GRANTED = `(select count(*) from deliveries_open
  where webhook_id || '' = p.webhook_id and ${isGranted('deliveries_open')} and attempt_started_at is null)`

const PERMITTED = permitted(
  `select count(*) from deliveries_open where webhook_id || '' = h.webhook_id and attempt_started_at is not null`,
)

/** Heeds the health of all webhooks. */
export const LOOKS_AT_HEALTH: HealthPieces = {
  first: piece(''),
  looked: piece(`
        union all
        (select organization_id, webhook_id, false from webhook_health where look_at <= now() and (select mine from claim_lock)
            and (select coalesce((by_organization -> webhook_health.organization_id)::int, other) from capacity_of) > 0
          order by look_at limit ${MAXIMUM_LOOKED})`),
  // Recording locks these rows in the same order, for several webhooks at once.
  locked: piece(`
    locked as materialized (
      select from webhook_health where webhook_id = any (array(select webhook_id from looked)) order by webhook_id for update
    ), `),
  join: piece(`
        left join lateral (
          select h.webhook_id, h.failing_since, h.look_at, h.granted, ${isHeld.text} as held, ${PERMITTED.text} as permitted,
            ${firstTurn.text} as first_turn, ${spacing.text} as spacing, (
            select min(greatest(held_until, leased_until)) from deliveries_open
            where webhook_id = h.webhook_id and started_at is null and status = 'PENDING' and held_until is not null) as due_at
          from (
            select p.*, case when coalesce(p.ramp, p.rate_limit, p.pace) is not null then ${GRANTED} else 0 end as granted
            from (
              -- As it is now that it is locked, not as it was when the claim began: beginning attempts takes turns too.
              select * from webhook_health where webhook_id = l.webhook_id and (select count(*) from locked) >= 0 for update) p) h
        ) g on true`),
  candidates: piece(`
          union all
          -- What is held, the oldest first; or what is due whatever the webhook's health says. One more than may begin tells that others
          -- wait for attempts to end, unless they wait for their turns.
          (select id, ctid, null, false, p.direct and run = 1 and window_started_at is null, false, false
            from deliveries_open
            where organization_id = p.organization_id and webhook_id = p.webhook_id and p.governed and not p.held
              and started_at is null and status = 'PENDING' and held_until is not null
              and (leased_until is null or leased_until <= now())
            order by id || '' limit least(p.free, p.capacity, p.most) + (p.spacing is null or p.free = p.room)::int)
          union all
          (select id, ctid, null, false, p.direct and run = 1 and window_started_at is null, false, true
            from deliveries_open
            where webhook_id = p.webhook_id and p.held and held_until <= now()
              and started_at is null and status = 'PENDING' and (leased_until is null or leased_until <= now())
            order by held_until limit least(p.room, p.capacity, p.most) + 1)`),
  // In the workflow lane it takes its turn when it begins, after those that were started before; this is when that may be.
  turn: piece(`case when governed then coalesce(first_turn + make_interval(secs => spacing * (case when chosen.direct then 0 else granted end
          + row_number() over (partition by webhook_id, governed, chosen.direct order by turn) - 1)), now()) end`),
  last: piece(`, parked as (
      update deliveries_open d set held_until = coalesce(${lastTry('p').text}, case when p.failing then d.created_at + interval '24 hours' end, 'infinity')
      from (
        select p.retry_policy, p.failing, waiting.location from capacities p cross join lateral (
          select ctid as location from deliveries_open
          where organization_id = p.organization_id and webhook_id = p.webhook_id and started_at is null and status = 'PENDING'
            and held_until is null and attempt_started_at is null and not test and (leased_until is null or leased_until <= now())
            and ${QUEUE.text} = 0
          order by id || '' limit ${MAXIMUM_PARKED} for update skip locked) waiting
        where p.held
        union all
        select p.retry_policy, p.failing, waiting.location from capacities p cross join lateral (
          select ctid as location from deliveries_open
          where organization_id = p.organization_id and webhook_id = p.webhook_id and started_at is null and status = 'PENDING'
            and held_until is null and attempt_started_at is null and (leased_until is null or leased_until <= now())
            and ${QUEUE.text} = 1
            and coalesce(next_attempt_at <= now(), true) and retry_requested_at is null
          order by id || '' limit ${MAXIMUM_PARKED} for update skip locked) waiting
        where p.held) p
      where d.ctid = p.location
      returning d.webhook_id, d.held_until
    ), looked_at as (
      update webhook_health h set
        next_at = case when c.direct > 0 then ${movedTurn('c.direct').text} else h.next_at end,
        probe_at = case when h.failing_since is not null and c.count > 0 then ${nextProbe.text} else h.probe_at end,
        -- Unless something was held, or permitted, meanwhile.
        look_at = case when h.look_at is not distinct from c.look_at then ${lookAgain.text} else h.look_at end
      from (
        select w.webhook_id, w.look_at, w.granted, (select room_now from capacities where webhook_id = w.webhook_id) as room,
          least(w.due_at, (select min(held_until) from parked where webhook_id = w.webhook_id)) as due_at,
          (select count(*) from claimed where webhook_id = w.webhook_id) as claimed,
          (select count(*) from claimed where webhook_id = w.webhook_id and governed) as count,
          (select count(*) from claimed where webhook_id = w.webhook_id and governed and direct) as direct,
          w.status <> 'PAUSED' and ((w.queued and w.held) or w.due_at is not null) as waits, w.status = 'DISABLED' as disabled
        -- offset 0: counted once. If somebody changed h since this statement began, Postgres would count again, and can't.
        from webhooks_looked w where w.governed offset 0) c
      where h.webhook_id = c.webhook_id and (c.claimed > 0 or h.look_at is distinct from ${lookAgain.text})
      returning h.look_at
    )`),
  lookAt: piece(
    `case when (select count(*) from looked where not queued) >= ${MAXIMUM_LOOKED} then now() else (select min(look_at) from looked_at) end`,
  ),
  governed: piece(
    'exists (select from webhooks_looked where held or permitted is not null or due_at is not null)',
  ),
}

/**
 * For when no webhook's health says anything, as most of the time: what a statement might do costs it much even if it does not do it. If
 * some webhook's does, it claims nothing.
 */
export const LOOKS_FOR_HEALTH: HealthPieces = {
  first: piece(`
    met as materialized (
      select exists (select from webhook_health where look_at <= now()) or exists (
        select from waiting w cross join lateral (
          select from webhook_health
          where webhook_id = w.webhook_id and (look_at is not null or quiet_until > now() or failing_since is not null
            or ramp is not null or pace is not null or rate_limit is not null)
          offset 0) h) as yes
    ), `),
  looked: piece('and not (select yes from met)'),
  locked: piece(''),
  join: piece(`
    cross join (select null as webhook_id, null::timestamptz as failing_since, null::timestamptz as look_at, null::int as granted, false as held, null::int as permitted,
      null::timestamptz as first_turn, null::float8 as spacing, null::timestamptz as due_at) g`),
  candidates: piece(''),
  turn: piece('null::timestamptz'),
  last: piece(''),
  lookAt: piece('null'),
  governed: piece('(select yes from met) or exists (select from webhooks_looked where held)'),
}
