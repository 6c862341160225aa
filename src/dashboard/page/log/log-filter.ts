import type { AttemptOutcome, DeliveryLogFilter, LogRowFragment } from '../generated/operations.ts'

/** The values of the filter bar. An empty string means no filter. */
export interface LogFilter {
  outcome: AttemptOutcome | ''
  eventType: string
  /** Minutes back from now, `''` for any time, or `custom`. */
  time: string
  /** Start and end of a custom time, in the format of `<input type=datetime-local>`. */
  since: string
  until: string
  text: string
}

export const NO_FILTER: LogFilter = { outcome: '', eventType: '', time: '', since: '', until: '', text: '' }

export const isFiltered = (filter: LogFilter): boolean =>
  Object.values(inputOf(filter, 0)).some((value) => value !== null)

/** The filter as the API's input. `now` in milliseconds. */
export function inputOf(
  { outcome, eventType, time, since, until, text }: LogFilter,
  now: number,
): DeliveryLogFilter {
  const custom = time === 'custom'
  return {
    outcome: outcome || null,
    eventType: eventType || null,
    since: custom ? instant(since) : time ? new Date(now - Number(time) * 60_000).toISOString() : null,
    until: custom ? instant(until) : null,
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

function instant(local: string): string | null {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
