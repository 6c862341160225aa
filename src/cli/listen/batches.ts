/**
 * Gives a function that hands each item to `run`, at most `most` at once. Items that come while it is under way go together in the
 * next run. It resolves when the item's run has ended, and rejects if that failed.
 */
export function createBatches<Item>(
  most: number,
  run: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  const waiting: { item: Item; resolve: () => void; reject: (error: unknown) => void }[] = []
  let running = false

  async function runAll(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most)
      try {
        await run(batch.map(({ item }) => item))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!running) void runAll()
    })
}
