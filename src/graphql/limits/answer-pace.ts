import { setTimeout as delay } from 'node:timers/promises'
import { Semaphore, withTimeout } from 'async-mutex'
import { createTokenBuckets } from '../../token-buckets.ts'
import { rateLimited } from '../errors.ts'

/** How fast organizations are answered what asks for large texts. */
export interface AnswerPace {
  /**
   * Resolves when one more of the owner's operations that ask for large texts may run, to what is called with the length
   * of its answer, in characters, once that is sent. Throws RATE_LIMITED when that takes too long.
   */
  take(owner: string): Promise<(characters: number) => void>
}

export interface AnswerPaceOptions {
  /** Characters in a minute, in the long run. */
  perMinute: number
  /** Characters at once, after a while without any. */
  burst: number
  /** Operations of one organization that run at once. */
  atOnce: number
  /** Longest wait for one, and then for characters, in milliseconds. */
  patienceMs: number
}

/** With 6,000 requests a minute 24 million characters: the largest answer there is each 40 s. */
export const answerPaceOf = (requestsPerMinute: number): AnswerPaceOptions => ({
  perMinute: requestsPerMinute * 4_096,
  burst: 4 * 1024 * 1024,
  atOnce: 2,
  patienceMs: 10_000,
})

/** Answers up to so many characters are free: most are. */
const FREE = 65_536

/**
 * Megabytes of answers are read, copied and thrown away on the one thread that serves everybody. So one organization's come
 * one or two at a time, and as fast in the first second of a minute as in its last.
 */
export function createAnswerPace({ perMinute, burst, atOnce, patienceMs }: AnswerPaceOptions): AnswerPace {
  const running = new Map<string, Semaphore>()
  const characters = createTokenBuckets({ perMs: perMinute / 60_000, burst })

  return {
    async take(owner) {
      const slots = running.get(owner) ?? new Semaphore(atOnce)
      running.set(owner, slots)
      const [, release] = await withTimeout(slots, patienceMs, tooMany(atOnce)).acquire()
      const end = () => {
        release()
        if (slots.getValue() === atOnce) running.delete(owner)
      }
      const waitMs = characters.msUntilMore(owner)
      if (waitMs > patienceMs) {
        end()
        throw tooMuch(perMinute, waitMs)
      }
      await delay(waitMs)
      return (length) => {
        if (length > FREE) characters.spend(owner, length)
        end()
      }
    },
  }
}

const tooMany = (atOnce: number) =>
  rateLimited(
    `Too many operations that ask for event data, bodies, headers, schemas or examples are under way: ${atOnce} of an organization run at once. Wait for answers before you ask for more.`,
    1,
  )

function tooMuch(perMinute: number, waitMs: number) {
  const seconds = Math.ceil(waitMs / 1_000)
  return rateLimited(
    `The organization has been answered more event data, bodies, headers, schemas and examples than ${perMinute} characters a minute. Try again in ${seconds} s, or ask for less: smaller pages.`,
    seconds,
  )
}
