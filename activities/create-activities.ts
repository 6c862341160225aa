import { ApplicationFailure } from '@temporalio/common'
import { activityInfo, heartbeat } from '@temporalio/activity'
import { type Activities, type RetriesInput } from '../workflows/contract.ts'
import { ATTEMPT_FAILED, PAUSED_IN_TEMPORAL } from '../src/words/temporal.ts'
import { endDelivery } from '../src/deliveries/end-delivery.ts'
import { notePostponed } from '../src/attempts/note-postponed.ts'
import { makeAttempt } from '../src/attempts/make-attempt.ts'
import type { AttemptDeps } from '../src/attempts/attempt-deps.ts'

/** All that a workflow may call: Temporal's input goes in, an attempt's result comes out. */
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
 * One run of the activity that makes all retries. Its first run sends nothing: it fails as the attempt before did, so
 * that Temporal waits out the first delay and shows why. Every later run is one attempt.
 */
async function retryDelivery(deps: AttemptDeps, input: RetriesInput) {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo()
  if (attempt === 1) throw runAgain(input)
  // Temporal's clock, not this machine's: the two times are the server's, and skip with it in tests.
  const elapsedMs = input.elapsedMs + currentAttemptScheduledTimestampMs - scheduledTimestampMs
  const result = await whileAlive(() =>
    makeAttempt(deps, { ...input, elapsedMs, trigger: 'AUTOMATIC', isRetry: true }),
  )
  if (result.kind === 'retry') throw runAgain(result)
  return result
}

/** How often a retry tells Temporal that its worker lives, in milliseconds. */
const HEARTBEAT_MS = 5_000

/** Waiting for a connection or for Postgres is no sign of death: what is taken for dead is sent again. */
async function whileAlive<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => heartbeat(), HEARTBEAT_MS)
  try {
    return await attempt()
  } finally {
    clearInterval(timer)
  }
}

/** BENIGN: an expected failure, which belongs in the delivery log and not in the worker's error log. */
function runAgain({ message, delayMs }: { message: string; delayMs: number }): ApplicationFailure {
  const failure = ApplicationFailure.create({
    type: ATTEMPT_FAILED,
    message,
    nextRetryDelay: delayMs,
    category: 'BENIGN',
  })
  failure.stack = '' // Temporal UI would show it beside the message, and where this is thrown helps nobody.
  return failure
}
