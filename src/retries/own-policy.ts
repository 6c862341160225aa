import { DELIVERY_WINDOW_MS } from '../../workflows/contract.ts'
import type { RetryPolicy } from '../dialects/retry-policy.ts'
import { decideRetry } from './decide-retry.ts'

/** How attempts are made to one webhook, as its owner chose. What is null is the dialect's. */
export interface OwnPolicy {
  /** One delay for each retry, in seconds; null also if `exponential` is given. */
  delays: number[] | null
  exponential: { initialSeconds: number; factor: number; maximumSeconds: number } | null
  /** Maximum of retries after the first attempt. */
  maximumRetries: number | null
  /** Longest time an attempt may take, in milliseconds. */
  timeoutMs: number | null
  /** No attempt begins later than this after the first, in seconds; null: 24 hours. */
  deadlineSeconds: number | null
}

/** Retries of one delivery: each costs a run of an activity, and a day of one each second would take the workers from the others. */
export const MAXIMUM_RETRIES = 50

/** When retries are made, with what the webhook's owner chose. `base`: the dialect's policy. */
export function retriesOf(own: OwnPolicy | null, base: RetryPolicy): RetryPolicy {
  if (!own) return base
  const { jitter } = base
  const most = own.maximumRetries ?? Infinity
  if (own.delays)
    return schedule(
      own.delays.map((seconds) => seconds * 1_000),
      most,
      jitter,
    )
  if (own.exponential) {
    const { initialSeconds, factor, maximumSeconds } = own.exponential
    return {
      kind: 'exponential',
      initialMs: initialSeconds * 1_000,
      factor,
      maximumMs: maximumSeconds * 1_000,
      jitter,
      // By chance of the jitter, more would fit into the deadline than were counted at save.
      maximumRetries: own.maximumRetries ?? MAXIMUM_RETRIES,
    }
  }
  if (base.kind === 'schedule') return schedule(base.delaysMs, most, jitter)
  return { ...base, maximumRetries: own.maximumRetries ?? base.maximumRetries }
}

const schedule = (delaysMs: readonly number[], most: number, jitter: number): RetryPolicy => ({
  kind: 'schedule',
  delaysMs: delaysMs.slice(0, most),
  jitter,
})

/** When no attempt is made any more, from the first one on, in milliseconds. */
export const deadlineMsOf = (own: Pick<OwnPolicy, 'deadlineSeconds'> | null): number =>
  Math.min((own?.deadlineSeconds ?? Infinity) * 1_000, DELIVERY_WINDOW_MS)

/**
 * The times of the attempts of a delivery whose attempts all fail at once, in milliseconds from the first, which is at 0; without
 * jitter. At most `most`.
 */
export function attemptTimes(retryPolicy: RetryPolicy, deadlineMs: number, most: number): number[] {
  const times = [0]
  while (times.length < most) {
    const elapsedMs = times.at(-1)!
    const decision = decideRetry({
      retryPolicy,
      retryCount: times.length - 1,
      elapsedMs,
      deadlineMs,
      retryAfterMs: null,
      random: 0.5,
    })
    if (decision.kind === 'failed') break
    times.push(elapsedMs + decision.delayMs)
  }
  return times
}
