import { formatLasted } from '../components/days.ts'
import { formatDuration, useNow } from '../components/time.tsx'

/** From so long on an age is in whole hours or days, in milliseconds. */
const LONG_MS = 4 * 3_600_000

/** How long ago an instant was, `12 s`; it grows as one looks. */
export function Age({ at }: { at: string }) {
  const ms = Math.max(0, useNow() - Date.parse(at))
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ms < LONG_MS ? formatDuration(ms) : formatLasted(ms)}
    </time>
  )
}
