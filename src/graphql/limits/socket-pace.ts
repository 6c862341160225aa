import { setTimeout as delay } from 'node:timers/promises'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

/** Throttles the WebSockets of each organization. Nothing is refused, only delayed. */
export interface SocketPace {
  /** Resolves when the owner may open one more connection. */
  connection(owner: string): Promise<void>
  /** Resolves when one more message of the owner may be handled. */
  message(owner: string): Promise<void>
  /** Resolves when an answer of this length may be sent to a subscriber of the owner. */
  answer(owner: string, characters: number): Promise<void>
}

/** Length of the window. It is short, so that a burst is served in small portions with others' requests in between. */
const WINDOW_SECONDS = 0.1

/** Connections per window and organization; 50 a second, enough for all its pages to reconnect after a restart. */
const CONNECTIONS = 5

/** Messages per window and organization; 200 a second. A dashboard page sends ten when it opens. */
const MESSAGES = 20

/** Characters of answers per window and organization; 16 million a second. Delayed entries stay in the log. */
const ANSWERS = 1_600_000

/** Smaller answers count as this many characters. */
const SMALLEST_ANSWER = 1_024

export function createSocketPace(): SocketPace {
  const connections = new RateLimiterMemory({ points: CONNECTIONS, duration: WINDOW_SECONDS })
  const messages = new RateLimiterMemory({ points: MESSAGES, duration: WINDOW_SECONDS })
  const answers = new RateLimiterMemory({ points: ANSWERS, duration: WINDOW_SECONDS })

  return {
    connection: (owner) => waitFor(connections, owner, 1),
    message: (owner) => waitFor(messages, owner, 1),
    answer: (owner, characters) =>
      waitFor(answers, owner, Math.min(Math.max(characters, SMALLEST_ANSWER), ANSWERS)),
  }
}

async function waitFor(limiter: RateLimiterMemory, owner: string, points: number): Promise<void> {
  for (;;) {
    const waitMs = await msBeforeNext(limiter, owner, points)
    if (waitMs === null) return
    await delay(waitMs)
  }
}

/** Consumes the points and resolves with null; if too few are left, resolves with the wait in milliseconds. */
const msBeforeNext = (limiter: RateLimiterMemory, owner: string, points: number): Promise<number | null> =>
  limiter.consume(owner, points).then(
    () => null,
    (refusal: RateLimiterRes) => Math.max(refusal.msBeforeNext, 1),
  )
