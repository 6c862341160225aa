/**
 * The contract between the workflow, its activities and the code that starts it. Workflow code imports this file and
 * runs in a deterministic sandbox: no `node:` import, no clock, no randomness.
 */
import type { RetryPolicy } from '../src/dialects/retry-policy.ts'
import type { AttemptTrigger } from '../src/words/enums.ts'

/** How long a delivery may be retried, counted from its start. It is the schedule-to-close timeout of the retries. */
export const DELIVERY_WINDOW_MS = 24 * 60 * 60 * 1000

/** Input of the workflow of one run of a delivery. No payload and no secret: Temporal's history keeps it for days. */
export interface DeliverWebhookInput {
  deliveryId: string
  /** Starts at 1 and goes up each time the delivery is sent again. Of an older run only a success still counts. */
  run: number
  /** Trigger of the first attempt. */
  trigger: AttemptTrigger
  /** Null for one attempt without retries (test events). */
  retryPolicy: RetryPolicy | null
  /** Timeout of one attempt, in milliseconds. */
  timeoutMs: number
  /**
   * Given when the run goes on from what Postgres knows: its first attempt was made in the direct lane, or Temporal had lost
   * it. Left out when the run begins.
   */
  resume?: ResumeInput
}

/** Where a run goes on that had attempts before its workflow. */
export interface ResumeInput {
  /** How much of the run's 24 hours had passed. */
  elapsedMs: number
  /** From the start of the workflow to the next attempt; 0 if the attempt is due. */
  delayMs: number
  /** How the last attempt ended, or why the run is started again; the pending activity's last failure while the delay passes. */
  message: string
  /** How the next attempt is made if it is due; left out for a retry of the policy. */
  next?: Pick<AttemptInput, 'trigger' | 'isRetry'>
}

/** Result of a workflow, for operators and for reconciling: whether the event was delivered. */
export interface DeliverWebhookResult {
  kind: 'delivered' | 'ended'
  message: string
}

/** Input of one attempt. */
export interface AttemptInput {
  deliveryId: string
  run: number
  trigger: AttemptTrigger
  retryPolicy: RetryPolicy | null
  /** How much of the 24 hours had passed when the attempt was scheduled. */
  elapsedMs: number
  /**
   * Whether this attempt is a retry of the policy. Retries are counted; first and manual attempts are not. If the first
   * attempt was postponed and nothing was sent yet, this attempt counts as the first.
   */
  isRetry: boolean
}

/** How an attempt ended, for the workflow. Temporal UI shows `message`. */
export type AttemptResult =
  | { kind: 'delivered'; message: string }
  /** The attempt failed or was postponed. The next one is due after `delayMs`. */
  | { kind: 'retry'; message: string; delayMs: number }
  /** The attempt failed and was the last. */
  | { kind: 'failed'; message: string }
  /** The delivery had ended for another reason: canceled, webhook deleted or disabled, or sent again as a new run. */
  | { kind: 'ended'; message: string }
  /** Postgres has no such delivery: it was restored to a time before the event was published. */
  | { kind: 'unknown'; message: string }

export interface RetriesInput {
  deliveryId: string
  run: number
  retryPolicy: RetryPolicy | null
  /** How much of the 24 hours had passed when the activity was scheduled. */
  elapsedMs: number
  /** How the previous attempt ended; shown as the pending activity's last failure while the first delay passes. */
  message: string
  /** From now to the first retry. */
  delayMs: number
}

export interface EndDeliveryInput {
  deliveryId: string
  run: number
  status: 'FAILED' | 'CANCELED'
  decision: string
}

export interface NotePauseInput {
  deliveryId: string
  run: number
}

/** The activities of the workflow. */
export interface Activities {
  /** Makes one attempt, now. Throws only when Postgres can't be reached. */
  attemptDelivery(input: AttemptInput): Promise<AttemptResult>
  /** Makes the retries: one attempt each time Temporal runs the activity. Throws while another attempt must follow. */
  retryDelivery(input: RetriesInput): Promise<AttemptResult>
  /** Gives an unfinished delivery its final status. */
  endDelivery(input: EndDeliveryInput): Promise<void>
  /** Records in Postgres that an operator paused the delivery, so that no next attempt is due. */
  notePause(input: NotePauseInput): Promise<void>
}

/**
 * How long an attempt may take beyond its request's timeout before Temporal treats its worker as dead and makes the next
 * attempt. An attempt that has its answer and waits for Postgres to record it sends heartbeats meanwhile.
 */
export const ATTEMPT_MARGIN_MS = 15_000

/** How long an attempt tries to record its result in Postgres. After that it gives up, and the request is made again. */
export const RECORDING_PATIENCE_MS = 10 * 60 * 1000

/**
 * The last attempt starts this long before the 24 hours end, so that it finishes within them: a request takes up to
 * 30 s, and starting it takes time too.
 */
export const LAST_ATTEMPT_MARGIN_MS = 60_000

/** How much of the 24 hours has passed when the last attempt is made. */
export const LAST_ATTEMPT_MS = DELIVERY_WINDOW_MS - LAST_ATTEMPT_MARGIN_MS

/** Input of the workflow of a replay. All else is in Postgres. */
export interface ReplayInput {
  replayId: string
}

/** What one turn of a replay did, for the workflow. Temporal UI shows `message`. */
export type ReplayTurn =
  /** The replay has ended, or there is none. */
  | { kind: 'ended' }
  /**
   * `changed`: whether a figure did. `active`: whether attempts are under way or about to begin, so that one soon will.
   * `counting`: whether the next turn follows at once.
   */
  | { kind: 'going'; changed: boolean; active: boolean; counting: boolean; message: string }

/** The activity of the workflow of a replay. */
export interface ReplayActivities {
  /** Makes one turn. May be run again at any point. */
  replayBatch(input: ReplayInput): Promise<ReplayTurn>
}
