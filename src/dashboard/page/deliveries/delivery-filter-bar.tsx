import { useOrganization } from '../api/viewer.ts'
import { DELIVERY_STATUSES, deliveryWord } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ERROR_KINDS } from '../components/error-kinds.ts'
import type { DeliveryStatus, ErrorKind } from '../generated/operations.ts'
import { ChoiceMenu } from '../search/choice-menu.tsx'
import { Select } from '../search/select.tsx'
import { TimeChoice } from '../search/time-choice.tsx'
import { TypedText } from '../search/typed-text.tsx'
import { useChoices } from '../search/use-choices.ts'
import { codesOf, NO_DELIVERY_FILTER, type DeliveryFilter } from './delivery-filter.ts'

const STATUSES = DELIVERY_STATUSES.map((value) => ({ value, label: deliveryWord(value) }))
const KINDS = Object.entries(ERROR_KINDS).map(([value, label]) => ({ value, label }))

/** Filters deliveries by text, status, last status code and error, type, webhook, channel and time. */
export function DeliveryFilterBar({
  filter,
  filtered,
  onChange,
}: {
  filter: DeliveryFilter
  filtered: boolean
  onChange(filter: DeliveryFilter): void
}) {
  const { dialect } = useOrganization()
  const { types, webhookChoices, channels } = useChoices()
  const set = (change: Partial<DeliveryFilter>) => onChange({ ...filter, ...change })
  return (
    <search className="filters many" aria-label="Filter the deliveries">
      <TypedText
        type="search"
        aria-label="Text"
        placeholder="Words in data, id or key"
        maxLength={200}
        value={filter.text}
        onType={(text) => set({ text })}
      />
      <ChoiceMenu
        label="Statuses"
        any="Any status"
        choices={STATUSES}
        chosen={filter.statuses}
        onChange={(chosen) => set({ statuses: chosen as DeliveryStatus[] })}
      />
      <TypedText
        className="codes"
        aria-label="Status codes"
        placeholder="Status codes"
        value={filter.statusCodes.join(', ')}
        onType={(typed) => set({ statusCodes: codesOf(typed) })}
      />
      <ChoiceMenu
        label="Errors"
        any="Any error"
        choices={KINDS}
        chosen={filter.errorKinds}
        onChange={(chosen) => set({ errorKinds: chosen as ErrorKind[] })}
      />
      <ChoiceMenu
        label="Event types"
        any="Any event type"
        choices={types}
        chosen={filter.eventTypes}
        onChange={(chosen) => set({ eventTypes: chosen })}
      />
      <Select
        label="Webhook"
        any="Any webhook"
        choices={webhookChoices}
        value={filter.webhookId}
        onChange={(webhookId) => set({ webhookId })}
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
      {filtered && (
        <Button kind="quiet" onClick={() => onChange(NO_DELIVERY_FILTER)}>
          Clear
        </Button>
      )}
    </search>
  )
}
