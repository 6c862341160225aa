import { useCallback, useEffect, useMemo, useRef } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useSearch } from 'wouter'
import type { AttemptOutcome } from '../generated/operations.ts'
import { NO_FILTER, type LogFilter } from './log-filter.ts'

/** The attempt, or the delivery, that is open beside the log. */
const OPEN = 'attempt'

const OUTCOMES: readonly AttemptOutcome[] = ['SUCCEEDED', 'FAILED', 'INTERRUPTED']

/** Names of the filter's URL parameters. Instants are in UTC, so that a link means the same in every time zone. */
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
  /** Id of the open attempt or delivery; null if none is open. */
  openId: string | null
  /** Opens an attempt or delivery, which the Back button closes; null closes it. */
  open(id: string | null): void
}

/** Keeps the filter and the open attempt in the URL, so that reload, Back and shared links restore them. */
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
  /** True while history.back() is under way, which is asynchronous, so that it is not called twice. */
  const closing = useRef(false)
  useEffect(() => void (closing.current = false), [openId])

  const setFilter = useCallback((next: LogFilter) => go((at) => write(at, next), { replace: true }), [])
  const open = useCallback((id: string | null) => {
    const before = new URLSearchParams(location.search).get(OPEN)
    if (id === before) return
    if (id !== null) {
      // Switching to another attempt replaces the history entry, so that one Back closes it.
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

/** Reads the filter from a URL. Invalid values are ignored. */
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

/** An instant in the format of `<input type=datetime-local>`, in the viewer's zone; empty if it is invalid. */
function localOf(instant: string): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function instantOf(local: string): string {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
