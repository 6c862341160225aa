import type { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import { unavailabilityOf } from '../../database/unavailability.ts'
import { createTokenBuckets, type TokenBucketOptions } from '../../token-buckets.ts'
import { rateLimited } from '../errors.ts'

/** Who reads lists and figures now. */
export interface ReadSlots {
  /** Runs `read` when `owner` has a slot free and the process has; throws RATE_LIMITED when that takes too long. */
  run<Result>(owner: string, read: () => Promise<Result>): Promise<Result>
}

export interface ReadSlotsOptions {
  /** Of one organization. */
  perOwner: number
  /** Of all together. */
  total: number
  /** Longest wait for one, in milliseconds. */
  patienceMs: number
  /** The time an organization may read, in all its slots together, in milliseconds. */
  budget: TokenBucketOptions
}

/**
 * An organization reads with a third of the pool, all together with three quarters, and in the long run for a quarter of
 * the time. Who waits does so for as long as two slow statements take.
 */
export const readSlotsOf = (poolSize: number): ReadSlotsOptions => ({
  perOwner: Math.max(Math.floor(poolSize / 3), 1),
  total: Math.max(Math.floor((poolSize * 3) / 4), 1),
  patienceMs: 10_000,
  budget: { perMs: 0.25, burst: 2_000 },
})

interface Waiting {
  owner: string
  start(expectedMs: number): void
}

/**
 * Bounds how many of the pool's connections reading lists and figures takes, and for how long: those are the statements
 * that can be slow, and what publishes, signs in or asks for one thing must find a connection, and a processor, whatever
 * others read. Who waits comes in turn; an organization that has its slots full, or its time used up, is passed by.
 */
export function createReadSlots({ perOwner, total, patienceMs, budget }: ReadSlotsOptions): ReadSlots {
  const running = new Map<string, number>()
  const queue = new Set<Waiting>()
  const time = createTokenBuckets(budget)
  /** How long each organization's last read took. */
  const lastMs = new LRUCache<string, number>({ max: 1_000 })
  let all = 0
  let timer: NodeJS.Timeout | undefined

  const isFree = (owner: string) =>
    all < total && (running.get(owner) ?? 0) < perOwner && time.msUntilMore(owner) === 0

  /** Gives for how long it is expected to be taken: as long as the last time. */
  function take(owner: string): number {
    all += 1
    running.set(owner, (running.get(owner) ?? 0) + 1)
    const expectedMs = lastMs.get(owner) ?? 0
    // At once: so dear reads come one after the other, and not all together as soon as there is time again.
    time.spend(owner, expectedMs)
    return expectedMs
  }

  function release(owner: string): void {
    all -= 1
    const left = running.get(owner)! - 1
    if (left > 0) running.set(owner, left)
    else running.delete(owner)
    startWaiting()
  }

  function startWaiting(): void {
    clearTimeout(timer)
    let soonestMs = Infinity
    for (const waiting of queue) {
      if (all >= total) return // until one is released
      const waitMs = time.msUntilMore(waiting.owner)
      if (waitMs > 0) soonestMs = Math.min(soonestMs, waitMs)
      if (!isFree(waiting.owner)) continue
      queue.delete(waiting)
      waiting.start(take(waiting.owner))
    }
    if (soonestMs < Infinity) timer = setTimeout(startWaiting, soonestMs)
  }

  function waitFor(owner: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        queue.delete(waiting)
        reject(tooMany(perOwner, time.msUntilMore(owner)))
      }, patienceMs)
      const waiting: Waiting = {
        owner,
        start(expectedMs) {
          clearTimeout(patience)
          resolve(expectedMs)
        },
      }
      queue.add(waiting)
      startWaiting()
    })
  }

  return {
    async run(owner, read) {
      const expectedMs = isFree(owner) ? take(owner) : await waitFor(owner)
      const begun = performance.now()
      let tookMs = 0
      try {
        const result = await read()
        tookMs = performance.now() - begun
        return result
      } catch (error) {
        // Waiting for a database that is away took nothing from anybody.
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

function tooMany(perOwner: number, waitMs: number): GraphQLError {
  const retryAfterSeconds = Math.max(Math.ceil(waitMs / 1_000), 1)
  const message = `Too much is being read at once: an organization can read ${perOwner} lists and figures at a time, and for a quarter of the time. Wait for answers before you ask for more, and ask for less: shorter times, smaller pages.`
  return rateLimited(message, retryAfterSeconds)
}
