import { useState } from 'react'
import { Link } from 'wouter'
import { useQuery } from '../api/use-query.ts'
import { mayManageProduct, useOrganization, useViewer } from '../api/viewer.ts'
import { DeliveryBadge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { formatDays } from '../components/days.ts'
import { WebhookUrl } from '../components/webhook-url.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { EventDetailDocument, RetentionDocument, type EventDetailQuery } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { EraseEvent } from './erase-event.tsx'

type EventDetail = EventDetailQuery['event']

/** One event: its data, its deliveries, and erasing it. */
export function EventPanel({ eventId }: { eventId: string }) {
  const organization = useOrganization()
  const viewer = useViewer()
  const { data, error, reload } = useQuery(EventDetailDocument, { id: eventId })
  const [erasing, setErasing] = useState(false)
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading label="Loading the event" />
  const { event } = data
  return (
    <div className="event-panel" data-testid="event-panel">
      <div className="delivery-head">
        <h2>{event.type}</h2>
        {event.test && <span className="tag">test</span>}
        {event.erasedAt && <span className="tag">erased</span>}
      </div>
      <dl className="facts">
        <dt>Event</dt>
        <dd>
          <code>{event.id}</code> <CopyButton text={event.id} kind="quiet" />
        </dd>
        {event.idempotencyKey !== null && (
          <>
            <dt>Idempotency key</dt>
            <dd>
              <code>{event.idempotencyKey}</code> <CopyButton text={event.idempotencyKey} kind="quiet" />
            </dd>
          </>
        )}
        <dt>Occurred</dt>
        <dd>
          <Time at={event.occurredAt} />
        </dd>
        <dt>Published</dt>
        <dd>
          <Time at={event.createdAt} />
        </dd>
        {event.channels.length > 0 && (
          <>
            <dt>{organization.dialect.channelPlural}</dt>
            <dd>
              {event.channels.map((channel) => (
                <code key={channel}>{channel} </code>
              ))}
            </dd>
          </>
        )}
      </dl>
      <div className="section-head">
        <h3>Data</h3>
        {mayManageProduct(viewer) && !event.erasedAt && (
          <Button kind="danger" onClick={() => setErasing(true)}>
            Erase …
          </Button>
        )}
      </div>
      <EventData event={event} />
      <h3>Deliveries</h3>
      <EventDeliveries event={event} />
      {erasing && <EraseEvent event={event} onClose={() => setErasing(false)} />}
    </div>
  )
}

function EventDeliveries({ event: { id, deliveries } }: { event: EventDetail }) {
  const organization = useOrganization()
  if (deliveries.nodes.length === 0)
    return <p className="help">None: no webhook was to get it, or they are no longer kept.</p>
  return (
    <>
      <ul className="rows event-deliveries">
        {deliveries.nodes.map(({ id: deliveryId, status, statusCode, webhook }) => (
          <li key={deliveryId}>
            <DeliveryBadge status={status} />
            <WebhookUrl url={webhook.url} to={paths.delivery(organization.id, deliveryId)} className="grow" />
            <span className="muted">{statusCode}</span>
          </li>
        ))}
      </ul>
      {deliveries.pageInfo.hasNextPage && (
        <Link to={`${paths.deliveries(organization.id)}?text=${id}`}>All its deliveries</Link>
      )}
    </>
  )
}

/** The data; or why there is none. */
function EventData({ event: { data, erasedAt } }: { event: EventDetail }) {
  const { id: organizationId } = useOrganization()
  const kept = useQuery(RetentionDocument, data === null && !erasedAt ? { organizationId } : null)
  const days = kept.data?.organization.retention.payloadDays
  if (data !== null) return <CodeBlock code={JSON.stringify(data, null, 2)} label="Event data" />
  return (
    <p className="help">
      {erasedAt ? (
        <>
          It was erased at <Time at={erasedAt} />.
        </>
      ) : (
        `It is no longer kept${days === undefined ? '' : `: data is kept for ${formatDays(days)}`}.`
      )}
    </p>
  )
}
