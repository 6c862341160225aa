import { useEffect } from 'react'
import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { announce } from '../components/announcer.tsx'
import { formatDays } from '../components/days.ts'
import { Notice } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { LogKeptDocument } from '../generated/operations.ts'

/** How long the log is kept, and since when it is complete. */
export function LogKept() {
  const { id: organizationId } = useOrganization()
  const { data } = useQuery(LogKeptDocument, { organizationId })
  if (!data) return null
  const { retention, logCompleteSince } = data.organization
  return (
    <p className="help log-kept">
      The log is kept for {formatDays(retention.attemptDays)}.{' '}
      {logCompleteSince ? (
        <>
          It is complete since <Time at={logCompleteSince} />.
        </>
      ) : (
        'Nothing of it was dropped yet.'
      )}
    </p>
  )
}

/** Said when entries were dropped by age while this page was away. */
export function Expired({ completeSince }: { completeSince: string | null }) {
  useEffect(() => announce('Older entries of the log are no longer kept.'), [completeSince])
  return (
    <Notice kind="warn" title="This page was away for too long">
      <p>
        {completeSince ? (
          <>
            Entries before <Time at={completeSince} /> are no longer kept.
          </>
        ) : (
          'Entries of the time it was away are no longer kept.'
        )}{' '}
        Some may be missing here.
      </p>
    </Notice>
  )
}
