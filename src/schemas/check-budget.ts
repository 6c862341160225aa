import { createTokenBuckets } from '../token-buckets.ts'

/** How much processor time each organization's schemas have had. */
export interface CheckBudget {
  /** Seconds until the organization has time again; null: it has some. */
  secondsUntilMore(organizationId: string): number | null
  /** Whether one of its checks was slow within the last minute. */
  isSlow(organizationId: string): boolean
  /** Notes what a check took, in milliseconds. */
  spend(organizationId: string, ms: number): void
}

const MINUTE_MS = 60_000

/** A check of at least this is slow, in milliseconds: a thousand times what most take. */
const SLOW_MS = 50

/** More than this are looked through for ended ones. */
const KEPT = 1_000

/** Of what an organization has in a minute, how much it may use at once: the rest comes as the minute passes. */
const AT_ONCE = 0.2

/** `msPerMinute`: what an organization may spend. */
export function createCheckBudget(msPerMinute: number): CheckBudget {
  const budget = createTokenBuckets({ perMs: msPerMinute / MINUTE_MS, burst: msPerMinute * AT_ONCE })
  /** Of those that had a slow check, until when they count as slow. */
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
      if (slowUntil.size >= KEPT) for (const known of slowUntil.keys()) isSlow(known)
      slowUntil.set(organizationId, performance.now() + MINUTE_MS)
    },
  }
}
