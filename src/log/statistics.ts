import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { sql as fragment } from 'kysely'
import type { FollowScope } from './read-log.ts'

export interface Statistics {
  buckets: { start: Date; succeeded: number; failed: number; p50Ms: number | null; p99Ms: number | null }[]
  attempts: number
  succeeded: number
  failed: number
  p50Ms: number | null
  p99Ms: number | null
}

/** A week. */
export const MAXIMUM_MINUTES = 10_080

export const DEFAULT_MINUTES = 60

/** Maximum of buckets: as many as a chart can show. */
const BUCKETS = 60

interface Row {
  /** Null in the row of the whole time. */
  bucket: number | null
  succeeded: number
  failed: number
  p50Ms: number | null
  p99Ms: number | null
}

/** Figures of the attempts that ended in the last `minutes`, in up to 60 buckets of equal length. */
export async function readStatistics(
  database: Database,
  scope: FollowScope,
  minutes: number,
  now = new Date(),
): Promise<Statistics> {
  const count = Math.min(minutes, BUCKETS)
  const bucketMs = (minutes * 60_000) / count
  const start = new Date(now.getTime() - minutes * 60_000)
  const rows = await sql<Row>(database)`
    select floor(extract(epoch from finished_at - ${start}::timestamptz) * 1000 / ${bucketMs})::int as bucket,
      count(*) filter (where outcome = 'SUCCEEDED')::int as succeeded,
      count(*) filter (where outcome <> 'SUCCEEDED')::int as failed,
      percentile_cont(0.5) within group (order by total_ms) as "p50Ms",
      percentile_cont(0.99) within group (order by total_ms) as "p99Ms"
    from attempts
    where ${'webhookId' in scope ? fragment`webhook_id = ${scope.webhookId}` : fragment`organization_id = ${scope.organizationId}`}
      and finished_at >= ${start} and finished_at < ${now}
    group by grouping sets ((bucket), ())`
  const byBucket = new Map(rows.map((row) => [row.bucket, row]))
  const total = byBucket.get(null)
  return {
    buckets: Array.from({ length: count }, (_, bucket) => ({
      start: new Date(start.getTime() + bucket * bucketMs),
      ...figures(byBucket.get(bucket)),
    })),
    attempts: (total?.succeeded ?? 0) + (total?.failed ?? 0),
    ...figures(total),
  }
}

function figures(row: Row | undefined) {
  return {
    succeeded: row?.succeeded ?? 0,
    failed: row?.failed ?? 0,
    p50Ms: row?.p50Ms ?? null,
    p99Ms: row?.p99Ms ?? null,
  }
}
