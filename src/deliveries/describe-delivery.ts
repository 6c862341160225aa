import { GRANTED_SECONDS } from '../health/rules.ts'
import { isPaced, quietUntil, stateOf, type Health } from '../health/health.ts'
import { rateLimitOf } from '../health/set-rate-limit.ts'
import type { Delivery } from './delivery.ts'

/** A delivery younger than this, in milliseconds, is about to be started. An older one waits for capacity. */
const SOON_MS = 5_000

type Described = Pick<
  Delivery,
  | 'id'
  | 'status'
  | 'decision'
  | 'startedAt'
  | 'attemptCount'
  | 'attemptStartedAt'
  | 'nextAttemptAt'
  | 'heldUntil'
  | 'grantedAt'
  | 'retryRequestedAt'
  | 'test'
  | 'createdAt'
>

/** Of the webhook only its status counts. */
type DescribedHealth = Pick<Health, 'row'> & { webhook: Pick<Health['webhook'], 'status' | 'statusReason'> }

/**
 * A sentence for people that is true at `now`: why a delivery has its status and what comes next. It joins the delivery's
 * stored decision and a sentence computed from its times and its webhook's status and health.
 */
export function describeDelivery(delivery: Described, health: DescribedHealth, now: Date): string {
  const { status, decision } = delivery
  if (status !== 'PENDING') return decision
  return [decision, describePending(delivery, health, now)].filter((sentence) => sentence !== '').join(' ')
}

function describePending(delivery: Described, health: DescribedHealth, now: Date): string {
  const { decision, startedAt, attemptCount, attemptStartedAt, retryRequestedAt, createdAt } = delivery
  const { status } = health.webhook
  if (attemptStartedAt) return 'An attempt is on its way.'
  if (status === 'LISTENING') return 'It waits until durahook listen comes for it.'
  if (status === 'PAUSED') {
    return startedAt || attemptCount > 0
      ? 'Its webhook is paused: no attempt is made before it is enabled, and the time for its retries goes on.'
      : 'Its webhook is paused: the first attempt is made when it is enabled.'
  }
  if (retryRequestedAt)
    return startedAt
      ? 'An attempt was asked for; it is made as soon as Temporal can be reached.'
      : 'An attempt was asked for; it is about to be made.'
  const held = describeHeld(delivery, health, now)
  if (held !== null) return held
  const next = describeNext(delivery, now)
  if (next !== null) return next
  if (startedAt) return decision === '' ? 'An attempt is about to be made.' : ''
  if (decision !== '') return ''
  const which = attemptCount > 0 ? 'next' : 'first'
  return now.getTime() - createdAt.getTime() < SOON_MS
    ? `The ${which} attempt is about to be made.`
    : `It waits for its turn: the ${which} attempt is made when there is capacity for it.`
}

/** Null: no time is set for it. */
function describeNext({ nextAttemptAt }: Described, now: Date): string | null {
  if (!nextAttemptAt) return null
  return nextAttemptAt > now
    ? `The next attempt comes in ${describeDuration(nextAttemptAt, now)}.`
    : 'The next attempt is due.'
}

/** What its webhook's health says about it; null: nothing, so that it is tried as any. */
function describeHeld(delivery: Described, health: DescribedHealth, now: Date): string | null {
  const { row, webhook } = health
  if (delivery.test) return null
  if (delivery.grantedAt && now.getTime() - delivery.grantedAt.getTime() < GRANTED_SECONDS * 1000) return null
  if (stateOf(health) === 'FAILING') return describeFailing(delivery, row!, now)
  if (webhook.status === 'DISABLED' && webhook.statusReason === 'FAILING') {
    const lastTry = lastTryOf(delivery)
    const when = lastTry ? within(lastTry, now) : ' when its time is about to end'
    return `Its webhook was disabled because it failed. It gets one last attempt${when}.`
  }
  const isDueLater = (time: Date) => delivery.nextAttemptAt !== null && delivery.nextAttemptAt > time
  const quiet = quietUntil(row, now)
  if (quiet && !isDueLater(quiet))
    return `Held: its receiver asked for it, for ${describeDuration(quiet, now)} more.`
  if (!row || delivery.startedAt || isDueLater(now)) return null
  if (row.ramp !== null) return 'Held: its webhook is recovering; attempts go out with a ramp.'
  const isYoung = now.getTime() - delivery.createdAt.getTime() < SOON_MS
  return isYoung && (!row.nextAt || row.nextAt <= now) ? null : describeRate(row)
}

function describeFailing(delivery: Described, row: NonNullable<Health['row']>, now: Date): string {
  if (row.probeId === delivery.id)
    return [
      'It is the delivery that goes on trying while its webhook fails.',
      describeNext(delivery, now) ?? 'The next attempt is due.',
    ].join(' ')
  const { nextAttemptAt } = delivery
  const lastTry = lastTryOf(delivery)
  const bound = lastTry
    ? `, at the latest${within(lastTry, now)}`
    : nextAttemptAt && nextAttemptAt > now
      ? `, in ${describeDuration(nextAttemptAt, now)} at the earliest`
      : ''
  const rest = row.probeId
    ? 'One delivery goes on trying; this one follows when that succeeds'
    : 'One delivery at a time tries; the others follow when that succeeds'
  return `Held: its webhook has been failing since ${describeTime(row.failingSince!, now)}. ${rest}${bound}.`
}

function describeRate(row: NonNullable<Health['row']>): string | null {
  if (isPaced(row))
    return `Held: its receiver asked for fewer requests; it gets ${Number(row.pace!.toPrecision(2))} a second for now.`
  const chosen = rateLimitOf(row)
  if (!chosen) return null
  const { limit, per } = chosen
  return `Held: its webhook gets ${limit} ${limit === 1 ? 'attempt' : 'attempts'} per ${per.toLowerCase()} at most.`
}

/** When it is tried whatever its webhook's health says; null: it is not held, or without an end, for which Postgres has `infinity`. */
const lastTryOf = ({ heldUntil }: Described) =>
  heldUntil instanceof Date && Number.isFinite(heldUntil.getTime()) ? heldUntil : null

/** ` in 3 h 5 min`, or ` now` if it is over. */
const within = (until: Date, now: Date) => (until > now ? ` in ${describeDuration(until, now)}` : ' now')

/** `14:05 UTC`, with the day if that is not today. */
function describeTime(time: Date, now: Date): string {
  const [day, clock] = time.toISOString().split('T') as [string, string]
  const minutes = `${clock.slice(0, 5)} UTC`
  return now.toISOString().startsWith(day) ? minutes : `${day} ${minutes}`
}

/** `1 h 5 min`, `42 s`: the two largest units of the time from `now`. */
function describeDuration(until: Date, now: Date): string {
  const seconds = Math.max(1, Math.round((until.getTime() - now.getTime()) / 1000))
  const amounts: [amount: number, unit: string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ]
  const first = amounts.findIndex(([amount]) => amount > 0)
  return amounts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
