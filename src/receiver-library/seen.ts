/**
 * Remembers which events have been worked on, as an event may come again: its answer was lost, or somebody sent it again. Build it on
 * what all your processes share, with an expiry of some days: a table with a unique key, or SET … NX EX in Redis.
 */
export interface SeenEvents {
  /** Remembers the id; false if it was there already. Two calls at the same moment must not both get true. */
  add(id: string): boolean | Promise<boolean>
  /** Forgets the id: its work has failed, so it is to be done when the event comes again. */
  remove(id: string): void | Promise<void>
}

/** Remembers the last `maximum` ids in this process's memory: for trying things out, or for a receiver of one process. */
export function seenInMemory(maximum = 10_000): SeenEvents {
  const ids = new Set<string>()
  return {
    add(id) {
      if (ids.has(id)) return false
      ids.add(id)
      if (ids.size > maximum) ids.delete(ids.values().next().value!)
      return true
    },
    remove: (id) => void ids.delete(id),
  }
}
