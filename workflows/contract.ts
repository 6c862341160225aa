/**
 * What the workflow, its activities and whoever starts it agree on. Imported by workflow code, which runs in a
 * deterministic sandbox: no `node:` import, no clock, no randomness.
 */
import type { RetryPolicy } from '../src/dialects/retry-policy.ts'
import type { AttemptTrigger } from '../src/words/enums.ts'

/** How long a delivery may be retried, counted from its start: the schedule-to-close limit of its retry policy. */
export const DELIVERY_WINDOW_MS = 24 * 60 * 60 * 1000

/** What the workflow of one run of a delivery is started with. No payload and no secret: history keeps it for days. */
export interface DeliverWebhookInput {
  deliveryId: string
  /** 1, and one more each time the delivery is sent again after it ended. What an older run still does counts for nothing. */
  run: number
  /** Of the first attempt. */
  trigger: AttemptTrigger
  /** Null: one attempt, no retries (test events). */
  retryPolicy: RetryPolicy | null
  /** Longest time of one attempt, in milliseconds. */
  timeoutMs: number
  /** Left out: the run begins. Given: Temporal had lost it, and it goes on from what Postgres knows. */
  resume?: ResumeInput
}

/** Where a run that Temporal lost goes on. */
export interface ResumeInput {
  /** How much of its 24 hours had passed. */
  elapsedMs: number
  /** From the start of the workflow to the next attempt; 0: it is due. */
  delayMs: number
  /** Why it is started again; shown as the pending activity's last failure while the delay passes. */
  message: string
}

/** What a workflow ends with, for operators and for reconciling: whether the event was delivered. */
export interface DeliverWebhookResult {
  kind: 'delivered' | 'ended'
  message: string
}

/** What one attempt is asked to do. */
export interface AttemptInput {
  deliveryId: string
  run: number
  trigger: AttemptTrigger
  retryPolicy: RetryPolicy | null
  /** How much of the window had passed when the attempt was asked for. */
  elapsedMs: number
  /**
   * Whether it is one of the policy's retries: those are counted, first and manual attempts are not. Where nothing was
   * sent before, because the first attempt was held, it is the first attempt still.
   */
  isRetry: boolean
}

/** How an attempt ended, as far as the workflow must know. `message` is what Temporal UI shows. */
export type AttemptResult =
  | { kind: 'delivered'; message: string }
  /** It failed and the next one is due after `delayMs`. */
  | { kind: 'retry'; message: string; delayMs: number }
  /** It failed and was the last. */
  | { kind: 'failed'; message: string }
  /** The delivery had ended otherwise (canceled, webhook deleted or disabled, sent again as a new run). */
  | { kind: 'ended'; message: string }
  /** Postgres has no such delivery: it was restored to a time before the event was published. */
  | { kind: 'unknown'; message: string }

export interface RetriesInput {
  deliveryId: string
  run: number
  retryPolicy: RetryPolicy | null
  /** How much of the window had passed when the activity was scheduled. */
  elapsedMs: number
  /** How the attempt before ended, shown as the pending activity's last failure while the first delay passes. */
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

/** What a workflow may call. */
export interface Activities {
  /** Makes one attempt, now. Throws only when Postgres can't be reached. */
  attemptDelivery(input: AttemptInput): Promise<AttemptResult>
  /** Makes the retries: one attempt each time Temporal runs it, until it does not throw. */
  retryDelivery(input: RetriesInput): Promise<AttemptResult>
  /** Gives an unfinished delivery its final status. */
  endDelivery(input: EndDeliveryInput): Promise<void>
  /** Says in Postgres that an operator paused the delivery: no next attempt is due. */
  notePause(input: NotePauseInput): Promise<void>
}

/**
 * Time an attempt may take beyond its request before Temporal takes its worker for dead and makes the next one.
 * An attempt that has its answer and waits for Postgres to record it heartbeats instead.
 */
export const ATTEMPT_MARGIN_MS = 15_000

/** How long an attempt waits for Postgres to take its result before it gives up and the request is made again. */
export const RECORDING_PATIENCE_MS = 10 * 60 * 1000

/**
 * The last attempt is made this long before the window ends, so that it can finish inside it whatever it meets:
 * a request of up to 20 s, and the time to get going.
 */
export const LAST_ATTEMPT_MARGIN_MS = 60_000
