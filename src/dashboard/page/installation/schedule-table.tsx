import { Badge, type Tone } from '../components/badge.tsx'
import { Empty } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import type { ScheduleActionStatus, ScheduleRowFragment } from '../generated/operations.ts'
import { Section, TemporalAway } from './section.tsx'
import { TemporalLink } from './temporal-link.tsx'

const STATUS: Record<ScheduleActionStatus, [Tone, string]> = {
  RUNNING: ['info', 'Running'],
  COMPLETED: ['good', 'Completed'],
  FAILED: ['bad', 'Failed'],
  CANCELED: ['quiet', 'Canceled'],
  TERMINATED: ['warn', 'Terminated'],
  TIMED_OUT: ['bad', 'Timed out'],
}

/** Temporal's schedules; null: Temporal does not answer. */
export function ScheduleTable({ schedules }: { schedules: readonly ScheduleRowFragment[] | null }) {
  return (
    <Section title="Schedules">
      {schedules === null ? (
        <TemporalAway />
      ) : schedules.length === 0 ? (
        <Empty title="No schedules">
          The one that deletes what is no longer kept is made by <code>npm start -- migrate</code>.
        </Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>Schedule</th>
                <th>Last run</th>
                <th>Next run</th>
              </tr>
            </thead>
            <tbody>
              {schedules.map((schedule) => (
                <Row key={schedule.id} schedule={schedule} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

function Row({
  schedule: { id, paused, note, nextActionAt, temporalUrl, lastAction },
}: {
  schedule: ScheduleRowFragment
}) {
  return (
    <tr data-schedule={id}>
      <td>
        <span className="marked">
          <TemporalLink to={temporalUrl}>{id}</TemporalLink>
          {paused && <Badge tone="warn">Paused</Badge>}
        </span>
        {note && <p className="help">{note}</p>}
      </td>
      <td data-label="Last run">{lastAction ? <LastRun run={lastAction} /> : 'Not yet'}</td>
      <td className="nowrap" data-label="Next run">
        {!paused && nextActionAt ? <Time at={nextActionAt} /> : '–'}
      </td>
    </tr>
  )
}

function LastRun({
  run: { at, status, result, temporalUrl },
}: {
  run: NonNullable<ScheduleRowFragment['lastAction']>
}) {
  const [tone, word] = status ? STATUS[status] : ['quiet' as const, 'No longer kept']
  return (
    <>
      <span className="marked">
        <TemporalLink to={temporalUrl}>
          <Time at={at} />
        </TemporalLink>
        <Badge tone={tone}>{word}</Badge>
      </span>
      {result && (
        <details className="run-result">
          <summary>{status === 'COMPLETED' ? 'What it did' : 'Why'}</summary>
          <p className="help">{result}</p>
        </details>
      )}
    </>
  )
}
