import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useQuery } from '../api/use-query.ts'
import { WaitingDeliveriesDocument } from '../generated/operations.ts'
import type { DeliveriesNow } from './deliveries-now.ts'
import { DeliveryActions } from './delivery-actions.tsx'
import { Expectation } from './expectation.tsx'
import { shortId } from './row-cells.tsx'

/** Maximum number of listed deliveries. */
const LISTED = 20

/** Deliveries that wait for their next attempt or for a paused webhook; collapsed at first. */
export function Waiting({ webhookId, now }: { webhookId: string; now: DeliveriesNow }) {
  const { pending, morePending, webhookStatus } = useSyncExternalStore(now.subscribe, now.get)
  const [open, setOpen] = useState(false)
  const ids = useMemo(() => pending.slice(0, LISTED).map(({ id }) => id), [pending])
  const { data, reload } = useQuery(WaitingDeliveriesDocument, open ? { webhookId } : null)
  const read = useRef('')
  useEffect(() => {
    // Event types are read again only if the list of deliveries changes.
    if (open && read.current !== ids.join() && read.current !== '') reload()
    read.current = ids.join()
  }, [open, ids, reload])
  if (pending.length === 0) return null
  const known = new Map(data?.webhook.deliveries.nodes.map((delivery) => [delivery.id, delivery]))
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
              <span>{detail.event.type}</span>
              <code title={delivery.id}>{shortId(delivery.id)}</code>
              <span className="grow next">
                <Expectation delivery={delivery} webhookStatus={webhookStatus} />
              </span>
              <DeliveryActions delivery={detail} webhookStatus={webhookStatus} />
            </li>
          )
        })}
      </ul>
    </details>
  )
}
