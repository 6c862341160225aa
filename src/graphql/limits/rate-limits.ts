import { setTimeout as delay } from 'node:timers/promises'
import type { GraphQLError } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Settings } from '../../settings/settings.ts'
import { rateLimited } from '../errors.ts'

/**
 * REQUESTS: root fields of queries, mutations and subscriptions. EVENTS: events published. BODIES: 4 KiB of what requests
 * carry each, as many as events, so that those may have 4 KiB each.
 */
export type Bucket = 'REQUESTS' | 'EVENTS' | 'BODIES'

/** Bytes of a request's body that are one point of BODIES. */
const BODY_POINT = 4_096

/** How much each organization may ask of this process. */
export interface RateLimits {
  /** Throws RATE_LIMITED with `retryAfterSeconds` when `owner` has used up its minute. */
  take(bucket: Bucket, owner: string, points: number): Promise<void>
  /** Throws as `take` does when nothing is left, and takes nothing. */
  check(bucket: Bucket, owner: string): Promise<void>
  /** Takes points for what was done already, beyond what the owner has left of its minute too. */
  charge(bucket: Bucket, owner: string, points: number): Promise<void>
  /** Throws RATE_LIMITED when the owner has sent too much in its minute. `bytes`: of a request's body. */
  takeBody(owner: string, bytes: number): Promise<void>
}

/** Length of the window, in seconds. */
const WINDOW_SECONDS = 60

/**
 * How long an answer waits that says RATE_LIMITED, in milliseconds: who tries again at once, without waiting as told, does
 * so no faster than this. Refusing costs time too.
 */
export const REFUSAL_MS = 1_000

/** Waits before an answer with these errors, in whatever form they have, may be sent. */
export async function delayRefusal(
  errors: readonly { extensions?: Record<string, unknown> | undefined }[],
): Promise<void> {
  if (errors.some(({ extensions }) => extensions?.['code'] === 'RATE_LIMITED')) await delay(REFUSAL_MS)
}

/** Counts in this process's memory: publishing must not pay for a second write. See docs/decisions/0007. */
export function createRateLimits({
  REQUESTS_PER_MINUTE,
  EVENTS_PER_MINUTE,
}: Pick<Settings, 'REQUESTS_PER_MINUTE' | 'EVENTS_PER_MINUTE'>): RateLimits {
  const limiters = {
    REQUESTS: new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: WINDOW_SECONDS }),
    EVENTS: new RateLimiterMemory({ points: EVENTS_PER_MINUTE, duration: WINDOW_SECONDS }),
    BODIES: new RateLimiterMemory({ points: EVENTS_PER_MINUTE, duration: WINDOW_SECONDS }),
  }
  const refusal = (bucket: Bucket, msBeforeNext: number) =>
    usedUp(bucket, limiters[bucket].points, Math.max(Math.ceil(msBeforeNext / 1000), 1))

  async function take(bucket: Bucket, owner: string, points: number): Promise<void> {
    try {
      await limiters[bucket].consume(owner, points)
    } catch (error) {
      throw error instanceof RateLimiterRes ? refusal(bucket, error.msBeforeNext) : error
    }
  }

  return {
    take,
    // What is larger than all of a minute is let in when nothing else was.
    takeBody: (owner, bytes) =>
      take('BODIES', owner, Math.min(Math.ceil(bytes / BODY_POINT), EVENTS_PER_MINUTE)),
    async check(bucket, owner) {
      const used = await limiters[bucket].get(owner)
      if (used && used.remainingPoints <= 0) throw refusal(bucket, used.msBeforeNext)
    },
    async charge(bucket, owner, points) {
      await limiters[bucket].penalty(owner, points)
    },
  }
}

function usedUp(bucket: Bucket, points: number, retryAfterSeconds: number): GraphQLError {
  const had = {
    REQUESTS: `${points} requests`,
    EVENTS: `${points} events`,
    BODIES: `${points * (BODY_POINT / 1_024)} KiB of requests`,
  }
  return rateLimited(
    `The organization has had its ${had[bucket]} of this minute. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  )
}
