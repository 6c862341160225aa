import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { BATCH, inBatches, type Progress } from './batches.ts'
import type { Keeping } from './keeping.ts'

/** Deletes replays that ended as long ago as events are kept. */
export async function purgeReplays(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<void> {
  const cutoff = new Date(now - keeping.eventRecords)
  await inBatches(
    async () =>
      (
        await sql(database)`
          delete from replay_failures where (replay_id, delivery_id) in (
            select f.replay_id, f.delivery_id from replays r join replay_failures f on f.replay_id = r.id
            where r.finished_at < ${cutoff} and (r.status = 'COMPLETED' or r.undone) limit ${BATCH}) returning 1`
      ).length,
    progress,
  )
  const gone = await sql(database)`
    delete from replays where finished_at < ${cutoff} and (status = 'COMPLETED' or undone) returning 1`
  progress(gone.length)
}
