/** How many attempts this process makes at once. */
export interface Slots {
  free(): number
  /** Runs the task in a slot, also when none is free: what Temporal hands out is run. */
  run<T>(task: () => Promise<T>): Promise<T>
}

/** `onFree` is called whenever a slot frees up: there may be room in this worker again, or at the task's webhook. */
export function createSlots(limit: number, onFree: () => void): Slots {
  let running = 0
  return {
    free: () => Math.max(limit - running, 0),
    async run(task) {
      running += 1
      try {
        return await task()
      } finally {
        running -= 1
        onFree()
      }
    },
  }
}
