import { useEffect, useState } from 'react'
import { follow } from '../api/follow.ts'
import { FollowWebhookLogDocument } from '../generated/operations.ts'
import { ConnectionBadge } from '../log/connection-badge.tsx'
import { DeliveryPanel } from '../log/delivery-panel.tsx'
import type { DeliveriesNow } from '../log/deliveries-now.ts'
import { useDeliveriesNow } from '../log/use-deliveries-now.ts'
import type { LiveEntry } from '../log/use-delivery-log.ts'

/** The results of the tests sent from this page, the newest first, updated as attempts arrive. */
export function TestResults({ webhookId, sent }: { webhookId: string; sent: readonly string[] }) {
  const now = useDeliveriesNow({ of: 'webhook', id: webhookId })
  useEffect(() => now.watch(sent), [now, sent])
  const versions = useVersions(webhookId, now)
  return (
    <section className="test-results" aria-labelledby="results-title">
      <div className="section-head">
        <h2 id="results-title">Results</h2>
        <ConnectionBadge />
      </div>
      {sent.length === 0 && <p className="help">Send a test, and what your endpoint answers appears here.</p>}
      {sent.map((id) => (
        <article className="card" key={id} aria-label={`Test ${id}`}>
          <DeliveryPanel deliveryId={id} version={versions.get(id) ?? 0} now={now} />
        </article>
      ))}
    </section>
  )
}

/** How many attempts of each delivery have arrived since the tab was opened. */
function useVersions(webhookId: string, now: DeliveriesNow): ReadonlyMap<string, number> {
  const [versions, setVersions] = useState<ReadonlyMap<string, number>>(new Map())
  useEffect(
    () =>
      follow<LiveEntry>(FollowWebhookLogDocument, {
        after: null,
        variables: (after) => ({ scope: webhookId, after, withBody: false }),
        onEntry({ node }) {
          now.addAttempt(node)
          setVersions((old) => new Map(old).set(node.deliveryId, (old.get(node.deliveryId) ?? 0) + 1))
        },
      }),
    [webhookId, now],
  )
  return versions
}
