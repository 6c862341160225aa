/** How much each organization has had lately of something that all share: a token bucket for each. */
export interface TokenBuckets {
  /** Milliseconds until the organization has tokens again; 0: it has some. */
  msUntilMore(organizationId: string): number
  /** Takes tokens, though there be none; less than 0 gives back. */
  spend(organizationId: string, tokens: number): void
}

export interface TokenBucketOptions {
  /** Tokens that come back in a millisecond. */
  perMs: number
  /** How many an organization may have at once after a while without using any. */
  burst: number
}

/** However many it owes, an organization has tokens again after so long, in milliseconds. */
const LONGEST_WAIT_MS = 60_000

/** More organizations than this are looked through for those that have all their tokens again. */
const KEPT = 1_000

/**
 * Counts in this process's memory, like the rate limits, but without their fixed minutes: what was used up comes back bit
 * by bit and not all at once. What was begun is ended: one can come to owe some tokens.
 */
export function createTokenBuckets({ perMs, burst }: TokenBucketOptions): TokenBuckets {
  /** When the organization has all its tokens again, by performance.now(): the later, the fewer it has. */
  const fullAt = new Map<string, number>()

  /** What it has used and not got back yet. */
  function used(organizationId: string): number {
    const leftMs = (fullAt.get(organizationId) ?? 0) - performance.now()
    if (leftMs > 0) return leftMs * perMs
    fullAt.delete(organizationId)
    return 0
  }

  return {
    msUntilMore: (organizationId) => Math.max((used(organizationId) - burst) / perMs, 0),
    spend(organizationId, tokens) {
      if (fullAt.size >= KEPT) for (const known of fullAt.keys()) used(known)
      const next = Math.min(Math.max(used(organizationId) + tokens, 0), burst + LONGEST_WAIT_MS * perMs)
      fullAt.set(organizationId, performance.now() + next / perMs)
    },
  }
}
