import type { EventRowFragment } from '../generated/operations.ts'
import { DeliveryBadge } from '../components/badge.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { shortId } from '../components/short.ts'
import { Time } from '../components/time.tsx'

/** A page of events, the newest first. */
export function EventTable({
  events,
  openId,
  onOpen,
}: {
  events: readonly EventRowFragment[]
  openId: string | null
  onOpen(id: string | null): void
}) {
  return (
    <div className="table-scroll">
      <table className="found">
        <thead>
          <tr>
            <th>Occurred</th>
            <th>Event</th>
            <th>Deliveries</th>
            <th className="minor">Id</th>
            <th className="minor">Idempotency key</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} data-event={event.id} className={event.id === openId ? 'open' : ''}>
              <td className="nowrap muted" data-label="Occurred">
                <Time at={event.occurredAt} />
              </td>
              <td className="nowrap" data-label="Event">
                <button
                  type="button"
                  className="row-link"
                  aria-expanded={event.id === openId}
                  onClick={() => onOpen(event.id === openId ? null : event.id)}
                >
                  {event.type}
                </button>{' '}
                {event.test && <span className="tag">test</span>}
                {event.erasedAt && <span className="tag">erased</span>}
              </td>
              <td data-label="Deliveries">
                <Deliveries {...event.deliveries} />
              </td>
              <td className="nowrap minor" data-label="Id">
                <code title={event.id}>{shortId(event.id)}</code> <CopyButton text={event.id} kind="quiet" />
              </td>
              <td className="minor" data-label="Idempotency key">
                <code className="key" title={event.idempotencyKey ?? undefined}>
                  {event.idempotencyKey}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How many deliveries an event has, and what became of the first of them. */
function Deliveries({ nodes, pageInfo }: EventRowFragment['deliveries']) {
  if (nodes.length === 0) return <span className="muted">none</span>
  const statuses = [...new Set(nodes.map(({ status }) => status))]
  return (
    <span className="badges">
      <span className="count">
        {nodes.length}
        {pageInfo.hasNextPage && '+'}
      </span>
      {statuses.map((status) => (
        <DeliveryBadge key={status} status={status} />
      ))}
    </span>
  )
}
