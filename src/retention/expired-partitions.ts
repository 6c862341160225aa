import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Progress } from './batches.ts'
import { DAY_MS } from './keeping.ts'
import { listPartitions, type Partition, type PartitionedTable } from './partitions.ts'

/** What became of the partitions of which nothing is to be kept any more. */
export interface Dropped {
  dropped: number
  /** Partitions that are needed or in use: the next purge tries again. */
  left: number
}

/** Calls `drop` with each partition of which nothing is to be kept any more, the oldest first. It returns false if it left it. */
export async function dropExpired(
  database: Database,
  table: PartitionedTable,
  cutoff: number,
  progress: Progress,
  drop: (partition: Partition) => Promise<boolean>,
): Promise<Dropped> {
  const done = { dropped: 0, left: 0 }
  for (const partition of await listPartitions(database, table)) {
    if (partition.to > cutoff) continue
    progress(0)
    done[(await drop(partition)) ? 'dropped' : 'left'] += 1
  }
  return done
}

/** What a replay needs is kept for at most so much longer, in milliseconds: a replay that takes longer skips what is gone by then. */
export const HELD_MS = 7 * DAY_MS

/** Whether a replay may need a partition of which nothing is kept since `cutoff`. */
export const isHeld = async (database: Database, { from, to }: Partition, cutoff: number): Promise<boolean> =>
  to > cutoff - HELD_MS && (await isReplayed(database, from))

/** Whether a replay that has not ended may need what was published since a moment (null: ever); of all organizations unless given. */
export async function isReplayed(
  database: Database,
  since: number | null,
  organizationId: string | null = null,
): Promise<boolean> {
  const rows = await sql(database)`
    select from replays where finished_at is null and until > ${new Date(since ?? 0)}
      and organization_id = coalesce(${organizationId}, organization_id) limit 1`
  return rows.length > 0
}
