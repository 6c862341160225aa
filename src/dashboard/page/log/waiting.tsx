import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { WaitingDeliveriesDocument } from '../generated/operations.ts'
import type { DeliveriesNow } from './deliveries-now.ts'
import { DeliveryActions } from './delivery-actions.tsx'
import { Expectation } from './expectation.tsx'
import type { LogScope } from './log-scope.ts'
import { shortId } from '../components/short.ts'
import { WebhookUrl } from '../components/webhook-url.tsx'

/** Maximum number of listed deliveries. */
const LISTED = 20

/** Deliveries that wait for their next attempt or for a paused webhook; collapsed at first. */
export function Waiting({ scope, now }: { scope: LogScope; now: DeliveriesNow }) {
  const { id: organizationId } = useOrganization()
  const webhookId = scope.of === 'webhook' ? scope.id : null
  const { pending, morePending } = useSyncExternalStore(now.subscribe, now.get)
  const [open, setOpen] = useState(false)
  const ids = useMemo(() => pending.slice(0, LISTED).map(({ id }) => id), [pending])
  const { data, reload } = useQuery(WaitingDeliveriesDocument, open ? { organizationId, webhookId } : null)
  const read = useRef('')
  useEffect(() => {
    // Event types are read again only if the list of deliveries changes.
    if (open && read.current !== ids.join() && read.current !== '') reload()
    read.current = ids.join()
  }, [open, ids, reload])
  if (pending.length === 0) return null
  const known = new Map(data?.deliveries.nodes.map((delivery) => [delivery.id, delivery]))
  const count = `${pending.length}${morePending ? '+' : ''}`
  return (
    <details className="waiting" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {count} {pending.length === 1 ? 'delivery waits' : 'deliveries wait'}
      </summary>
      <ul>
        {pending.slice(0, LISTED).map((delivery) => {
          const detail = known.get(delivery.id)
          if (!detail) return null
          return (
            <li key={delivery.id}>
              <span>{detail.eventType}</span>
              {webhookId === null && <WebhookUrl className="muted" url={detail.webhook.url} />}
              <code title={delivery.id}>{shortId(delivery.id)}</code>
              <span className="grow next">
                <Expectation delivery={delivery} webhookStatus={delivery.webhook.status} />
              </span>
              <DeliveryActions delivery={detail} webhookStatus={delivery.webhook.status} />
            </li>
          )
        })}
      </ul>
    </details>
  )
}
