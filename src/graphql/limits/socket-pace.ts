import { setTimeout as delay } from 'node:timers/promises'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

/** How fast organizations' WebSockets are served. Nothing is refused: what comes faster waits. */
export interface SocketPace {
  /** Resolves when one more of the owner's connections may begin. */
  connection(owner: string): Promise<void>
  /** Resolves when one more of the owner's messages may be handled. */
  message(owner: string): Promise<void>
  /** Resolves when one more answer of so many characters may be sent to a subscriber. */
  answer(owner: string, characters: number): Promise<void>
}

/** Over so short a time that what comes at once is served as several small heaps, with others' requests between them. */
const SECONDS = 0.1

/** Of one organization in that time; 50 a second: all its pages may open again at once, as after a restart. */
const CONNECTIONS = 5

/** Of one organization, on all its connections; 200 a second. A page of the dashboard sends ten when it opens. */
const MESSAGES = 20

/** Of one organization, on all its connections, in characters; 16 Mi a second. What subscribers are behind by, the log keeps. */
const ANSWERS = 1_600_000

/** A small answer costs as much as one of so many characters. */
const SMALLEST_ANSWER = 1_024

export function createSocketPace(): SocketPace {
  const connections = new RateLimiterMemory({ points: CONNECTIONS, duration: SECONDS })
  const messages = new RateLimiterMemory({ points: MESSAGES, duration: SECONDS })
  const answers = new RateLimiterMemory({ points: ANSWERS, duration: SECONDS })

  return {
    connection: (owner) => turn(connections, owner, 1),
    message: (owner) => turn(messages, owner, 1),
    answer: (owner, characters) =>
      turn(answers, owner, Math.min(Math.max(characters, SMALLEST_ANSWER), ANSWERS)),
  }
}

async function turn(limiter: RateLimiterMemory, owner: string, points: number): Promise<void> {
  for (;;) {
    const waitMs = await msBeforeNext(limiter, owner, points)
    if (waitMs === null) return
    await delay(waitMs)
  }
}

/** Null: now. */
const msBeforeNext = (limiter: RateLimiterMemory, owner: string, points: number): Promise<number | null> =>
  limiter.consume(owner, points).then(
    () => null,
    (refusal: RateLimiterRes) => Math.max(refusal.msBeforeNext, 1),
  )
