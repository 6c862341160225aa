import type { AttemptOutcome } from '../generated/operations.ts'
import { set, useFilterInUrl, useOpenInUrl, type FilterInUrl } from '../search/in-url.ts'
import { readTime, TIME_NAMES, writeTime } from '../search/time-filter.ts'
import type { LogFilter } from './log-filter.ts'

const OUTCOMES: readonly AttemptOutcome[] = ['SUCCEEDED', 'FAILED', 'INTERRUPTED']

const FILTER: FilterInUrl<LogFilter> = {
  names: ['status', 'event', 'text', ...TIME_NAMES],
  read: (params) => ({
    outcome: OUTCOMES.find((outcome) => outcome === params.get('status')) ?? '',
    eventType: params.get('event') ?? '',
    text: params.get('text') ?? '',
    ...readTime(params),
  }),
  write(params, filter) {
    set(params, 'status', filter.outcome)
    set(params, 'event', filter.eventType)
    writeTime(params, filter)
    set(params, 'text', filter.text)
  },
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
export const useLogUrl = (): LogUrl => ({ ...useFilterInUrl(FILTER), ...useOpenInUrl('attempt') })
