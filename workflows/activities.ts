import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import { ATTEMPT_MARGIN_MS, DELIVERY_WINDOW_MS, RECORDING_PATIENCE_MS, type Activities } from './contract.ts'

/**
 * A command or a cancellation never cuts an attempt that is on its way: it is completed and recorded first.
 *
 * Activities that run inside the worker that has the workflow, for half the server work of regular ones. They throw
 * only while Postgres can't be reached, and are then tried again; the window bounds that as it does everything.
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

/** The activity that makes all retries: Temporal runs it again until the window has passed. */
export function retryActivity(timeoutMs: number, remainingMs: number): Pick<Activities, 'retryDelivery'> {
  return proxyActivities<Activities>({
    // What is left of the 24 hours that began with the delivery.
    scheduleToCloseTimeout: remainingMs,
    // A worker that dies in the middle of an attempt is noticed after this time.
    heartbeatTimeout: timeoutMs + ATTEMPT_MARGIN_MS,
    // The dialect's schedule, jitter and Retry-After arrive as nextRetryDelay with each failed attempt. These
    // intervals are for what has none: a dead worker, Postgres out of reach.
    retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 minute' },
    // As above: a command does not cut an attempt that is on its way: it is completed and recorded, and is the last of the activity.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: 'Retries within 24 hours of the start',
  })
}
