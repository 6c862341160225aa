import { setTimeout as delay } from 'node:timers/promises'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { WebSocket } from 'ws'

/** How fast organizations' WebSockets are served. Nothing is refused: what comes faster waits. */
export interface SocketPace {
  /** Resolves when one more of the owner's connections may begin. */
  connection(owner: string): Promise<void>
  /** Notes a message; the socket is read on when more of the owner's may come. */
  message(owner: string, socket: WebSocket): void
}

/** Of one organization in a second: as many as its pages open when all come back at once, within a few seconds. */
const CONNECTIONS = 50

/** Of one organization in a second, on all its connections. A page of the dashboard sends ten when it opens. */
const MESSAGES = 200

export function createSocketPace(): SocketPace {
  const connections = new RateLimiterMemory({ points: CONNECTIONS, duration: 1 })
  const messages = new RateLimiterMemory({ points: MESSAGES, duration: 1 })

  return {
    async connection(owner) {
      for (;;) {
        const waitMs = await msBeforeNext(connections, owner)
        if (waitMs === null) return
        await delay(waitMs)
      }
    },
    message(owner, socket) {
      void msBeforeNext(messages, owner).then((waitMs) => {
        if (waitMs === null || socket.isPaused) return
        socket.pause() // what it was sent waits with the client
        setTimeout(() => socket.resume(), waitMs)
      })
    },
  }
}

/** Null: now. */
const msBeforeNext = (limiter: RateLimiterMemory, owner: string): Promise<number | null> =>
  limiter.consume(owner).then(
    () => null,
    (refusal: RateLimiterRes) => Math.max(refusal.msBeforeNext, 1),
  )
