import { ApplicationFailure } from '@temporalio/common'
import { activityInfo } from '@temporalio/activity'
import { type Activities, type RetriesInput } from '../workflows/contract.ts'
import { ATTEMPT_FAILED, PAUSED_IN_TEMPORAL } from '../src/words/temporal.ts'
import { endDelivery } from '../src/deliveries/end-delivery.ts'
import { notePostponed } from '../src/attempts/note-postponed.ts'
import { makeAttempt } from '../src/attempts/make-attempt.ts'
import type { AttemptDeps } from '../src/attempts/attempt-deps.ts'
import { withHeartbeats } from './with-heartbeats.ts'

/** The activities of the workflow: they pass Temporal's input on and return an attempt's result. */
export function createActivities(deps: AttemptDeps): Activities {
  return {
    attemptDelivery: (input) => makeAttempt(deps, input),
    retryDelivery: (input) => retryDelivery(deps, input),
    endDelivery: async (input) => {
      await endDelivery(deps.database, input)
    },
    notePause: (input) =>
      notePostponed(deps.database, { ...input, decision: PAUSED_IN_TEMPORAL, delayMs: null }),
  }
}

/**
 * One run of the activity that makes all retries. The first run sends nothing: it fails with the previous attempt's
 * message, so that Temporal waits for the first delay and shows why. Every later run makes one attempt.
 */
async function retryDelivery(deps: AttemptDeps, input: RetriesInput) {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo()
  if (attempt === 1) throw retryLater(input)
  // Both times are of Temporal's clock, not this machine's, so that tests can skip time.
  const elapsedMs = input.elapsedMs + currentAttemptScheduledTimestampMs - scheduledTimestampMs
  const result = await withHeartbeats(() =>
    makeAttempt(deps, { ...input, elapsedMs, trigger: 'AUTOMATIC', isRetry: true }),
  )
  if (result.kind === 'retry') throw retryLater(result)
  return result
}

/** The failure that makes Temporal retry. BENIGN: it belongs in the delivery log, not in the worker's error log. */
function retryLater({ message, delayMs }: { message: string; delayMs: number }): ApplicationFailure {
  const failure = ApplicationFailure.create({
    type: ATTEMPT_FAILED,
    message,
    nextRetryDelay: delayMs,
    category: 'BENIGN',
  })
  failure.stack = '' // Temporal UI would show the stack beside the message, where it helps nobody.
  return failure
}
