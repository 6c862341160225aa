/**
 * The rules of a webhook's health, as SQL on a row `h` of webhook_health. The statements that claim deliveries, begin attempts and
 * record them use them; docs/decisions/0029 has the states.
 */
import { LAST_ATTEMPT_MS } from '../../workflows/contract.ts'
import { piece } from '../database/sql.ts'

/** A webhook is FAILING if so many attempts have failed since the last success, the first of them so long ago, in seconds. */
const FAILING = { attempts: 3, seconds: 5 * 60 }

/** Another delivery tries after this part of the time a webhook has failed for, since it was enabled, within these bounds, in seconds. */
const PROBE = { part: 1 / 10, least: 60, most: 600 }

/** Attempts that may be under way after the success that ended FAILING; and a ramp that is over any limit, and ends. */
export const RAMP = { first: 2, over: 1_000 }

/**
 * An attempt is started so much before its turn, in seconds, and waits for it where it is made: what starting it takes costs no
 * throughput. Of a fast webhook less, as those that wait count as under way. A claim gives the turns of all this time, and the next one
 * looks when half of it is over: several at once cost its neighbours less than one each time.
 */
const LEAD = { seconds: 0.6, attempts: 6 }

/** The least pace after the first time that a receiver asks for less, in attempts per second. */
const FIRST_PACE = 0.5

/** The slowest pace that a receiver can ask for, in attempts per second; it can ask for nothing for an hour besides. */
const LEAST_PACE = 0.01

/** A pace grows by this part of the first one each second, counted for so long after its last change at most, in seconds. */
const GROWTH = { part: 0.1, seconds: 10 }

/** A pace ends when the receiver has not asked for less for so long, in minutes. */
const PACE_MINUTES = 10

/** Whether failures that were just counted, `f.failures` of them, make `h`, the row before, FAILING. */
export const becomesFailing = piece(`
  h.failing_since is null and h.failures + f.failures >= ${FAILING.attempts}
    and h.failed_since <= now() - interval '${FAILING.seconds} seconds'`)

/** When another delivery may try if the probe has not. */
export const nextProbe = piece(`
  now() + least(greatest((now() - h.counted_from) * ${PROBE.part}, interval '${PROBE.least} seconds'), interval '${PROBE.most} seconds')`)

/** Attempts per second; null: nothing limits them. */
const rate = 'least(h.rate_limit / h.rate_seconds::float8, h.pace)'

/** Seconds from one attempt to the next; null: nothing limits them. */
export const spacing = piece(`(1 / ${rate})`)

/** When the next turn is, of a row with a spacing. */
export const firstTurn = piece('greatest(h.next_at, now())')

const lead = `least(${LEAD.seconds}, ${LEAD.attempts} / ${rate})`

/** How many attempts may be started now, of a row with a spacing. */
const turns = piece(`
  greatest(least(floor((extract(epoch from now() - ${firstTurn.text}) + ${lead}) * ${rate}), 1000000), -1)::int + 1`)

/** The turn after those of so many attempts. */
export const movedTurn = (count: string) =>
  piece(`${firstTurn.text} + make_interval(secs => ${count} * ${spacing.text})`)

/** How long an attempt still waits for its turn where it is made, in milliseconds; 0 without a turn. Not since the statement began: it may have waited for locks. */
export const waitMs = (turnAt: string) =>
  piece(`greatest(extract(epoch from ${turnAt} - clock_timestamp()) * 1000, 0)::float8`)

/** Whether a receiver asks again, and not only one of the requests that were on their way; `f.asked_from`: when the newest began. */
export const asksAgain = piece('f.asked_from > coalesce(h.quiet_until, h.halved_at)')

/** The pace after a receiver asked for less, of the row before. */
export const halvedPace = piece(`
  case when h.pace is null then f.pace when ${asksAgain.text} then greatest(h.pace / 2, ${LEAST_PACE}) else h.pace end`)

/**
 * The pace that a receiver that asks for less for the first time gets: what it took in its best ten seconds of late, as far as these are
 * in its newest 2,000 attempts. In the last ten seconds there may have been none to take.
 */
export const firstPace = piece(`
  greatest((select max(taken) from (
    select count(*) as taken from (
      select outcome, finished_at from attempts where webhook_id = f.webhook_id order by xid desc, id desc limit 2000) newest
    where outcome = 'SUCCEEDED' and finished_at > now() - interval '${PACE_MINUTES} minutes'
    group by floor(extract(epoch from finished_at) / 10)) tens) / 10.0, ${FIRST_PACE})`)

/** The pace after a success: it grows with the time; null when it has ended. */
export const grownPace = piece(`
  case when h.halved_at > now() - interval '${PACE_MINUTES} minutes'
    then h.pace + h.pace_step * least(extract(epoch from now() - h.paced_at), ${GROWTH.seconds}) end`)

/** By how much a pace grows each second. */
export const paceStep = (pace: string) => `${pace} * ${GROWTH.part}`

/** So long after its start a delivery makes its last attempt, in seconds. */
const LAST_TRY_SECONDS = LAST_ATTEMPT_MS / 1000

/**
 * When a delivery `d` that is held is tried at the latest: its 24 hours, or the deadline of its webhook, are about to end. `policy`: the
 * row that has the webhook's retry_policy. One that had no attempt yet gets its first when it is 24 hours old, if its webhook is FAILING.
 */
export const lastTry = (policy: string) =>
  piece(`coalesce(d.window_started_at, d.started_at)
    + make_interval(secs => least((${policy}.retry_policy ->> 'deadlineSeconds')::float8, ${LAST_TRY_SECONDS}))`)

const paced = 'coalesce(h.rate_limit, h.pace) is not null'

/** Whether none may begin before time has passed; `h.granted`: the attempts that were started and have not begun. */
export const isHeld = piece(`
  coalesce(h.quiet_until > now(), false) or coalesce(h.failing_since is not null and h.probe_at > now(), false)
    or (${paced} and ${turns.text} <= h.granted)`)

/** How many may begin now if it is not held, with `under_way` on their way besides those granted; null: any number. */
export const permitted = (underWay: string) =>
  piece(`
  case when h.failing_since is not null then 1
    else least(case when h.ramp is not null then greatest(h.ramp - h.granted - (${underWay}), 0) end,
      case when ${paced} then ${turns.text} - h.granted end) end`)

/**
 * When to look again whether what is held may begin: when it is due, at `c.due_at`, or when the health permits it, on the row as it was,
 * with `c.count` started since and `c.granted` before, `c.claimed` with those that did not have to ask. If its webhook, or this worker, had
 * no room, `c.room`, each claim looks, and so does the first that comes when an attempt, or a start, has ended. If nothing could begin
 * although it might, a second later: what came to be held just now may be due before all that was. Null if nothing waits.
 */
export const lookAgain = piece(`
  case when c.waits then (
    select case when at = 'infinity' then null when at > now() then at when c.claimed > 0 then now()
        when c.room = 0 then least(h.look_at, now()) else least(case when h.look_at > now() then h.look_at end, now() + interval '1 second') end
    from (select least(c.due_at, case
      when c.disabled then null
      when h.quiet_until > now() then h.quiet_until
      when h.failing_since is not null then case when c.count > 0 then ${nextProbe.text} else h.probe_at end
      when ${paced} then ${movedTurn('(c.count + c.granted)').text} - make_interval(secs => ${lead} / 2)
      else now() end) as at) t) end`)

/** Why an attempt is not made now. */
export type Held = 'QUIET' | 'FAILING' | 'RAMP' | 'RATE'

/**
 * Why the attempt of a delivery `d` that asks is not made now; null: it is. `d.turn`: its place among those of its webhook that ask
 * together; `d.under_way`: the attempts of the webhook that are.
 */
export const heldBy = piece(`
  case when h.webhook_id is null then null
    -- The delivery that the receiver answered waits as long by itself.
    when h.quiet_until > now() and h.probe_id is distinct from d.id then 'QUIET'
    when h.failing_since is not null and h.probe_id is distinct from d.id and (d.turn > 1 or h.probe_at > now()) then 'FAILING'
    -- A ramp's turns are given by claims, which come one after the other.
    when h.failing_since is null and (d.under_way + d.turn > h.ramp or (h.ramp is not null and d.granted_at is null)) then 'RAMP'
    when coalesce(h.rate_limit, h.pace) is not null and d.turn > ${turns.text} then 'RATE' end`)

/** A delivery that was given its turn, and made no attempt for so long, in seconds, has to ask again. */
export const GRANTED_SECONDS = 60

/** Whether a claim has permitted the attempt of a delivery. */
export const isGranted = (delivery: string): string =>
  `${delivery}.granted_at > now() - interval '${GRANTED_SECONDS} seconds'`
