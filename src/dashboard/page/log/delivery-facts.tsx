import { Link } from 'wouter'
import { useOrganization } from '../api/viewer.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Time } from '../components/time.tsx'
import { WebhookUrl } from '../components/webhook-url.tsx'
import type { DeliveryDetailQuery } from '../generated/operations.ts'
import { paths } from '../paths.ts'

/** The ids of a delivery and of what it belongs to. `across`: whether to say which webhook it is to. */
export function DeliveryFacts({
  delivery,
  across,
}: {
  delivery: DeliveryDetailQuery['delivery']
  across: boolean
}) {
  const { id: organizationId } = useOrganization()
  return (
    <dl className="facts">
      <dt>Id</dt>
      <dd>
        <code>{delivery.id}</code> <CopyButton text={delivery.id} kind="quiet" />
      </dd>
      {across && (
        <>
          <dt>Webhook</dt>
          <dd>
            <WebhookUrl url={delivery.webhook.url} to={paths.webhook(organizationId, delivery.webhook.id)} />
          </dd>
        </>
      )}
      {delivery.event && (
        <>
          <dt>Event</dt>
          <dd>
            <Link to={paths.event(organizationId, delivery.event.id)}>
              <code>{delivery.event.id}</code>
            </Link>
          </dd>
          <dt>Occurred</dt>
          <dd>
            <Time at={delivery.event.occurredAt} />
          </dd>
        </>
      )}
    </dl>
  )
}
