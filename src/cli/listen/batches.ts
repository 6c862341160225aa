import { DurahookError } from '../../client/index.ts'

/**
 * Gives a function that hands each item to `run`, at most `most` at once. Items that come while it is under way go together in the
 * next run. What refuses an item refuses its run, so each of a refused run is run alone. It resolves when the item's run has ended, and
 * rejects if that failed.
 */
export function createBatches<Item>(
  most: number,
  run: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = []
  let running = false

  async function runBatch(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await run(batch.map(({ item }) => item))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      if (batch.length > 1 && isRefusal(error)) for (const one of batch) await runBatch([one])
      else for (const { reject } of batch) reject(error)
    }
  }

  async function runAll(): Promise<void> {
    running = true
    while (waiting.length > 0) await runBatch(waiting.splice(0, most))
    running = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!running) void runAll()
    })
}

interface Waiting<Item> {
  item: Item
  resolve: () => void
  reject: (error: unknown) => void
}

/** The API says that something given is wrong, so it did nothing. */
const isRefusal = (error: unknown) => error instanceof DurahookError && error.problems.length > 0
