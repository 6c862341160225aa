/** Token buckets, one for each key, such as an organization: they limit how much of a shared resource it uses. */
export interface TokenBuckets {
  /** Milliseconds until the bucket has tokens again; 0 if it has some now. */
  msUntilMore(key: string): number
  /** Takes tokens, even when none are left. A negative number returns tokens. */
  spend(key: string, tokens: number): void
}

export interface TokenBucketOptions {
  /** Tokens refilled in a millisecond. */
  perMs: number
  /** The most tokens a bucket can have. */
  burst: number
}

/** The longest wait for tokens, however many are owed, in milliseconds. */
const LONGEST_WAIT_MS = 60_000

/** With this many buckets in memory, those that are full again are removed. */
const CLEANUP_SIZE = 1_000

/**
 * Counts in this process's memory, like the rate limits, but without fixed minutes: tokens are refilled gradually. Work
 * that has begun is never stopped for lack of tokens, so some can be owed.
 */
export function createTokenBuckets({ perMs, burst }: TokenBucketOptions): TokenBuckets {
  /** When the bucket is full again, by performance.now(). */
  const fullAt = new Map<string, number>()

  /** Tokens that were used and are not refilled yet. */
  function used(key: string): number {
    const leftMs = (fullAt.get(key) ?? 0) - performance.now()
    if (leftMs > 0) return leftMs * perMs
    fullAt.delete(key)
    return 0
  }

  return {
    msUntilMore: (key) => Math.max((used(key) - burst) / perMs, 0),
    spend(key, tokens) {
      if (fullAt.size >= CLEANUP_SIZE) for (const known of fullAt.keys()) used(known)
      const next = Math.min(Math.max(used(key) + tokens, 0), burst + LONGEST_WAIT_MS * perMs)
      fullAt.set(key, performance.now() + next / perMs)
    },
  }
}
