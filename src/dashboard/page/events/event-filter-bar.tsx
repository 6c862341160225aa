import { useOrganization } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { ChoiceMenu } from '../search/choice-menu.tsx'
import { Select } from '../search/select.tsx'
import { TimeChoice } from '../search/time-choice.tsx'
import { TypedText } from '../search/typed-text.tsx'
import { useChoices } from '../search/use-choices.ts'
import { eventInput, isEmpty, NO_EVENT_FILTER, type EventFilter } from './event-filter.ts'

/** Filters events by text, type, channel and time. */
export function EventFilterBar({
  filter,
  onChange,
}: {
  filter: EventFilter
  onChange(filter: EventFilter): void
}) {
  const { dialect } = useOrganization()
  const { types, channels } = useChoices()
  const set = (change: Partial<EventFilter>) => onChange({ ...filter, ...change })
  return (
    <search className="filters" aria-label="Filter the events">
      <TypedText
        type="search"
        aria-label="Text"
        placeholder="Words in the data, event id or key"
        maxLength={200}
        value={filter.text}
        onType={(text) => set({ text })}
      />
      <ChoiceMenu
        label="Event types"
        any="Any event type"
        choices={types}
        chosen={filter.types}
        onChange={(chosen) => set({ types: chosen })}
      />
      {(channels.length > 0 || filter.channelId) && (
        <Select
          label={dialect.channelNoun}
          any={`Any ${dialect.channelNoun.toLowerCase()}`}
          choices={channels}
          value={filter.channelId}
          onChange={(channelId) => set({ channelId })}
        />
      )}
      <TimeChoice value={filter} onChange={set} />
      {!isEmpty(eventInput(filter, 0)) && (
        <Button kind="quiet" onClick={() => onChange(NO_EVENT_FILTER)}>
          Clear
        </Button>
      )}
    </search>
  )
}
