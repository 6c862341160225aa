import { setTimeout as delay } from 'node:timers/promises'
import type { GraphQLError } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Settings } from '../../settings/settings.ts'
import { rateLimited } from '../errors.ts'

/**
 * REQUESTS: root fields of queries, mutations and subscriptions. EVENTS: events published. BODIES: request bodies in units
 * of 4 KiB; the limit is the same number as for events, so events may have 4 KiB each on average.
 */
export type Bucket = 'REQUESTS' | 'EVENTS' | 'BODIES'

/** Bytes of a request body per point of BODIES. */
const BODY_POINT = 4_096

/** Limits how much each organization may use this process. */
export interface RateLimits {
  /** Consumes points. Throws RATE_LIMITED with `retryAfterSeconds` if `owner` has used up its points of the minute. */
  consume(bucket: Bucket, owner: string, points: number): Promise<void>
  /** Throws as `consume` if no points are left, but consumes none. */
  check(bucket: Bucket, owner: string): Promise<void>
  /** Consumes points for work that is already done, even more points than the owner has left. Never throws RATE_LIMITED. */
  charge(bucket: Bucket, owner: string, points: number): Promise<void>
  /** Consumes points for a request body. Throws RATE_LIMITED if the owner has sent too many bytes in this minute. */
  consumeBody(owner: string, bytes: number): Promise<void>
}

/** Length of the window, in seconds. */
const WINDOW_SECONDS = 60

/**
 * Delay of a RATE_LIMITED answer, in milliseconds. It slows down clients that ignore retryAfterSeconds and retry at once,
 * as refusing a request costs processor time too.
 */
export const REFUSAL_MS = 1_000

/** Delays an answer if one of its errors is RATE_LIMITED. */
export async function delayRefusal(
  errors: readonly { extensions?: Record<string, unknown> | undefined }[],
): Promise<void> {
  if (errors.some(({ extensions }) => extensions?.['code'] === 'RATE_LIMITED')) await delay(REFUSAL_MS)
}

/** Counts in the memory of this process, so that publishing needs no second write. See docs/decisions/0007. */
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

  async function consume(bucket: Bucket, owner: string, points: number): Promise<void> {
    try {
      await limiters[bucket].consume(owner, points)
    } catch (error) {
      throw error instanceof RateLimiterRes ? refusal(bucket, error.msBeforeNext) : error
    }
  }

  return {
    consume,
    // Capped, so that a body larger than the limit of a minute is accepted if it is the only one.
    consumeBody: (owner, bytes) =>
      consume('BODIES', owner, Math.min(Math.ceil(bytes / BODY_POINT), EVENTS_PER_MINUTE)),
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
  const limit = {
    REQUESTS: `${points} requests`,
    EVENTS: `${points} events`,
    BODIES: `${points * (BODY_POINT / 1_024)} KiB of requests`,
  }
  return rateLimited(
    `The organization has used up its ${limit[bucket]} of this minute. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  )
}
