import type { FiguresFragment } from '../generated/operations.ts'

export type Bucket = FiguresFragment['buckets'][number]

/** What a live row adds to the chart. */
export interface ChartRow {
  outcome: 'SUCCEEDED' | 'FAILED' | 'INTERRUPTED'
  finishedAt: string
  latency: { totalMs: number }
}

/**
 * Adds the rows that arrived since the figures were read. Counts are exact. Percentiles are rough until the figures are
 * read again: a row sets the median of its bucket only if there was none, and can only raise the 99th percentile.
 */
export function withRows(figures: FiguresFragment, rows: readonly ChartRow[]): FiguresFragment {
  if (rows.length === 0 || figures.buckets.length === 0) return figures
  const buckets = figures.buckets.map((bucket) => ({ ...bucket }))
  const first = Date.parse(buckets[0]!.start)
  const width = buckets.length > 1 ? Date.parse(buckets[1]!.start) - first : 60_000
  let { succeeded, failed } = figures
  for (const { outcome, finishedAt, latency } of rows) {
    const index = Math.floor((Date.parse(finishedAt) - first) / width)
    const bucket = buckets[Math.max(0, Math.min(buckets.length - 1, index))]!
    if (outcome === 'SUCCEEDED') {
      bucket.succeeded += 1
      succeeded += 1
    } else {
      bucket.failed += 1
      failed += 1
    }
    bucket.p50Ms ??= latency.totalMs
    bucket.p99Ms = Math.max(bucket.p99Ms ?? 0, latency.totalMs)
  }
  return { ...figures, buckets, succeeded, failed, attempts: succeeded + failed }
}
