import { DELIVERY_WINDOW_MS, LAST_ATTEMPT_MARGIN_MS } from '../../workflows/contract.ts'
import type { RetryPolicy } from '../dialects/retry-policy.ts'

export type RetryDecision =
  | { kind: 'retry'; delayMs: number }
  /** `reason` goes on after "It was the last attempt: ". */
  | { kind: 'failed'; reason: string }

/**
 * The most that one Retry-After puts off the next attempt. A wrong one (milliseconds for seconds, a clock that is off)
 * would else cost the whole day; a receiver that means it says so again.
 */
const MAXIMUM_RETRY_AFTER_MS = 60 * 60 * 1000

/** What is known after a failed attempt. */
export interface FailedAttempt {
  /** Null: no retries. */
  retryPolicy: RetryPolicy | null
  /** How many of the policy's retries were made. */
  retryCount: number
  /** How much of the window has passed, in milliseconds. */
  elapsedMs: number
  /** What the receiver asked for with Retry-After, in milliseconds; see `MAXIMUM_RETRY_AFTER_MS`. */
  retryAfterMs: number | null
  /** From 0 up to 1; spreads the retries of many deliveries that failed together. */
  random: number
}

/**
 * Whether and when the next attempt comes. A delay that would pass the end of the window is shortened so that a last
 * attempt lands just inside it: Temporal would otherwise give up at once.
 */
export function decideRetry({
  retryPolicy,
  retryCount,
  elapsedMs,
  retryAfterMs,
  random,
}: FailedAttempt): RetryDecision {
  if (!retryPolicy) return { kind: 'failed', reason: 'test events are not retried' }
  const scheduledMs = scheduledDelayMs(retryPolicy, retryCount)
  if (scheduledMs === null) return { kind: 'failed', reason: `all ${retryCount} retries were made` }
  const roomMs = DELIVERY_WINDOW_MS - LAST_ATTEMPT_MARGIN_MS - elapsedMs
  if (roomMs <= 0) return { kind: 'failed', reason: 'the 24 hours are over' }
  const jitteredMs = scheduledMs * (1 + retryPolicy.jitter * (2 * random - 1))
  const askedMs = Math.min(retryAfterMs ?? 0, MAXIMUM_RETRY_AFTER_MS)
  return { kind: 'retry', delayMs: Math.round(Math.min(Math.max(jitteredMs, askedMs), roomMs)) }
}

/** The policy's own delay before retry number `retryCount + 1`; null: there is none. */
function scheduledDelayMs(policy: RetryPolicy, retryCount: number): number | null {
  if (policy.kind === 'schedule') return policy.delaysMs[retryCount] ?? null
  if (policy.maximumRetries !== null && retryCount >= policy.maximumRetries) return null
  return Math.min(policy.initialMs * policy.factor ** retryCount, policy.maximumMs)
}
