import type { InstallationQuery } from '../generated/operations.ts'
import { counted } from '../components/days.ts'
import { count } from '../replays/plan-figures.tsx'

/** The installation in four figures. */
export function Figures({ installation }: { installation: InstallationQuery['installation'] }) {
  const { version, workers, attemptsUnderWay, backlog } = installation
  const capacity = (workers ?? [])
    .filter(({ status }) => status === 'RUNNING')
    .reduce((sum, { firstAttempts, retries }) => sum + (firstAttempts?.all ?? 0) + (retries?.all ?? 0), 0)
  const others = (workers ?? []).filter((worker) => worker.version !== version).length
  const waiting = backlog.reduce((sum, organization) => sum + organization.waiting, 0)
  const exact = backlog.every((organization) => organization.exact)
  const tiles = [
    ['Version', version, 'of this API'],
    [
      'Workers',
      workers === null ? '–' : count(workers.length),
      workers === null
        ? 'Temporal does not answer'
        : others > 0
          ? `${count(others)} of another version`
          : 'all of this version',
    ],
    [
      'Attempts under way',
      count(attemptsUnderWay),
      workers === null ? 'of all workers' : `of ${count(capacity)} at once`,
    ],
    [
      'Waiting',
      `${count(waiting)}${exact ? '' : '+'}`,
      backlog.length === 0 ? 'nothing waits' : `in ${counted(backlog.length, 'organization')}`,
    ],
  ] as const
  return (
    <dl className="tiles">
      {tiles.map(([name, value, note]) => (
        <div className="card tile" key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span className="help">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
