import { useEffect, useMemo, useRef, useState } from 'react'
import { useQuery, type QueryState } from '../api/use-query.ts'
import type { FiguresFragment, TypedDocumentString } from '../generated/operations.ts'
import { withRows, type ChartRow } from './buckets.ts'

/** Figures are read again this long after rows arrived, and this often when none do, in milliseconds. */
const AFTER_ROWS_MS = 2_500
const IDLE_MS = 30_000

/** The rows that arrived, the oldest first. `count` includes old rows that `rows` no longer contains. */
export interface LiveRows {
  rows: readonly ChartRow[]
  count: number
}

export interface LiveFigures<Result> {
  query: QueryState<Result>
  figures: FiguresFragment | undefined
}

/** Figures that are updated with each live row, and read again soon after to be exact. */
export function useLiveFigures<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  figuresOf: (data: Result) => FiguresFragment,
  live: LiveRows,
): LiveFigures<Result> {
  const query = useQuery(document, variables)
  const { data, reload } = query
  /** How many rows had arrived when the figures were last requested. */
  const asked = useRef(live.count)
  const [included, setIncluded] = useState(live.count)
  const latest = useRef(live.count)
  latest.current = live.count

  useEffect(() => setIncluded(asked.current), [data])
  useEffect(() => {
    const waitMs = live.count > included ? AFTER_ROWS_MS : IDLE_MS
    const timer = setTimeout(() => {
      asked.current = latest.current
      reload()
    }, waitMs)
    return () => clearTimeout(timer)
    // Does not depend on each row: a stream of rows must not postpone the next read forever.
  }, [live.count > included, data, reload])

  const figures = useMemo(() => {
    if (!data) return undefined
    const fresh = live.count - included
    return withRows(figuresOf(data), fresh > 0 ? live.rows.slice(-fresh) : [])
  }, [data, live, included])
  return { query, figures }
}
