import { piece, type Piece } from '../database/sql.ts'
import {
  firstTurn,
  heldBy,
  isGranted,
  lastTry,
  movedTurn,
  nextProbe,
  spacing,
  type Held,
} from '../health/rules.ts'

/** Why an attempt that asks was not begun: its webhook's health, or that its webhook was disabled because it failed. */
export type NotBegun = Held | 'DISABLED'

/** The parts of beginning attempts that heed the health of webhooks, at their places in it. */
export interface HealthPieces {
  /** Whether an attempt of a delivery `d` has to ask its webhook's health, and whether a claim has permitted it. */
  asks: Piece
  /** On what it depends that anything begins. */
  only: Piece
  /** Before it reads the webhooks. */
  healths: Piece
  /** Why a delivery `d` is not begun, when its turn is, and when it has its last try. */
  held: Piece
  /** After the beginning. */
  last: Piece
}

/** Nothing waits longer for its turn where it is made, in seconds: it is held. */
const MAXIMUM_WAIT_SECONDS = 1

/** Whether a claim has permitted its attempt. */
const IS_GRANTED = `coalesce(${isGranted('d')}, false)`

const LAST_TRY = lastTry('d').text

/** First attempts, and what a claim has permitted, don't ask. Each takes the next turn, where there are turns. */
export const HEEDS_HEALTH: HealthPieces = {
  asks: piece(
    `wanted_retry and not coalesce(d.test, false) and not ${IS_GRANTED} as asks, ${IS_GRANTED} as is_granted`,
  ),
  only: piece(''),
  healths: piece(`, healths as materialized (
        select * from webhook_health where webhook_id = any (array(select webhook_id from asking where asks or is_granted))
        order by webhook_id for update
      )`),
  held: piece(`
          case when not receives or deleted or wanted_run <> run or status <> 'PENDING' then null
            when not takes_turn then null
            when turn_at > now() + interval '${MAXIMUM_WAIT_SECONDS} seconds' then 'RATE'
            when not asks then null
            when webhook_status = 'DISABLED' then 'DISABLED'
            else ${heldBy.text} end as held,
          case when takes_turn then turn_at end as turn_at, takes_turn, last_try
        from timed d left join lateral (select * from healths where webhook_id = d.webhook_id offset 0) h on true
          cross join lateral (select ${LAST_TRY} as last_try, ${firstTurn.text} + make_interval(secs => (turn - 1) * ${spacing.text}) as turn_at,
            -- A last try waits for nothing.
            is_granted or (asks and coalesce(${LAST_TRY} > now(), true)) as takes_turn) t`),
  last: piece(`, spaced as (
        update webhook_health h set next_at = ${movedTurn('c.count').text},
          probe_at = case when h.failing_since is not null and c.count > 0 then ${nextProbe.text} else h.probe_at end,
          -- A claim that does not see yet what is held now leaves this.
          look_at = case when c.held then now() else h.look_at end
        from (select webhook_id, count(*) filter (where begun), bool_or(held is not null) as held
          from judged where takes_turn and (begun or held is not null) group by webhook_id) c
        where h.webhook_id = c.webhook_id and h.webhook_id = any (array(select webhook_id from healths))
      )`),
}

/**
 * For first attempts, which don't ask: what a statement might do costs it much even if it does not do it. If a claim has permitted one
 * of them, as only a webhook's health makes it, nothing begins.
 */
export const ASKS_NOTHING: HealthPieces = {
  asks: piece('false as asks, false as is_granted'),
  only: piece('where not exists (select from locked where granted_at is not null)'),
  healths: piece(''),
  held: piece(
    'null::text as held, null::timestamptz as turn_at, false as takes_turn, null::timestamptz as last_try from timed d',
  ),
  last: piece(''),
}
