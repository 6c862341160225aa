import { DELIVERY_WINDOW_MS, type AttemptInput, type AttemptResult } from '../../workflows/contract.ts'
import { endDelivery } from '../deliveries/end-delivery.ts'
import type { AttemptDeps } from './attempt-deps.ts'
import type { AttemptBeginning } from './begin-attempt.ts'
import { deadlineMsOf } from '../retries/own-policy.ts'
import { notePostponed } from './note-postponed.ts'

/** Delay before an attempt is tried again while its webhook is paused. */
const PAUSED_MS = 60_000

/**
 * Bounds of the delay while a webhook is at its maximum of attempts. The delay is as long as the oldest attempt takes, plus
 * a random part up to the same length.
 */
const BUSY_MS = { least: 2_000, most: 30_000 }

/** The shortest delay before the 24 hours end, in milliseconds. */
const LEAST_DELAY_MS = 1_000

/** A delay must end this long before the 24 hours do: Temporal fails an activity whose delay passes their end. */
const WINDOW_MARGIN_MS = 5_000

/**
 * Postpones an attempt because its webhook is paused or has its maximum of attempts under way. Nothing was sent, so
 * nothing is logged, and the attempt counts only once it is made.
 */
export async function postponeAttempt(
  { database }: Pick<AttemptDeps, 'database'>,
  { deliveryId, run, elapsedMs }: AttemptInput,
  reason: Extract<AttemptBeginning, { kind: 'paused' | 'busy' }>,
): Promise<AttemptResult> {
  const [message, delayMs] =
    reason.kind === 'paused'
      ? ['The webhook is paused.', PAUSED_MS]
      : ['As many attempts as the webhook may have are on their way.', busyDelayMs(reason.oldestMs)]
  const deadlineMs = deadlineMsOf(reason.ownPolicy)
  // Once more at the webhook's own deadline, if it is near.
  const wantedMs = elapsedMs < deadlineMs ? Math.min(delayMs, deadlineMs - elapsedMs) : Infinity
  // A last try that meets a busy webhook is made once more before the 24 hours end.
  const leftMs = DELIVERY_WINDOW_MS - WINDOW_MARGIN_MS - LEAST_DELAY_MS - elapsedMs
  const nextMs = reason.kind === 'busy' && leftMs >= LEAST_DELAY_MS ? Math.min(wantedMs, leftMs) : wantedMs
  if (elapsedMs + nextMs < DELIVERY_WINDOW_MS - WINDOW_MARGIN_MS) {
    await notePostponed(database, { deliveryId, run, decision: message, delayMs: nextMs })
    return { kind: 'retry', message, delayMs: nextMs }
  }
  const over = reason.ownPolicy?.deadlineSeconds == null ? 'The 24 hours are over.' : 'Its deadline is over.'
  const decision = `${message} ${over}`
  await endDelivery(database, { deliveryId, run, status: 'FAILED', decision })
  return { kind: 'failed', message: decision }
}

/** The delay is longer if attempts hang, because they free capacity late and each try costs a statement and an activity run. */
function busyDelayMs(oldestMs: number): number {
  const { least, most } = BUSY_MS
  return Math.round(Math.min(Math.max(oldestMs, least), most) * (1 + Math.random()))
}
