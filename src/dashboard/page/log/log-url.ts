import { useCallback, useEffect, useMemo, useRef } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useSearch } from 'wouter'
import type { AttemptOutcome } from '../generated/operations.ts'
import { NO_FILTER, type LogFilter } from './log-filter.ts'

/** The attempt, or the delivery, that is open beside the log. */
const OPEN = 'attempt'

const OUTCOMES: readonly AttemptOutcome[] = ['SUCCEEDED', 'FAILED', 'INTERRUPTED']

/** What the filter is called in the URL. Instants stand there in UTC, so that a link says the same in every zone. */
const NAMES: Record<keyof LogFilter, string> = {
  outcome: 'status',
  eventType: 'event',
  time: 'time',
  since: 'from',
  until: 'to',
  text: 'text',
}

export interface LogUrl {
  filter: LogFilter
  setFilter(filter: LogFilter): void
  /** Id of the attempt or delivery that is open; null: none. */
  openId: string | null
  /** Opens one, which Back closes; null closes it. */
  open(id: string | null): void
}

/** Where in the log the reader is, kept in the URL: it survives a reload, comes back with Back, and can be sent on. */
export function useLogUrl(): LogUrl {
  const search = useSearch()
  const params = useMemo(() => new URLSearchParams(search), [search])
  const openId = params.get(OPEN)
  const filterText = useMemo(() => {
    const only = new URLSearchParams(params)
    only.delete(OPEN)
    return only.toString()
  }, [params])
  const filter = useMemo(() => filterOf(new URLSearchParams(filterText)), [filterText])
  /** Going back takes a moment, in which nothing is closed twice. */
  const closing = useRef(false)
  useEffect(() => void (closing.current = false), [openId])

  const setFilter = useCallback((next: LogFilter) => go((at) => write(at, next), { replace: true }), [])
  const open = useCallback((id: string | null) => {
    const before = new URLSearchParams(location.search).get(OPEN)
    if (id === before) return
    if (id !== null) {
      // From one to the next stays in the same entry: Back closes what is open.
      const state = before === null ? { opened: true } : (history.state as unknown)
      return go((at) => at.set(OPEN, id), { replace: before !== null, state })
    }
    if ((history.state as { opened?: boolean } | null)?.opened) {
      if (!closing.current) history.back()
      closing.current = true
    } else go((at) => at.delete(OPEN), { replace: true })
  }, [])
  return { filter, setFilter, openId, open }
}

function go(change: (params: URLSearchParams) => void, options: { replace: boolean; state?: unknown }): void {
  const params = new URLSearchParams(location.search)
  change(params)
  const search = params.toString()
  navigate(location.pathname + (search && `?${search}`), options)
}

/** What of a URL makes no sense filters nothing. */
function filterOf(params: URLSearchParams): LogFilter {
  const get = (key: keyof LogFilter) => params.get(NAMES[key]) ?? ''
  const time = get('time')
  return {
    outcome: OUTCOMES.find((outcome) => outcome === get('outcome')) ?? NO_FILTER.outcome,
    eventType: get('eventType'),
    time: time === 'custom' || /^[1-9]\d{0,6}$/.test(time) ? time : NO_FILTER.time,
    since: localOf(get('since')),
    until: localOf(get('until')),
    text: get('text'),
  }
}

function write(params: URLSearchParams, filter: LogFilter): void {
  for (const key of Object.keys(NAMES) as (keyof LogFilter)[]) {
    const value = key === 'since' || key === 'until' ? instantOf(filter[key]) : filter[key]
    if (value) params.set(NAMES[key], value)
    else params.delete(NAMES[key])
  }
}

/** An instant as `<input type=datetime-local>` has it, in the reader's zone; empty: it is none. */
function localOf(instant: string): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function instantOf(local: string): string {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
