import type { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import { unavailabilityOf } from '../../database/unavailability.ts'
import { createTokenBuckets, type TokenBucketOptions } from '../../token-buckets.ts'
import { rateLimited } from '../errors.ts'

/** Limits concurrent reads of lists and statistics. */
export interface ReadSlots {
  /** Waits for a free slot of `owner` and of the process, then runs `read`. Throws RATE_LIMITED after `timeoutMs`. */
  run<Result>(owner: string, read: () => Promise<Result>): Promise<Result>
}

export interface ReadSlotsOptions {
  /** Slots of one organization. */
  perOwner: number
  /** Slots of the process. */
  total: number
  /** Longest wait for a slot, in milliseconds. */
  timeoutMs: number
  /** How long an organization may read, in milliseconds, summed over all its slots. */
  budget: TokenBucketOptions
}

/**
 * An organization may use a third of the pool, and on average a quarter of the time; all organizations together may use
 * three quarters of the pool. The timeout is as long as two slow statements.
 */
export const readSlotsOf = (poolSize: number): ReadSlotsOptions => ({
  perOwner: Math.max(Math.floor(poolSize / 3), 1),
  total: Math.max(Math.floor((poolSize * 3) / 4), 1),
  timeoutMs: 10_000,
  budget: { perMs: 0.25, burst: 2_000 },
})

interface Waiting {
  owner: string
  start(expectedMs: number): void
}

/**
 * Limits how many connections of the pool reads of lists and statistics use, and for how long. Their statements can be
 * slow, and must leave connections and processor time for publishing, signing in and reading single entities. Waiting reads
 * start in order; those of an organization without a free slot or time are skipped until it has both.
 */
export function createReadSlots({ perOwner, total, timeoutMs, budget }: ReadSlotsOptions): ReadSlots {
  const running = new Map<string, number>()
  const queue = new Set<Waiting>()
  const time = createTokenBuckets(budget)
  /** How long each organization's last read took. */
  const lastMs = new LRUCache<string, number>({ max: 1_000 })
  let runningTotal = 0
  let timer: NodeJS.Timeout | undefined

  const isFree = (owner: string) =>
    runningTotal < total && (running.get(owner) ?? 0) < perOwner && time.msUntilMore(owner) === 0

  /** Takes a slot. Returns how long the read is expected to take: as long as the organization's last one. */
  function acquire(owner: string): number {
    runningTotal += 1
    running.set(owner, (running.get(owner) ?? 0) + 1)
    const expectedMs = lastMs.get(owner) ?? 0
    // Charged in advance, so that expensive reads don't all start together as soon as the budget has time again.
    time.spend(owner, expectedMs)
    return expectedMs
  }

  function release(owner: string): void {
    runningTotal -= 1
    const left = running.get(owner)! - 1
    if (left > 0) running.set(owner, left)
    else running.delete(owner)
    startWaiting()
  }

  function startWaiting(): void {
    clearTimeout(timer)
    let soonestMs = Infinity
    for (const waiting of queue) {
      if (runningTotal >= total) return // the next release calls this again
      const waitMs = time.msUntilMore(waiting.owner)
      if (waitMs > 0) soonestMs = Math.min(soonestMs, waitMs)
      if (!isFree(waiting.owner)) continue
      queue.delete(waiting)
      waiting.start(acquire(waiting.owner))
    }
    if (soonestMs < Infinity) timer = setTimeout(startWaiting, soonestMs)
  }

  function waitFor(owner: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        queue.delete(waiting)
        reject(tooManyReads(perOwner, time.msUntilMore(owner)))
      }, timeoutMs)
      const waiting: Waiting = {
        owner,
        start(expectedMs) {
          clearTimeout(timeout)
          resolve(expectedMs)
        },
      }
      queue.add(waiting)
      startWaiting()
    })
  }

  return {
    async run(owner, read) {
      const expectedMs = isFree(owner) ? acquire(owner) : await waitFor(owner)
      const begun = performance.now()
      let tookMs = 0
      try {
        const result = await read()
        tookMs = performance.now() - begun
        return result
      } catch (error) {
        // Waiting for an unreachable database uses no resources, so it is not charged.
        if (unavailabilityOf(error) !== 'out of reach') tookMs = performance.now() - begun
        throw error
      } finally {
        time.spend(owner, tookMs - expectedMs)
        lastMs.set(owner, tookMs)
        release(owner)
      }
    },
  }
}

function tooManyReads(perOwner: number, waitMs: number): GraphQLError {
  const retryAfterSeconds = Math.max(Math.ceil(waitMs / 1_000), 1)
  const message = `Too much is being read at once: an organization can read ${perOwner} lists and figures at a time, and for a quarter of the time. Wait for answers before you ask for more, and ask for less: shorter times, smaller pages.`
  return rateLimited(message, retryAfterSeconds)
}
