import { Badge } from '../components/badge.tsx'
import { Empty } from '../components/states.tsx'
import { useNow } from '../components/time.tsx'
import type { WorkerRowFragment } from '../generated/operations.ts'
import { Age } from './age.tsx'
import { Section, TemporalAway } from './section.tsx'

/** A worker that has not told of itself for so long is marked, in milliseconds; it does each 10 seconds. */
const LATE_MS = 120_000

/** The workers; null: Temporal does not answer. `version` is the API's. */
export function WorkerTable({
  workers,
  version,
}: {
  workers: readonly WorkerRowFragment[] | null
  version: string
}) {
  return (
    <Section title="Workers">
      {workers === null ? (
        <TemporalAway />
      ) : workers.length === 0 ? (
        <Empty title="No worker runs">
          Nothing is sent until one does. One that was just started is here within 10 seconds.
        </Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>Worker</th>
                <th>Version</th>
                <th className="right">First attempts</th>
                <th className="right">Retries</th>
                <th className="right">Heartbeat</th>
              </tr>
            </thead>
            <tbody>
              {workers.map((worker) => (
                <Row key={`${worker.identity} ${worker.startedAt}`} worker={worker} version={version} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

function Row({ worker, version }: { worker: WorkerRowFragment; version: string }) {
  const { identity, host, processId, status, firstAttempts, retries, cpu, memory, startedAt } = worker
  const late = useNow() - Date.parse(worker.heartbeatAt) > LATE_MS
  return (
    <tr data-worker={identity}>
      <td className="worker">
        <span className="wrap-anywhere">{host ?? identity}</span>
        <p className="help">
          {processId && <>Process {processId}, </>}
          {startedAt && (
            <>
              started <Age at={startedAt} /> ago
            </>
          )}
        </p>
        {cpu !== null && memory !== null && (
          <p className="help">
            Its machine: {percent(cpu)} CPU, {percent(memory)} memory
          </p>
        )}
      </td>
      <td data-label="Version">
        <span className="marked">
          {worker.version ?? 'Unknown'}
          {worker.version !== version && (
            <Badge tone="warn" title={`The API has ${version}`}>
              Differs
            </Badge>
          )}
        </span>
      </td>
      <td className="right" data-label="First attempts">
        <Used slots={firstAttempts} />
      </td>
      <td className="right" data-label="Retries">
        <Used slots={retries} />
      </td>
      <td className="right" data-label="Heartbeat">
        <span className="marked">
          {status === 'ENDING' && <Badge tone="info">Ending</Badge>}
          {late && <Badge tone="bad">Late</Badge>}
          <span className="nowrap">
            <Age at={worker.heartbeatAt} /> ago
          </span>
        </span>
      </td>
    </tr>
  )
}

function Used({ slots }: { slots: { used: number; all: number } | null }) {
  if (!slots) return <span className="muted">–</span>
  const full = slots.used >= slots.all
  return (
    <span className={full ? 'nowrap bad-text' : 'nowrap'}>
      {slots.used} <span className="help">of {slots.all}</span>
    </span>
  )
}

const percent = (part: number) => `${Math.round(part * 100)} %`
