import { setTimeout as delay } from 'node:timers/promises'
import { createTokenBuckets } from '../../token-buckets.ts'
import { rateLimited } from '../errors.ts'
import { createOwnerSemaphores } from './owner-semaphores.ts'

/** How fast organizations are answered what asks for large texts. */
export interface AnswerPace {
  /**
   * Resolves when one more of the owner's operations that ask for large texts may run, to what is called with the length
   * of its answer, in characters, once that is sent. Throws RATE_LIMITED when that takes too long.
   */
  take(owner: string): Promise<(characters: number) => void>
}

/** An answer may have so many characters for each request of the minute: 24 million with 6,000, the largest answer each 40 s. */
export const CHARACTERS_PER_REQUEST = 4_096

/** Answers up to so many characters are free: most are. */
export const LARGE_ANSWER = 65_536

/** Characters at once, after a while without any. */
const BURST = 4 * 1024 * 1024

/** Operations of one organization that run at once. */
const AT_ONCE = 2

/** Longest wait for one, and then for characters, in milliseconds. */
const PATIENCE_MS = 10_000

/**
 * Megabytes of answers are read, copied and thrown away on the one thread that serves everybody. So one organization's come
 * one or two at a time, and as fast in the first second of a minute as in its last.
 */
export function createAnswerPace(requestsPerMinute: number): AnswerPace {
  const perMinute = requestsPerMinute * CHARACTERS_PER_REQUEST
  const running = createOwnerSemaphores(AT_ONCE)
  const characters = createTokenBuckets({ perMs: perMinute / 60_000, burst: BURST })

  return {
    async take(owner) {
      const end = await running.acquire(owner, 1, { ms: PATIENCE_MS, error: tooMany() })
      const waitMs = characters.msUntilMore(owner)
      if (waitMs > PATIENCE_MS) {
        end()
        throw tooMuch(perMinute, waitMs)
      }
      await delay(waitMs)
      return (length) => {
        if (length > LARGE_ANSWER) characters.spend(owner, length)
        end()
      }
    },
  }
}

const tooMany = () =>
  rateLimited(
    `Too many operations that ask for event data, bodies, headers, schemas or examples are under way: ${AT_ONCE} of an organization run at once. Wait for answers before you ask for more.`,
    1,
  )

function tooMuch(perMinute: number, waitMs: number) {
  const seconds = Math.ceil(waitMs / 1_000)
  return rateLimited(
    `The organization has been answered more event data, bodies, headers, schemas and examples than ${perMinute} characters a minute. Try again in ${seconds} s, or ask for less: smaller pages.`,
    seconds,
  )
}
