import type { TimeFilter } from './time-filter.ts'

const TIMES: readonly [value: string, label: string][] = [
  ['', 'Any time'],
  ['15', 'Last 15 minutes'],
  ['60', 'Last hour'],
  ['1440', 'Last 24 hours'],
  ['10080', 'Last 7 days'],
  ['custom', 'From … to …'],
]

/** Chooses a time in a filter bar. */
export function TimeChoice({
  value,
  onChange,
}: {
  value: TimeFilter
  onChange(change: Partial<TimeFilter>): void
}) {
  return (
    <>
      <select
        aria-label="Time"
        value={value.time}
        onChange={({ target }) => onChange({ time: target.value })}
      >
        {TIMES.map(([minutes, label]) => (
          <option key={minutes} value={minutes}>
            {label}
          </option>
        ))}
      </select>
      {value.time === 'custom' && (
        <>
          <input
            type="datetime-local"
            aria-label="From"
            value={value.since}
            onChange={({ target }) => onChange({ since: target.value })}
          />
          <input
            type="datetime-local"
            aria-label="To"
            value={value.until}
            onChange={({ target }) => onChange({ until: target.value })}
          />
        </>
      )}
    </>
  )
}
