import { LAST_ATTEMPT_MS } from '../../workflows/contract.ts'
import type { RetryPolicy } from '../dialects/retry-policy.ts'

export type RetryDecision =
  | { kind: 'retry'; delayMs: number }
  /** `reason` completes the sentence "It was the last attempt: …". */
  | { kind: 'failed'; reason: string }

/**
 * The longest delay that one Retry-After can cause. A wrong value (milliseconds for seconds, a wrong clock) could otherwise
 * use up the 24 hours. A receiver that needs longer can repeat the header.
 */
const MAXIMUM_RETRY_AFTER_MS = 60 * 60 * 1000

/** What the decision depends on. */
export interface FailedAttempt {
  /** Null for no retries. */
  retryPolicy: RetryPolicy | null
  /** How many of the policy's retries were made. */
  retryCount: number
  /** How much of the 24 hours has passed, in milliseconds. */
  elapsedMs: number
  /** After how much of them no attempt begins any more, in milliseconds: all, unless the webhook has its own deadline. */
  deadlineMs: number
  /** What the receiver asked for with Retry-After, in milliseconds; see `MAXIMUM_RETRY_AFTER_MS`. */
  retryAfterMs: number | null
  /** From 0 up to 1; spreads the retries of many deliveries that failed together. */
  random: number
}

/**
 * Decides whether and when the next attempt comes. A delay that would pass the deadline is shortened, so that a last attempt
 * is made then; before the end of the 24 hours, because Temporal would otherwise give up at once.
 */
export function decideRetry({
  retryPolicy,
  retryCount,
  elapsedMs,
  deadlineMs,
  retryAfterMs,
  random,
}: FailedAttempt): RetryDecision {
  if (!retryPolicy) return { kind: 'failed', reason: 'test events are not retried' }
  const scheduledMs = scheduledDelayMs(retryPolicy, retryCount)
  if (scheduledMs === null)
    return { kind: 'failed', reason: RETRIED[retryCount] ?? `all ${retryCount} retries were made` }
  const remainingMs = Math.min(deadlineMs, LAST_ATTEMPT_MS) - elapsedMs
  if (remainingMs <= 0)
    return {
      kind: 'failed',
      reason: deadlineMs < LAST_ATTEMPT_MS ? "the webhook's deadline is over" : 'the 24 hours are over',
    }
  const jitteredMs = scheduledMs * (1 + retryPolicy.jitter * (2 * random - 1))
  const requestedMs = Math.min(retryAfterMs ?? 0, MAXIMUM_RETRY_AFTER_MS)
  return { kind: 'retry', delayMs: Math.round(Math.min(Math.max(jitteredMs, requestedMs), remainingMs)) }
}

const RETRIED = ['the webhook asks for no retries', 'its one retry was made']

/** The policy's delay before retry number `retryCount + 1`; null if there is no such retry. */
function scheduledDelayMs(policy: RetryPolicy, retryCount: number): number | null {
  if (policy.kind === 'schedule') return policy.delaysMs[retryCount] ?? null
  if (policy.maximumRetries !== null && retryCount >= policy.maximumRetries) return null
  return Math.min(policy.initialMs * policy.factor ** retryCount, policy.maximumMs)
}
