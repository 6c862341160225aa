import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { isFiltered, NO_FILTER, type LogFilter } from './log-filter.ts'

const TIMES: readonly [value: string, label: string][] = [
  ['', 'Any time'],
  ['15', 'Last 15 minutes'],
  ['60', 'Last hour'],
  ['1440', 'Last 24 hours'],
  ['10080', 'Last 7 days'],
  ['custom', 'From … to …'],
]

/** Debounce time from the last keystroke to the search of the log, in milliseconds. */
const TYPING_MS = 300

/** Filters the log by status, type, time and text. */
export function FilterBar({
  filter,
  eventTypes,
  onChange,
}: {
  filter: LogFilter
  eventTypes: readonly string[]
  onChange(filter: LogFilter): void
}) {
  const [text, setText] = useState(filter.text)
  useEffect(() => setText(filter.text), [filter.text])
  useEffect(() => {
    if (text === filter.text) return
    const timer = setTimeout(() => onChange({ ...filter, text }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, filter, onChange])
  const set = (change: Partial<LogFilter>) => onChange({ ...filter, ...change })

  return (
    <search className="filters" aria-label="Filter the log">
      <select
        aria-label="Status"
        value={filter.outcome}
        onChange={({ target }) => set({ outcome: target.value as LogFilter['outcome'] })}
      >
        <option value="">Any status</option>
        <option value="SUCCEEDED">Succeeded</option>
        <option value="FAILED">Failed</option>
        <option value="INTERRUPTED">Interrupted</option>
      </select>
      <select
        aria-label="Event type"
        value={filter.eventType}
        onChange={({ target }) => set({ eventType: target.value })}
      >
        <option value="">Any event</option>
        {eventTypes.map((type) => (
          <option key={type}>{type}</option>
        ))}
      </select>
      <select aria-label="Time" value={filter.time} onChange={({ target }) => set({ time: target.value })}>
        {TIMES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {filter.time === 'custom' && (
        <>
          <input
            type="datetime-local"
            aria-label="From"
            value={filter.since}
            onChange={({ target }) => set({ since: target.value })}
          />
          <input
            type="datetime-local"
            aria-label="To"
            value={filter.until}
            onChange={({ target }) => set({ until: target.value })}
          />
        </>
      )}
      <input
        type="search"
        aria-label="Text"
        placeholder="Body, error, code or delivery id"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {isFiltered(filter) && (
        <Button kind="quiet" onClick={() => onChange(NO_FILTER)}>
          Clear
        </Button>
      )}
    </search>
  )
}
