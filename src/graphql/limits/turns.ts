/** Schedules requests fairly among owners on the one thread that serves everybody. */
export interface Turns {
  /** Resolves when it is the owner's turn. */
  take(owner: string): Promise<void>
}

/**
 * Starts one request per turn of the event loop, round-robin over the owners. So a burst of one owner does not delay a
 * request of another: it waits for one request of each other owner, not for the whole burst.
 */
export function createTurns(): Turns {
  /** Waiting requests by owner. The owner whose turn is next comes first. */
  const waiting = new Map<string, (() => void)[]>()

  function begin(): void {
    const [owner, queue] = waiting.entries().next().value!
    const start = queue.shift()!
    waiting.delete(owner)
    if (queue.length > 0) waiting.set(owner, queue) // moves the owner to the end
    if (waiting.size > 0) setImmediate(begin)
    start()
  }

  return {
    take: (owner) =>
      new Promise((resolve) => {
        const queue = waiting.get(owner)
        if (queue) queue.push(resolve)
        else {
          if (waiting.size === 0) setImmediate(begin)
          waiting.set(owner, [resolve])
        }
      }),
  }
}
