import { useEffect, useMemo, useRef, useState } from 'react'
import { useQuery, type QueryState } from '../api/use-query.ts'
import type { FiguresFragment, TypedDocumentString } from '../generated/operations.ts'
import { withRows, type ChartRow } from './buckets.ts'

/** Figures are read again this long after rows arrived, and this often when none do, in milliseconds. */
const AFTER_ROWS_MS = 2_500
const IDLE_MS = 30_000

/** Rows as they arrived, the oldest first, and how many there ever were; `rows` may have lost the first ones. */
export interface LiveRows {
  rows: readonly ChartRow[]
  count: number
}

export interface LiveFigures<Result> {
  query: QueryState<Result>
  figures: FiguresFragment | undefined
}

/** Figures that move with each live row, and are read again soon after, so that they are exact. */
export function useLiveFigures<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  figuresOf: (data: Result) => FiguresFragment,
  live: LiveRows,
): LiveFigures<Result> {
  const query = useQuery(document, variables)
  const { data, reload } = query
  /** How many rows had arrived when the figures now shown were asked for. */
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
    // Not each row: a stream of rows must not put the next reading off for ever.
  }, [live.count > included, data, reload])

  const figures = useMemo(() => {
    if (!data) return undefined
    const fresh = live.count - included
    return withRows(figuresOf(data), fresh > 0 ? live.rows.slice(-fresh) : [])
  }, [data, live, included])
  return { query, figures }
}
