/** How many attempts this process makes at once. */
export interface Slots {
  free(): number
  /** Runs the task in a slot, also when none is free: what Temporal hands out is run. */
  run<T>(task: () => Promise<T>): Promise<T>
}

/** `onFree` is called when a slot frees up after there was none. */
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
        if (running === limit - 1) onFree()
      }
    },
  }
}
