import { WEBHOOK_STATUSES, webhookWord } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import type { WebhookOrder, WebhookStatus } from '../generated/operations.ts'
import { Select } from '../search/select.tsx'
import { TypedText } from '../search/typed-text.tsx'
import { isFiltered, NO_WEBHOOK_FILTER, ORDERS, type WebhookFilter } from './webhook-filter.ts'

const STATUSES = WEBHOOK_STATUSES.map((value) => ({ value, label: webhookWord(value) }))

/** Searches webhooks by text, filters them by status, and chooses their order. */
export function WebhookFilterBar({
  filter,
  onChange,
}: {
  filter: WebhookFilter
  onChange(filter: WebhookFilter): void
}) {
  const set = (change: Partial<WebhookFilter>) => onChange({ ...filter, ...change })
  return (
    <search className="filters" aria-label="Filter the webhooks">
      <TypedText
        type="search"
        aria-label="Text"
        placeholder="URL, description or own id"
        maxLength={200}
        value={filter.text}
        onType={(text) => set({ text })}
      />
      <Select
        label="Status"
        any="Any status"
        choices={STATUSES}
        value={filter.status}
        onChange={(status) => set({ status: status as WebhookStatus | '' })}
      />
      <select
        aria-label="Order"
        value={filter.order}
        onChange={({ target }) => set({ order: target.value as WebhookOrder })}
      >
        {Object.entries(ORDERS).map(([order, label]) => (
          <option key={order} value={order}>
            {label}
          </option>
        ))}
      </select>
      {isFiltered(filter) && (
        <Button kind="quiet" onClick={() => onChange({ ...NO_WEBHOOK_FILTER, order: filter.order })}>
          Clear
        </Button>
      )}
    </search>
  )
}
