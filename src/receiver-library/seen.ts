/**
 * Remembers which events have been worked on, as an event may come again: its answer was lost, or somebody sent it again. Build it on
 * what all your processes share: a table with a unique key, or SET … NX EX in Redis. Let what is done expire after some days, and what
 * is only begun after some minutes: its process may have died.
 */
export interface SeenEvents {
  /**
   * Remembers that work on the id begins, unless it is `done`, or `busy`: begun, and neither finished nor forgotten. Of two calls at the
   * same moment only one may get `begun`. What is busy is answered with 503, so that it comes again.
   */
  begin(id: string): Seen | Promise<Seen>
  /** Remembers that the work is done. */
  finish(id: string): void | Promise<void>
  /** Forgets the id: its work has failed, so it is to be done when the event comes again. */
  forget(id: string): void | Promise<void>
}

export type Seen = 'begun' | 'busy' | 'done'

/** Remembers the last `maximum` ids in this process's memory: for trying things out, or for a receiver of one process. */
export function seenInMemory(maximum = 10_000): SeenEvents {
  const ids = new Map<string, 'busy' | 'done'>()
  return {
    begin(id) {
      const seen = ids.get(id)
      if (seen) return seen
      ids.set(id, 'busy')
      if (ids.size > maximum) ids.delete(ids.keys().next().value!)
      return 'begun'
    },
    finish: (id) => void ids.set(id, 'done'),
    forget: (id) => void ids.delete(id),
  }
}
