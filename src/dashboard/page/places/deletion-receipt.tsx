import { useEffect } from 'react'
import { useQuery } from '../api/use-query.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { OrganizationDeletionDocument } from '../generated/operations.ts'

/** How often a deletion that goes on is read, in milliseconds. */
const READ_MS = 1_000

const NOUNS = [
  ['events', 'events'],
  ['deliveries', 'deliveries'],
  ['attempts', 'attempts'],
  ['webhooks', 'webhooks'],
  ['channels', 'channels'],
  ['eventTypes', 'event types'],
  ['apiKeys', 'API keys'],
  ['sessions', 'sessions'],
] as const

/** How the deletion of an organization goes on, and its receipt. */
export function DeletionReceipt({ organizationId, onClose }: { organizationId: string; onClose(): void }) {
  const { data, error, reload } = useQuery(OrganizationDeletionDocument, { organizationId })
  const deletion = data?.organizationDeletion
  const goesOn = deletion?.finishedAt === null
  useEffect(() => {
    if (!goesOn) return
    const timer = setTimeout(reload, READ_MS)
    return () => clearTimeout(timer)
  }, [data, goesOn, reload])
  if (!deletion)
    return error ? <Failed error={error} retry={reload} /> : <Loading rows={2} label="Loading the receipt" />
  const { requestedAt, finishedAt, deleted, temporalUrl } = deletion
  return (
    <section className="card receipt" aria-label="Deletion" data-testid="deletion">
      <div className="section-head">
        <h2>
          Deletion of <code>{organizationId}</code>
        </h2>
        {finishedAt ? <Badge tone="good">Complete</Badge> : <Badge tone="warn">Under way</Badge>}
      </div>
      <p className="help">
        Asked for <Time at={requestedAt} />
        {finishedAt ? (
          <>
            , complete <Time at={finishedAt} />. This receipt is kept.
          </>
        ) : (
          '. It takes a minute or more, as what had begun before ends first.'
        )}
      </p>
      <ul className="counts" aria-live="polite">
        {NOUNS.map(([name, noun]) => (
          <li key={name}>
            <strong>{deleted[name].toLocaleString()}</strong> {noun}
          </li>
        ))}
      </ul>
      <div className="actions">
        {temporalUrl && (
          <a className="button plain" href={temporalUrl} target="_blank" rel="noreferrer">
            Workflow in Temporal UI<span className="off-screen"> (new window)</span>
          </a>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </section>
  )
}
