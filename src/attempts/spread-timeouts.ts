import { setTimeout as delay } from 'node:timers/promises'
import { createTokenBuckets } from '../token-buckets.ts'

/** Holds the ends of attempts that timed out, so that many at once don't delay other organizations. */
export interface SpreadTimeouts {
  /** Resolves when a timed out attempt may end: at once for a few of an organization, else one after the other. */
  hold(organizationId: string): Promise<void>
  /** Ends all holds, as the process ends. */
  close(): void
}

/** So many timeouts of one organization end at once, and then one more in each interval, in milliseconds. */
const BURST = 8
const INTERVAL_MS = 100

/** The longest hold, in milliseconds. */
const LONGEST_HOLD_MS = 10_000

/**
 * Receivers that answer are never slowed. Those that hang are sent to at once too, and so time out at once, and each timeout
 * costs a retry: a workflow or an activity of Temporal, a hundred times the work of an answer.
 */
export function createSpreadTimeouts(): SpreadTimeouts {
  const tokens = createTokenBuckets({ perMs: 1 / INTERVAL_MS, burst: BURST })
  const closing = new AbortController()
  return {
    async hold(organizationId) {
      tokens.spend(organizationId, 1)
      const holdMs = Math.min(tokens.msUntilMore(organizationId), LONGEST_HOLD_MS)
      if (holdMs > 0) await delay(holdMs, undefined, { signal: closing.signal }).catch(() => {})
    },
    close: () => closing.abort(),
  }
}
