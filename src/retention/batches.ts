import { setTimeout as delay } from 'node:timers/promises'

/** Rows that one statement of a purge deletes or copies. */
export const BATCH = 1_000

/** Called after each batch with the number of its rows. */
export type Progress = (rows: number) => void

/**
 * Runs `batch` until it has done less than BATCH rows. Between two batches it rests for as long as one took, so that a purge takes
 * at most half of one of Postgres's processors. Returns the number of all rows.
 */
export async function inBatches(
  batch: () => Promise<number>,
  progress: Progress = () => {},
): Promise<number> {
  for (let total = 0; ;) {
    const began = performance.now()
    const rows = await batch()
    total += rows
    progress(rows)
    if (rows < BATCH) return total
    await delay(performance.now() - began)
  }
}

/**
 * The same for rows in the order of their ids: `batch` does those after an id, and gives how many they were and the last of them
 * (null: there was none).
 */
export async function inIdOrder(
  from: string,
  batch: (after: string) => Promise<{ count: number; last: string | null }>,
  progress: Progress = () => {},
): Promise<void> {
  let after = from
  await inBatches(async () => {
    const { count, last } = await batch(after)
    after = last ?? after
    return count
  }, progress)
}
