import { setTimeout as delay } from 'node:timers/promises'
import { createTokenBuckets } from '../../token-buckets.ts'
import { rateLimited } from '../errors.ts'
import { createOwnerSemaphores } from './owner-semaphores.ts'

/** Throttles the answers of operations that select large texts. */
export interface AnswerPace {
  /**
   * Waits until the owner may run one more operation that selects large texts. Resolves with a function to call once the
   * answer is sent, with its length in characters. Throws RATE_LIMITED if the wait would be too long.
   */
  acquire(owner: string): Promise<(characters: number) => void>
}

/** Characters per request of the rate limit. With 6,000 a minute: 24 million, which is the largest answer each 40 s. */
export const CHARACTERS_PER_REQUEST = 4_096

/** Answers up to this length, in characters, are not counted. Most answers are shorter. */
export const LARGE_ANSWER = 65_536

/** Characters that an owner may receive at once after a pause. */
const BURST = 4 * 1024 * 1024

/** Maximum of concurrent operations with large texts per organization. */
const MAXIMUM_CONCURRENT = 2

/** Longest wait for a permit to run, and after that for characters, in milliseconds. */
const TIMEOUT_MS = 10_000

/**
 * Large answers are read, serialized and garbage-collected on the one thread that serves everybody. So each organization
 * gets at most two at a time, at a steady rate instead of all in the first second of a minute.
 */
export function createAnswerPace(requestsPerMinute: number): AnswerPace {
  const perMinute = requestsPerMinute * CHARACTERS_PER_REQUEST
  const running = createOwnerSemaphores(MAXIMUM_CONCURRENT)
  const characters = createTokenBuckets({ perMs: perMinute / 60_000, burst: BURST })

  return {
    async acquire(owner) {
      const release = await running.acquire(owner, 1, { ms: TIMEOUT_MS, error: tooManyConcurrent() })
      const waitMs = characters.msUntilMore(owner)
      if (waitMs > TIMEOUT_MS) {
        release()
        throw tooManyCharacters(perMinute, waitMs)
      }
      await delay(waitMs)
      return (length) => {
        if (length > LARGE_ANSWER) characters.spend(owner, length)
        release()
      }
    },
  }
}

const tooManyConcurrent = () =>
  rateLimited(
    `Too many operations that ask for event data, bodies, headers, schemas or examples are under way: ${MAXIMUM_CONCURRENT} of an organization run at once. Wait for answers before you ask for more.`,
    1,
  )

function tooManyCharacters(perMinute: number, waitMs: number) {
  const seconds = Math.ceil(waitMs / 1_000)
  return rateLimited(
    `The organization has been answered more event data, bodies, headers, schemas and examples than ${perMinute} characters a minute. Try again in ${seconds} s, or ask for less: smaller pages.`,
    seconds,
  )
}
