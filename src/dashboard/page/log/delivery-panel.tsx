import { useEffect, useState, useSyncExternalStore } from 'react'
import { useQuery } from '../api/use-query.ts'
import { DeliveryDetailDocument } from '../generated/operations.ts'
import { DeliveryBadge, OutcomeBadge } from '../components/badge.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { formatMs, Time } from '../components/time.tsx'
import { AttemptDetails } from './attempt-details.tsx'
import { isSame, type DeliveriesNow } from './deliveries-now.ts'
import { DeliveryActions } from './delivery-actions.tsx'
import { DeliveryFacts } from './delivery-facts.tsx'
import { ExpectationSentence } from './expectation.tsx'
import { useDeliveryNow } from './use-deliveries-now.ts'

/**
 * One delivery with its attempts. Read again when `version` changes (an attempt has arrived) and when its state in `now`
 * differs. `attemptId`: the attempt that is expanded at first, by default the newest.
 */
export function DeliveryPanel({
  deliveryId,
  attemptId,
  version,
  now,
  across = false,
}: {
  deliveryId: string
  attemptId?: string
  version: number
  now: DeliveriesNow
  /** Whether to say which webhook it is to. */
  across?: boolean
}) {
  const { data, error, loading, reload } = useQuery(DeliveryDetailDocument, { id: deliveryId })
  const [open, setOpen] = useState(attemptId)
  useEffect(() => setOpen(attemptId), [attemptId])
  useEffect(() => void (version > 0 && reload()), [version, reload])
  const known = useDeliveryNow(now, deliveryId)
  const webhookStatus = useSyncExternalStore(now.subscribe, () => now.get().webhookStatus)
  useEffect(() => {
    if (known && data && !isSame(known, data.delivery)) reload()
    // Not when `data` changes: if the answer differs from `known`, the answer is newer.
  }, [known, reload])

  if (!data)
    return error ? (
      <Failed error={error} retry={reload} />
    ) : loading ? (
      <Loading label="Loading the delivery" />
    ) : null
  const { delivery } = data
  const attempts = delivery.attempts.nodes.toReversed()
  const newest = attempts[0]
  const openId = open ?? newest?.id
  // Why it is not delivered, before anything else.
  const reason = delivery.status === 'SUCCEEDED' ? null : (newest?.error ?? null)
  return (
    <div className="delivery-panel" data-testid="delivery-panel">
      <div className="delivery-head">
        <h2>{delivery.eventType ?? delivery.event?.type ?? 'Its event is no longer kept'}</h2>
        <DeliveryBadge status={delivery.status} />
        {delivery.test && <span className="tag">test</span>}
      </div>
      {reason && <p className="attempt-error">{reason}</p>}
      {delivery.status === 'PENDING' ? (
        <p className="next-attempt">
          <ExpectationSentence delivery={delivery} webhookStatus={webhookStatus ?? delivery.webhook.status} />
        </p>
      ) : (
        <p className="decision">{delivery.decision}</p>
      )}
      <DeliveryActions delivery={delivery} webhookStatus={webhookStatus ?? delivery.webhook.status} />
      <h3>Attempts</h3>
      {attempts.length === 0 && <p className="help">None yet.</p>}
      <ul className="attempts">
        {attempts.map((attempt) => (
          <li key={attempt.id}>
            <button
              type="button"
              className="attempt-head"
              aria-expanded={attempt.id === openId}
              onClick={() => setOpen(attempt.id === openId ? '' : attempt.id)}
            >
              <OutcomeBadge attempt={attempt} />
              <span className="number">#{attempt.number}</span>
              <span className="latency">{formatMs(attempt.latency.totalMs)}</span>
              <Time at={attempt.finishedAt} />
            </button>
            {attempt.id === openId && (
              <AttemptDetails
                attempt={attempt}
                urlNow={delivery.webhook.url}
                errorShown={reason !== null && attempt === newest}
              />
            )}
          </li>
        ))}
      </ul>
      <h3>Delivery</h3>
      <DeliveryFacts delivery={delivery} across={across} />
      <h3>Event data</h3>
      {delivery.event?.data == null ? (
        <p className="help">
          {delivery.event?.erasedAt ? (
            <>
              It was erased at <Time at={delivery.event.erasedAt} />.
            </>
          ) : (
            'It is no longer kept.'
          )}
        </p>
      ) : (
        <CodeBlock code={JSON.stringify(delivery.event.data, null, 2)} label="Event data" />
      )}
    </div>
  )
}
