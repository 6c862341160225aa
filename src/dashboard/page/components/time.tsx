import { useSyncExternalStore } from 'react'
import { serverNow } from '../api/clock.ts'

const sameDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const otherDay = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'full',
  timeStyle: 'long',
})

/** An instant in the viewer's time zone: the time if it is today's and not `dated`; on hover exact to the millisecond, with the zone. */
export function Time({ at, dated = false }: { at: string; dated?: boolean }) {
  const date = new Date(at)
  const today = !dated && date.toDateString() === new Date().toDateString()
  return (
    // The exact text is computed on hover only, as a log shows thousands of instants.
    <time dateTime={at} onPointerEnter={({ currentTarget }) => (currentTarget.title = exactly(date))}>
      {(today ? sameDay : otherDay).format(date)}
    </time>
  )
}

/** `28 Nov, 14:05`, in the viewer's time zone. */
export const formatInstant = (at: string): string => otherDay.format(new Date(at))

const exactly = (date: Date) => `${exact.format(date)}\n${date.toISOString()}`

/** Formats milliseconds for people: `840 µs`, `12 ms`, `1.24 s`. */
export function formatMs(ms: number | null | undefined): string {
  if (ms == null) return '–'
  if (ms < 1) return `${Math.round(ms * 1000)} µs`
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
  return `${(ms / 1000).toFixed(2)} s`
}

/** `1 h 05 min`, `4 min 02 s`, `9 s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const two = (value: number) => String(value).padStart(2, '0')
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`
}

/** One timer shared by all countdowns; runs only while there are any. */
const ticking = new Set<() => void>()
let now = serverNow()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = serverNow()
  for (const listener of ticking) listener()
}

function subscribe(listener: () => void): () => void {
  ticking.add(listener)
  now = serverNow()
  timer ??= setInterval(tick, 1000)
  return () => {
    ticking.delete(listener)
    if (ticking.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time by the server's clock, updated each second. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)

/** Counts down, `in 4 min 02 s`; then shows `due`. */
export function Countdown({ to }: { to: string }) {
  const remaining = new Date(to).getTime() - useNow()
  return (
    <time dateTime={to} title={new Date(to).toLocaleString()} className="countdown">
      {remaining > 0 ? `in ${formatDuration(remaining)}` : 'due'}
    </time>
  )
}
