import { Button } from '../components/button.tsx'
import { isPattern } from '../search/event-type-patterns.ts'
import { TimeChoice } from '../search/time-choice.tsx'
import { TypedText } from '../search/typed-text.tsx'
import { isFiltered, NO_FILTER, type LogFilter } from './log-filter.ts'

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
        {eventTypes
          .filter((type) => !isPattern(type))
          .map((type) => (
            <option key={type}>{type}</option>
          ))}
      </select>
      <TimeChoice value={filter} onChange={set} />
      <TypedText
        type="search"
        aria-label="Text"
        placeholder="Body, error, code or delivery id"
        value={filter.text}
        onType={(text) => set({ text })}
      />
      {isFiltered(filter) && (
        <Button kind="quiet" onClick={() => onChange(NO_FILTER)}>
          Clear
        </Button>
      )}
    </search>
  )
}
