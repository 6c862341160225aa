/** How much processor time each organization's schemas have had in its current minute. */
export interface CheckBudget {
  /** Seconds until the organization has time again; null: it has some. */
  secondsUntilMore(organizationId: string): number | null
  /** Whether one of its checks was slow in this minute. */
  isSlow(organizationId: string): boolean
  /** Notes what a check took, in milliseconds. */
  spend(organizationId: string, ms: number): void
}

const MINUTE_MS = 60_000

/** A check of at least this is slow, in milliseconds: a thousand times what most take. */
const SLOW_MS = 50

/** More minutes than this are looked through for ended ones. */
const KEPT_MINUTES = 1_000

/** Counts in this process's memory, like the rate limits. `msPerMinute`: what an organization may spend. */
export function createCheckBudget(msPerMinute: number): CheckBudget {
  const minutes = new Map<string, { endsAt: number; spentMs: number; slow: boolean }>()

  function minuteOf(organizationId: string) {
    const minute = minutes.get(organizationId)
    if (minute && minute.endsAt <= performance.now()) minutes.delete(organizationId)
    return minutes.get(organizationId)
  }

  return {
    secondsUntilMore(organizationId) {
      const minute = minuteOf(organizationId)
      if (!minute || minute.spentMs < msPerMinute) return null
      return Math.max(Math.ceil((minute.endsAt - performance.now()) / 1_000), 1)
    },
    isSlow: (organizationId) => minuteOf(organizationId)?.slow ?? false,
    spend(organizationId, ms) {
      let minute = minuteOf(organizationId)
      if (!minute) {
        if (minutes.size >= KEPT_MINUTES) for (const known of minutes.keys()) minuteOf(known)
        minute = { endsAt: performance.now() + MINUTE_MS, spentMs: 0, slow: false }
        minutes.set(organizationId, minute)
      }
      minute.spentMs += ms
      minute.slow ||= ms >= SLOW_MS
    },
  }
}
