import type { AttemptOutcome, DeliveryLogFilter, LogRowFragment } from '../generated/operations.ts'
import { ANY_TIME, timeInput, type TimeFilter } from '../search/time-filter.ts'

/** The values of the filter bar. An empty string means no filter. */
export interface LogFilter extends TimeFilter {
  outcome: AttemptOutcome | ''
  eventType: string
  text: string
}

export const NO_FILTER: LogFilter = { outcome: '', eventType: '', text: '', ...ANY_TIME }

export const isFiltered = (filter: LogFilter): boolean =>
  Object.values(inputOf(filter, 0)).some((value) => value !== null)

/** The filter as the API's input. `now` in milliseconds. */
export function inputOf(filter: LogFilter, now: number): DeliveryLogFilter {
  const { outcome, eventType, text } = filter
  return {
    outcome: outcome || null,
    eventType: eventType || null,
    ...timeInput(filter, now),
    text: text.trim() || null,
  }
}

/** Whether a live row passes the filter, by the same rules as the API. */
export function passes(
  row: LogRowFragment & { responseBody?: string | null },
  filter: DeliveryLogFilter,
): boolean {
  const { outcome, eventType, since, until, text } = filter
  if (outcome && row.outcome !== outcome) return false
  if (eventType && row.eventType !== eventType) return false
  if (since && row.finishedAt < since) return false
  if (until && row.finishedAt >= until) return false
  return !text || hasText(row, text)
}

function hasText(row: LogRowFragment & { responseBody?: string | null }, text: string): boolean {
  const lower = text.toLowerCase()
  return (
    row.deliveryId === text ||
    String(row.statusCode) === text ||
    row.eventType.toLowerCase().includes(lower) ||
    (row.error?.toLowerCase().includes(lower) ?? false) ||
    (row.responseBody?.includes(text) ?? false)
  )
}
