import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import { ATTEMPT_MARGIN_MS, DELIVERY_WINDOW_MS, RECORDING_PATIENCE_MS, type Activities } from './contract.ts'

/**
 * Activities that run in the worker that runs the workflow, at half the server cost of regular ones. They throw only
 * while Postgres can't be reached, and are then retried within the 24 hours.
 *
 * A command or a cancellation never interrupts a running attempt: the attempt is completed and recorded first.
 */
export function localActivities(
  timeoutMs: number,
): Pick<Activities, 'attemptDelivery' | 'endDelivery' | 'notePause'> {
  return proxyLocalActivities<Activities>({
    startToCloseTimeout: timeoutMs + RECORDING_PATIENCE_MS + ATTEMPT_MARGIN_MS,
    scheduleToCloseTimeout: DELIVERY_WINDOW_MS,
    retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '10 s' },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  })
}

/** The activity that makes all retries: Temporal runs it again and again, until the 24 hours have passed. */
export function retryActivity(timeoutMs: number, remainingMs: number): Pick<Activities, 'retryDelivery'> {
  return proxyActivities<Activities>({
    // The rest of the 24 hours, which began with the delivery's start.
    scheduleToCloseTimeout: remainingMs,
    // Temporal notices after this time that a worker died in the middle of an attempt.
    heartbeatTimeout: timeoutMs + ATTEMPT_MARGIN_MS,
    // Each failed attempt sets nextRetryDelay from the dialect's schedule, jitter and Retry-After. These intervals are
    // for failures without it: a dead worker, or Postgres out of reach.
    retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 minute' },
    // As above: a running attempt is completed and recorded before a command takes effect.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: 'Retries within 24 hours of the start',
  })
}
