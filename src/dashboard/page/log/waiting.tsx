import { useEffect } from 'react'
import { useQuery } from '../api/use-query.ts'
import { WaitingDeliveriesDocument } from '../generated/operations.ts'
import { Countdown } from '../parts/time.tsx'
import { DeliveryActions } from './delivery-actions.tsx'
import { shortId } from './row-cells.tsx'

/** Deliveries that wait for their next attempt, or for a paused webhook; folded away until asked for. */
export function Waiting({ webhookId, version }: { webhookId: string; version: number }) {
  const { data, reload } = useQuery(WaitingDeliveriesDocument, { webhookId })
  useEffect(() => {
    if (version === 0) return
    const timer = setTimeout(reload, 500)
    return () => clearTimeout(timer)
  }, [version, reload])
  const waiting = data?.webhook.deliveries
  if (!waiting || waiting.nodes.length === 0) return null
  const count = `${waiting.nodes.length}${waiting.pageInfo.hasNextPage ? '+' : ''}`
  return (
    <details className="waiting">
      <summary>
        {count} {waiting.nodes.length === 1 ? 'delivery waits' : 'deliveries wait'}
      </summary>
      <ul>
        {waiting.nodes.map((delivery) => (
          <li key={delivery.id}>
            <span>{delivery.event.type}</span>
            <code title={delivery.id}>{shortId(delivery.id)}</code>
            <span className="grow">{delivery.decision}</span>
            {delivery.nextAttemptAt && <Countdown to={delivery.nextAttemptAt} />}
            <DeliveryActions delivery={delivery} />
          </li>
        ))}
      </ul>
    </details>
  )
}
