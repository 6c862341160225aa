/** How much time each organization has had lately of something that all share. */
export interface TimeBudget {
  /** Milliseconds until the organization has time again; 0: it has some. */
  msUntilMore(organizationId: string): number
  /** Notes what something takes, in milliseconds; less than 0 gives back. */
  spend(organizationId: string, ms: number): void
}

export interface TimeBudgetOptions {
  /** How much of the time that passes an organization may have: 0.25 is a quarter of a second each second. */
  share: number
  /** How much it may have at once after a while without any, in milliseconds. */
  burstMs: number
}

/** However much it owes, an organization has time again after so long, in milliseconds. */
const LONGEST_WAIT_MS = 60_000

/** More organizations than this are looked through for those that have all their time again. */
const KEPT = 1_000

/** Counts in this process's memory, like the rate limits. What was begun is ended: one can come to owe some time. */
export function createTimeBudget({ share, burstMs }: TimeBudgetOptions): TimeBudget {
  /** When the organization has all its time again, by performance.now(): the later, the less it has. */
  const restoredAt = new Map<string, number>()

  /** What it has used and not got back yet. */
  function usedMs(organizationId: string): number {
    const leftMs = (restoredAt.get(organizationId) ?? 0) - performance.now()
    if (leftMs > 0) return leftMs * share
    restoredAt.delete(organizationId)
    return 0
  }

  return {
    msUntilMore: (organizationId) => Math.max((usedMs(organizationId) - burstMs) / share, 0),
    spend(organizationId, ms) {
      if (restoredAt.size >= KEPT) for (const known of restoredAt.keys()) usedMs(known)
      const used = Math.min(Math.max(usedMs(organizationId) + ms, 0), burstMs + LONGEST_WAIT_MS * share)
      restoredAt.set(organizationId, performance.now() + used / share)
    },
  }
}
