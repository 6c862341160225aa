import { set } from './in-url.ts'

/** A time in a filter bar. */
export interface TimeFilter {
  /** Minutes back from now, `''` for any time, or `custom`. */
  time: string
  /** Start and end of a custom time, in the format of `<input type=datetime-local>`. */
  since: string
  until: string
}

export const ANY_TIME: TimeFilter = { time: '', since: '', until: '' }

/** The parameters in the URL. Instants are in UTC, so that a link means the same in every time zone. */
export const TIME_NAMES = ['time', 'from', 'to'] as const

export function readTime(params: URLSearchParams): TimeFilter {
  const time = params.get('time') ?? ''
  return {
    time: time === 'custom' || /^[1-9]\d{0,6}$/.test(time) ? time : '',
    since: localOf(params.get('from') ?? ''),
    until: localOf(params.get('to') ?? ''),
  }
}

export function writeTime(params: URLSearchParams, { time, since, until }: TimeFilter): void {
  set(params, 'time', time)
  set(params, 'from', instantOf(since) ?? '')
  set(params, 'to', instantOf(until) ?? '')
}

/** The time as the API's input. `now` in milliseconds. */
export function timeInput(
  { time, since, until }: TimeFilter,
  now: number,
): { since: string | null; until: string | null } {
  if (time === 'custom') return { since: instantOf(since), until: instantOf(until) }
  return { since: time ? new Date(now - Number(time) * 60_000).toISOString() : null, until: null }
}

/** An instant in the format of `<input type=datetime-local>`, in the viewer's zone; empty if it is invalid. */
export function localOf(instant: string): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The reverse of localOf; null if it is invalid. */
export function instantOf(local: string): string | null {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
