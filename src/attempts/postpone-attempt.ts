import { DELIVERY_WINDOW_MS, type AttemptInput, type AttemptResult } from '../../workflows/contract.ts'
import { endDelivery } from '../deliveries/end-delivery.ts'
import type { AttemptDeps } from './attempt-deps.ts'
import type { AttemptBeginning } from './begin-attempt.ts'
import { notePostponed } from './note-postponed.ts'

/** A paused webhook's attempt asks again after this time. */
const PAUSED_MS = 60_000

/** A busy webhook's asks again after as long as its attempts take, within these bounds, and up to as long again. */
const BUSY_MS = { least: 2_000, most: 30_000 }

/** Temporal fails the activity by itself when a delay would pass the window's end. */
const WINDOW_MARGIN_MS = 5_000

/**
 * Puts an attempt off because its webhook is paused, or has as many attempts on their way as it may. Nothing was sent and
 * nothing is logged: the attempt is still to be made, and counts when it is.
 */
export async function postponeAttempt(
  { database }: Pick<AttemptDeps, 'database'>,
  { deliveryId, run, elapsedMs }: AttemptInput,
  why: Extract<AttemptBeginning, { kind: 'paused' | 'busy' }>,
): Promise<AttemptResult> {
  const [message, delayMs] =
    why.kind === 'paused'
      ? ['The webhook is paused.', PAUSED_MS]
      : ['As many attempts as the webhook may have are on their way.', busyDelayMs(why.oldestMs)]
  if (elapsedMs + delayMs < DELIVERY_WINDOW_MS - WINDOW_MARGIN_MS) {
    await notePostponed(database, { deliveryId, run, decision: message, delayMs })
    return { kind: 'retry', message, delayMs }
  }
  const decision = `${message} The 24 hours are over.`
  await endDelivery(database, { deliveryId, run, status: 'FAILED', decision })
  return { kind: 'failed', message: decision }
}

/** Attempts that hang free their capacity late, and many may wait for it: each look costs a statement and an activity's run. */
function busyDelayMs(oldestMs: number): number {
  const { least, most } = BUSY_MS
  return Math.round(Math.min(Math.max(oldestMs, least), most) * (1 + Math.random()))
}
