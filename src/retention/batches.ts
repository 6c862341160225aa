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
