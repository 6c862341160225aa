import { GraphQLError } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Settings } from '../../settings.ts'

/** REQUESTS: root fields of queries, mutations and subscriptions. EVENTS: events published. */
export type Bucket = 'REQUESTS' | 'EVENTS'

/** How much each organization may ask of this process. */
export interface RateLimits {
  /** Throws RATE_LIMITED with `retryAfterSeconds` when `owner` has used up its minute. */
  take(bucket: Bucket, owner: string, points: number): Promise<void>
}

/** Length of the window, in seconds. */
const WINDOW_SECONDS = 60

/** Counts in this process's memory: publishing must not pay for a second write. See docs/decisions/0007. */
export function createRateLimits({
  REQUESTS_PER_MINUTE,
  EVENTS_PER_MINUTE,
}: Pick<Settings, 'REQUESTS_PER_MINUTE' | 'EVENTS_PER_MINUTE'>): RateLimits {
  const limiters = {
    REQUESTS: new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: WINDOW_SECONDS }),
    EVENTS: new RateLimiterMemory({ points: EVENTS_PER_MINUTE, duration: WINDOW_SECONDS }),
  }
  return {
    async take(bucket, owner, points) {
      try {
        await limiters[bucket].consume(owner, points)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        throw rateLimited(
          bucket,
          limiters[bucket].points,
          Math.max(Math.ceil(refusal.msBeforeNext / 1000), 1),
        )
      }
    },
  }
}

function rateLimited(bucket: Bucket, points: number, retryAfterSeconds: number): GraphQLError {
  const what = bucket === 'EVENTS' ? 'events' : 'requests'
  return new GraphQLError(
    `The organization has had its ${points} ${what} of this minute. Try again in ${retryAfterSeconds} s.`,
    {
      extensions: {
        code: 'RATE_LIMITED',
        retryAfterSeconds,
        http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) },
      },
    },
  )
}
