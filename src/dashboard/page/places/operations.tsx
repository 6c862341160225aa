import { useQuery } from '../api/use-query.ts'
import { useReread } from '../api/use-reread.ts'
import { PageHeader } from '../components/page-header.tsx'
import { Failed, Loading, Notice } from '../components/states.tsx'
import { InstallationDocument } from '../generated/operations.ts'
import { BacklogTable } from '../installation/backlog-table.tsx'
import { Figures } from '../installation/figures.tsx'
import { ReplayList } from '../installation/replay-list.tsx'
import { ScheduleTable } from '../installation/schedule-table.tsx'
import { SweepTable } from '../installation/sweep-table.tsx'
import { WorkerTable } from '../installation/worker-table.tsx'

/** How often it is read again, in milliseconds. */
const REREAD_MS = 5_000

/** All of durahook as it is now; for operators. */
export default function Operations() {
  const { data, error, reload } = useQuery(InstallationDocument, {})
  useReread(reload, REREAD_MS)
  const url = data?.installation.temporalUrl
  const actions = url && (
    <a className="button plain" href={url} target="_blank" rel="noreferrer">
      Temporal UI<span className="off-screen"> (new window)</span>
    </a>
  )
  return (
    <>
      <PageHeader title="Operations" actions={actions} />
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading rows={8} />
        )
      ) : (
        <div className="installation">
          {error && (
            <Notice kind="warn" title="This could not be read again">
              <p>{error.message} What is here is what was read before; it is tried again.</p>
            </Notice>
          )}
          <Figures installation={data.installation} />
          <WorkerTable workers={data.installation.workers} version={data.installation.version} />
          <BacklogTable backlog={data.installation.backlog} />
          <SweepTable sweeps={data.installation.sweeps} lastSweepAt={data.installation.lastSweepAt} />
          <ReplayList replays={data.installation.replays} />
          <ScheduleTable schedules={data.installation.schedules} />
        </div>
      )}
    </>
  )
}
