/** Whose request begins next on the one thread that serves everybody. */
export interface Turns {
  /** Resolves when it is the owner's turn. */
  take(owner: string): Promise<void>
}

/**
 * One request begins in each turn of the event loop, owners one after the other. So however many one owner sends at once,
 * another's waits for one of them at each step and not for all.
 */
export function createTurns(): Turns {
  /** Of each owner what waits, the owner whose turn is next first. */
  const waiting = new Map<string, (() => void)[]>()

  function begin(): void {
    const [owner, queue] = waiting.entries().next().value!
    const start = queue.shift()!
    waiting.delete(owner)
    if (queue.length > 0) waiting.set(owner, queue) // behind the others
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
