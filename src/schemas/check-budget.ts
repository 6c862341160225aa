import { createTokenBuckets } from '../token-buckets.ts'

/** The quota of processor time of each organization's schemas. */
export interface CheckBudget {
  /** Seconds until the organization has processor time again; null if it has some now. */
  secondsUntilMore(organizationId: string): number | null
  /** Whether one of the organization's checks was slow within the last minute. */
  isSlow(organizationId: string): boolean
  /** Charges the processor time of a check, in milliseconds. */
  spend(organizationId: string, ms: number): void
}

const MINUTE_MS = 60_000

/** A check that takes at least this is slow, in milliseconds. Most take a thousandth of it. */
const SLOW_MS = 50

/** From this many slow organizations on, expired entries are removed. */
const CLEANUP_SIZE = 1_000

/** Share of the minute's quota that an organization may use at once. The rest becomes available during the minute. */
const BURST_SHARE = 0.2

/** `msPerMinute`: processor time that an organization may use. */
export function createCheckBudget(msPerMinute: number): CheckBudget {
  const budget = createTokenBuckets({ perMs: msPerMinute / MINUTE_MS, burst: msPerMinute * BURST_SHARE })
  /** Until when an organization counts as slow. */
  const slowUntil = new Map<string, number>()

  function isSlow(organizationId: string): boolean {
    if ((slowUntil.get(organizationId) ?? 0) > performance.now()) return true
    slowUntil.delete(organizationId)
    return false
  }

  return {
    secondsUntilMore(organizationId) {
      const ms = budget.msUntilMore(organizationId)
      return ms > 0 ? Math.max(Math.ceil(ms / 1_000), 1) : null
    },
    isSlow,
    spend(organizationId, ms) {
      budget.spend(organizationId, ms)
      if (ms < SLOW_MS) return
      if (slowUntil.size >= CLEANUP_SIZE) for (const known of slowUntil.keys()) isSlow(known)
      slowUntil.set(organizationId, performance.now() + MINUTE_MS)
    },
  }
}
