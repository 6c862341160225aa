import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { allPutBack, type Replay } from './replay.ts'

/** Of one moment. */
export interface Figures {
  /** How many deliveries of the replay have not ended. */
  open: number
  /** How many of these have or wait for an attempt now. */
  active: number
  failed: number
  delivered: number
  /** Whether all was put back, so that there will be no more. */
  allPutBack: boolean
}

/** So many rows are counted in a millisecond (measured: 200,000 in 115 ms), and for up to a twentieth of the time. */
const ROWS_PER_MS = 1_500
const SHARE = 1 / 20

/**
 * Reads the figures of a replay, without its lock: with many failures it takes long. Those that failed in it and were sent again
 * since, by retryDelivery or another replay, are of it no longer, and are in replay_failures; those that have neither failed nor are
 * open were delivered. Null: they were read a moment ago, measured by how long counting takes.
 */
export async function readFigures(
  database: Database,
  { id, queued, delivered, figuresAt }: Pick<Replay, 'id' | 'queued' | 'delivered' | 'figuresAt'>,
): Promise<Figures | null> {
  const restMs = (queued - delivered) / (ROWS_PER_MS * SHARE)
  if (figuresAt && Date.now() - figuresAt.getTime() < restMs) return null
  const [row] = await sql<Row>(database)`
    select open, active, ended.failed, queued - restored - open - ended.failed as delivered, position, behind
    from replays r
      cross join lateral (select count(*)::int as open,
        count(*) filter (where started_at is null or attempt_started_at is not null)::int as active
        from deliveries_open where replay_id = r.id) counted
      cross join lateral (select
        (select count(*)::int from deliveries_ended where replay_id = r.id and status in ('FAILED', 'CANCELED', 'SKIPPED'))
          + (select count(*)::int from replay_failures where replay_id = r.id) as failed) ended
    where r.id = ${id}`
  if (!row) return null
  return { ...row, allPutBack: allPutBack(row) }
}

type Row = Omit<Figures, 'allPutBack'> & Pick<Replay, 'position' | 'behind'>
