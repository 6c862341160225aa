import { GraphQLError } from 'graphql'

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
}

/**
 * An organization reads with a third of the pool, all together with three quarters.
 * Who waits does so for as long as two slow statements take.
 */
export const readSlotsOf = (poolSize: number): ReadSlotsOptions => ({
  perOwner: Math.max(Math.floor(poolSize / 3), 1),
  total: Math.max(Math.floor((poolSize * 3) / 4), 1),
  patienceMs: 10_000,
})

interface Waiting {
  owner: string
  start(): void
}

/**
 * Bounds how many of the pool's connections reading lists and figures takes: those are the statements that can be slow,
 * and what publishes, signs in or asks for one thing must find a connection whatever others read. Who waits comes in
 * turn; an organization that has its slots full is passed by.
 */
export function createReadSlots({ perOwner, total, patienceMs }: ReadSlotsOptions): ReadSlots {
  const running = new Map<string, number>()
  const queue = new Set<Waiting>()
  let all = 0

  const isFree = (owner: string) => all < total && (running.get(owner) ?? 0) < perOwner

  function take(owner: string): void {
    all += 1
    running.set(owner, (running.get(owner) ?? 0) + 1)
  }

  function release(owner: string): void {
    all -= 1
    const left = running.get(owner)! - 1
    if (left > 0) running.set(owner, left)
    else running.delete(owner)
    for (const waiting of queue) {
      if (all >= total) return
      if (!isFree(waiting.owner)) continue
      queue.delete(waiting)
      take(waiting.owner)
      waiting.start()
    }
  }

  function waitFor(owner: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        queue.delete(waiting)
        reject(tooMany(perOwner))
      }, patienceMs)
      const waiting: Waiting = {
        owner,
        start() {
          clearTimeout(timer)
          resolve()
        },
      }
      queue.add(waiting)
    })
  }

  return {
    async run(owner, read) {
      if (isFree(owner)) take(owner)
      else await waitFor(owner)
      try {
        return await read()
      } finally {
        release(owner)
      }
    },
  }
}

function tooMany(perOwner: number): GraphQLError {
  const message = `Too many lists and figures are being read at once; an organization can read ${perOwner}. Wait for answers before you ask for more.`
  return new GraphQLError(message, { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } })
}
