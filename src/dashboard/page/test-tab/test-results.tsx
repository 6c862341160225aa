import { useEffect, useState } from 'react'
import { follow } from '../api/socket.ts'
import { FollowLogDocument } from '../generated/operations.ts'
import { ConnectionBadge } from '../log/connection-badge.tsx'
import { DeliveryPanel } from '../log/delivery-panel.tsx'
import type { LiveEntry } from '../log/use-delivery-log.ts'

/** What became of the tests sent from this page, the newest first; each changes as its attempts arrive. */
export function TestResults({ webhookId, sent }: { webhookId: string; sent: readonly string[] }) {
  const versions = useVersions(webhookId)
  return (
    <section className="test-results" aria-labelledby="results-title">
      <div className="section-head">
        <h2 id="results-title">Results</h2>
        <ConnectionBadge />
      </div>
      {sent.length === 0 && <p className="help">Send a test, and what your endpoint answers appears here.</p>}
      {sent.map((id) => (
        <article className="card" key={id} aria-label={`Test ${id}`}>
          <DeliveryPanel deliveryId={id} version={versions.get(id) ?? 0} />
        </article>
      ))}
    </section>
  )
}

/** How many attempts of each delivery have arrived since the tab was opened. */
function useVersions(webhookId: string): ReadonlyMap<string, number> {
  const [versions, setVersions] = useState<ReadonlyMap<string, number>>(new Map())
  useEffect(
    () =>
      follow<LiveEntry>(FollowLogDocument, {
        after: null,
        variables: (after) => ({ webhookId, after, withBody: false }),
        onEntry: ({ node: { deliveryId } }) =>
          setVersions((old) => new Map(old).set(deliveryId, (old.get(deliveryId) ?? 0) + 1)),
      }),
    [webhookId],
  )
  return versions
}
