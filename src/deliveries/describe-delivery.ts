import type { Delivery } from './delivery.ts'
import type { WebhookStatus } from '../words/enums.ts'

/** A delivery younger than this, in milliseconds, is about to be started. An older one waits for capacity. */
const SOON_MS = 5_000

/**
 * A sentence for people that is true at `now`: why a delivery has its status and what comes next. It joins the delivery's
 * stored decision and a sentence computed from its times and its webhook's status.
 */
export function describeDelivery(
  delivery: Pick<
    Delivery,
    | 'status'
    | 'decision'
    | 'startedAt'
    | 'attemptCount'
    | 'attemptStartedAt'
    | 'nextAttemptAt'
    | 'retryRequestedAt'
    | 'createdAt'
  >,
  webhookStatus: WebhookStatus,
  now: Date,
): string {
  const { status, decision } = delivery
  if (status !== 'PENDING') return decision
  return [decision, describePending(delivery, webhookStatus, now)]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function describePending(
  {
    decision,
    startedAt,
    attemptCount,
    attemptStartedAt,
    nextAttemptAt,
    retryRequestedAt,
    createdAt,
  }: Parameters<typeof describeDelivery>[0],
  webhookStatus: WebhookStatus,
  now: Date,
): string {
  if (attemptStartedAt) return 'An attempt is on its way.'
  if (webhookStatus === 'LISTENING') return 'It waits until durahook listen comes for it.'
  if (webhookStatus === 'PAUSED') {
    return startedAt || attemptCount > 0
      ? 'Its webhook is paused: no attempt is made before it is enabled, and the time for its retries goes on.'
      : 'Its webhook is paused: the first attempt is made when it is enabled.'
  }
  if (retryRequestedAt) return 'An attempt was asked for; it is made as soon as Temporal can be reached.'
  if (nextAttemptAt) {
    const delayMs = nextAttemptAt.getTime() - now.getTime()
    return delayMs > 0
      ? `The next attempt comes in ${describeDuration(delayMs)}.`
      : 'The next attempt is due.'
  }
  if (startedAt) return decision === '' ? 'An attempt is about to be made.' : ''
  if (decision !== '') return ''
  return now.getTime() - createdAt.getTime() < SOON_MS
    ? 'The first attempt is about to be made.'
    : 'It waits for its turn: the first attempt is made when there is capacity for it.'
}

/** `1 h 5 min`, `42 s`: the two largest units. */
function describeDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
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
