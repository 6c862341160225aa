/** A token bucket for each organization: limits how much of a shared resource one organization uses. */
export interface TokenBuckets {
  /** Milliseconds until the organization has tokens again; 0 if it has some now. */
  msUntilMore(organizationId: string): number
  /** Takes tokens, even when none are left. A negative number returns tokens. */
  spend(organizationId: string, tokens: number): void
}

export interface TokenBucketOptions {
  /** Tokens refilled in a millisecond. */
  perMs: number
  /** The most tokens an organization can have. */
  burst: number
}

/** The longest an organization waits for tokens, however many it owes, in milliseconds. */
const LONGEST_WAIT_MS = 60_000

/** With this many organizations in memory, those whose bucket is full again are removed. */
const CLEANUP_SIZE = 1_000

/**
 * Counts in this process's memory, like the rate limits, but without fixed minutes: tokens are refilled gradually. Work
 * that has begun is never stopped for lack of tokens, so an organization can owe some.
 */
export function createTokenBuckets({ perMs, burst }: TokenBucketOptions): TokenBuckets {
  /** When the organization's bucket is full again, by performance.now(). */
  const fullAt = new Map<string, number>()

  /** Tokens the organization has used and that are not refilled yet. */
  function used(organizationId: string): number {
    const leftMs = (fullAt.get(organizationId) ?? 0) - performance.now()
    if (leftMs > 0) return leftMs * perMs
    fullAt.delete(organizationId)
    return 0
  }

  return {
    msUntilMore: (organizationId) => Math.max((used(organizationId) - burst) / perMs, 0),
    spend(organizationId, tokens) {
      if (fullAt.size >= CLEANUP_SIZE) for (const known of fullAt.keys()) used(known)
      const next = Math.min(Math.max(used(organizationId) + tokens, 0), burst + LONGEST_WAIT_MS * perMs)
      fullAt.set(organizationId, performance.now() + next / perMs)
    },
  }
}
