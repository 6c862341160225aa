import { useEffect, useRef } from 'react'
import { DeliveryBadge, LastAnswer } from '../components/badge.tsx'
import { shortId } from '../components/short.ts'
import { shortUrl } from '../components/shown-url.ts'
import { Time } from '../components/time.tsx'
import type { DeliveryRowFragment } from '../generated/operations.ts'
import type { DeliveriesNow } from '../log/deliveries-now.ts'
import { Expectation } from '../log/expectation.tsx'
import { useDeliveryNow } from '../log/use-deliveries-now.ts'
import type { Selection } from './use-selection.ts'

export interface DeliveryTableProps {
  deliveries: readonly DeliveryRowFragment[]
  /** The current state of the deliveries, which may have changed since they were read. */
  now: DeliveriesNow
  /** Null: the viewer may not resend. */
  selection: Selection | null
  openId: string | null
  onOpen(id: string | null): void
}

/** A page of deliveries, the newest first. */
export function DeliveryTable({ deliveries, selection, ...rest }: DeliveryTableProps) {
  const ids = deliveries.map(({ id }) => id)
  return (
    <div className="table-scroll">
      <table className="found">
        <thead>
          <tr>
            {selection && (
              <th className="select">
                <SelectAll ids={ids} selection={selection} />
              </th>
            )}
            <th>Status</th>
            <th>Answer</th>
            <th>Event</th>
            <th>Webhook</th>
            <th className="minor">Delivery</th>
            <th className="right minor">Attempts</th>
            <th className="right">Created</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} selection={selection} {...rest} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({
  delivery,
  now,
  selection,
  openId,
  onOpen,
}: Omit<DeliveryTableProps, 'deliveries'> & { delivery: DeliveryRowFragment }) {
  const { id, eventType, event, webhook, test, createdAt } = delivery
  const current = useDeliveryNow(now, id) ?? delivery
  const type = eventType ?? event?.type ?? 'no longer kept'
  return (
    <tr data-delivery={id} className={id === openId ? 'open' : ''}>
      {selection && (
        <td className="select">
          <input
            type="checkbox"
            aria-label={`Select ${type}, ${id}`}
            checked={selection.ids.has(id)}
            onChange={({ target }) => selection.set([id], target.checked)}
          />
        </td>
      )}
      <td className="nowrap" data-label="Status">
        <DeliveryBadge status={current.status} />
        {current.status === 'PENDING' && (
          <span className="expects">
            {' '}
            <Expectation delivery={current} webhookStatus={current.webhook.status} />
          </span>
        )}
      </td>
      <td data-label="Answer">
        <LastAnswer delivery={current} />
      </td>
      <td data-label="Event">
        <button
          type="button"
          className="row-link"
          aria-expanded={id === openId}
          onClick={() => onOpen(id === openId ? null : id)}
        >
          {type}
        </button>{' '}
        {test && <span className="tag">test</span>}
      </td>
      <td className="to" data-label="Webhook" title={webhook.url}>
        {shortUrl(webhook.url)}
      </td>
      <td className="nowrap muted minor" data-label="Delivery">
        <code title={id}>{shortId(id)}</code>
      </td>
      <td className="right minor" data-label="Attempts">
        {current.attemptCount}
      </td>
      <td className="right nowrap" data-label="Created">
        <Time at={createdAt} />
      </td>
    </tr>
  )
}

/** Selects and unselects all of the page. */
function SelectAll({ ids, selection }: { ids: readonly string[]; selection: Selection }) {
  const element = useRef<HTMLInputElement>(null)
  const chosen = ids.filter((id) => selection.ids.has(id)).length
  const all = chosen === ids.length && chosen > 0
  useEffect(() => void (element.current!.indeterminate = chosen > 0 && !all), [chosen, all])
  return (
    <input
      ref={element}
      type="checkbox"
      aria-label="Select all on this page"
      checked={all}
      onChange={({ target }) => selection.set(ids, target.checked)}
    />
  )
}
