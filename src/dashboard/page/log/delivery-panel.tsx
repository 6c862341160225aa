import { useEffect, useState } from 'react'
import { useQuery } from '../api/use-query.ts'
import { DeliveryDetailDocument } from '../generated/operations.ts'
import { DeliveryBadge, OutcomeBadge } from '../parts/badge.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Failed, Loading } from '../parts/states.tsx'
import { Countdown, formatMs, Time } from '../parts/time.tsx'
import { AttemptDetails } from './attempt-details.tsx'
import { DeliveryActions } from './delivery-actions.tsx'

/**
 * One delivery with its attempts. `version` changes when an attempt of it arrived, and it is read again. `attemptId`:
 * the attempt that is open at first; the newest unless given.
 */
export function DeliveryPanel({
  deliveryId,
  attemptId,
  version,
}: {
  deliveryId: string
  attemptId?: string
  version: number
}) {
  const { data, error, loading, reload } = useQuery(DeliveryDetailDocument, { id: deliveryId })
  const [open, setOpen] = useState(attemptId)
  useEffect(() => setOpen(attemptId), [attemptId])
  useEffect(() => void (version > 0 && reload()), [version, reload])

  if (!data)
    return error ? (
      <Failed error={error} retry={reload} />
    ) : loading ? (
      <Loading label="Loading the delivery" />
    ) : null
  const { delivery } = data
  const attempts = delivery.attempts.nodes.toReversed()
  const openId = open ?? attempts[0]?.id
  return (
    <div className="delivery-panel" data-testid="delivery-panel">
      <div className="delivery-head">
        <h2>{delivery.event.type}</h2>
        <DeliveryBadge status={delivery.status} />
        {delivery.test && <span className="tag">test</span>}
      </div>
      {delivery.nextAttemptAt ? (
        <p className="next-attempt">
          Next attempt <Countdown to={delivery.nextAttemptAt} />
        </p>
      ) : (
        <p className="decision">{delivery.decision}</p>
      )}
      {delivery.attemptStartedAt && <p className="next-attempt">An attempt is on its way.</p>}
      <DeliveryActions delivery={delivery} />
      <dl className="facts">
        <dt>Delivery</dt>
        <dd>
          <code>{delivery.id}</code> <CopyButton text={delivery.id} kind="quiet" />
        </dd>
        <dt>Event</dt>
        <dd>
          <code>{delivery.event.id}</code>
        </dd>
        <dt>Occurred</dt>
        <dd>
          <Time at={delivery.event.occurredAt} />
        </dd>
      </dl>
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
            {attempt.id === openId && <AttemptDetails attempt={attempt} />}
          </li>
        ))}
      </ul>
      <h3>Event data</h3>
      <CodeBlock code={JSON.stringify(delivery.event.data, null, 2)} label="Event data" />
    </div>
  )
}
