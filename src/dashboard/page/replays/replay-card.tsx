import { useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { mayManage, useViewer } from '../api/viewer.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { Confirm } from '../components/dialog.tsx'
import { OtherProblems } from '../components/field.tsx'
import { formatDuration, Time, useNow } from '../components/time.tsx'
import {
  CancelReplayDocument,
  PauseReplayDocument,
  ResumeReplayDocument,
  SetReplayRateDocument,
} from '../generated/operations.ts'
import { ReplayBadge } from './replay-badge.tsx'
import { ReplayBar } from './replay-bar.tsx'
import { ReplayConditions } from './replay-conditions.tsx'
import { useReplay, type Replay } from './use-replay.ts'

/** A replay: how far it is, and what can be done with it. `onClose`: it can be put away when it has ended. */
export function ReplayCard({ replay: read, onClose }: { replay: Replay; onClose?: () => void }) {
  const viewer = useViewer()
  const replay = useReplay(read)
  const { finishedAt, eta, createdAt, temporalUrl } = replay
  return (
    <article className="card replay" aria-label={`Replay ${replay.id}`} data-replay={replay.id}>
      <div className="replay-head">
        <ReplayBadge status={replay.status} />
        <ReplayConditions replay={replay} />
        <span className="muted nowrap">
          {finishedAt ? (
            <>
              Ended <Time at={finishedAt} />
            </>
          ) : eta ? (
            <Remaining until={eta} />
          ) : (
            <>
              Started <Time at={createdAt} />
            </>
          )}
        </span>
      </div>
      <ReplayBar replay={replay} />
      <div className="actions">
        {!finishedAt && mayManage(viewer) && <ReplayActions replay={replay} />}
        {temporalUrl && (
          <a className="button plain" href={temporalUrl} target="_blank" rel="noreferrer">
            Workflow in Temporal UI<span className="off-screen"> (new window)</span>
          </a>
        )}
        {finishedAt && onClose && <Button onClick={onClose}>Close</Button>}
      </div>
    </article>
  )
}

/** How long a replay takes until it has put back all. */
function Remaining({ until }: { until: string }) {
  const remaining = Date.parse(until) - useNow()
  return remaining > 0 ? `About ${formatDuration(remaining)} left` : 'Nearly all put back'
}

function ReplayActions({ replay: { id, status, ratePerSecond } }: { replay: Replay }) {
  const pause = useMutation(PauseReplayDocument)
  const resume = useMutation(ResumeReplayDocument)
  const cancel = useMutation(CancelReplayDocument)
  const [asking, setAsking] = useState(false)
  const paused = status === 'PAUSED'
  async function onCancel() {
    if (await cancel.run({ id })) announce('The replay is canceled.')
    setAsking(false)
  }
  return (
    <>
      <Button busy={pause.busy || resume.busy} onClick={() => void (paused ? resume : pause).run({ id })}>
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Button kind="danger" onClick={() => setAsking(true)}>
        Cancel
      </Button>
      <Rate key={ratePerSecond} id={id} ratePerSecond={ratePerSecond} />
      <OtherProblems problems={[...pause.problems, ...resume.problems, ...cancel.problems]} />
      {asking && (
        <Confirm
          title="Cancel this replay?"
          action="Cancel the replay"
          busy={cancel.busy}
          onConfirm={() => void onCancel()}
          onClose={() => setAsking(false)}
        >
          <p>
            What it has put back and was not attempted yet gets the status it had before; events that were
            missed become skipped. What failed in it is retried.
          </p>
        </Confirm>
      )}
    </>
  )
}

/** The rate of a replay; stored on Enter or with its button. */
function Rate({ id, ratePerSecond }: { id: string; ratePerSecond: number }) {
  const change = useMutation(SetReplayRateDocument)
  const [rate, setRate] = useState(String(ratePerSecond))
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (await change.run({ id, ratePerSecond: Number(rate) })) announce(`At ${rate} a second.`)
  }
  return (
    <form className="rate" onSubmit={(event) => void submit(event)} noValidate>
      <label>
        <input
          type="number"
          min={1}
          max={1000}
          aria-label="Deliveries a second"
          value={rate}
          onChange={({ target }) => setRate(target.value)}
        />{' '}
        a second
      </label>
      {rate !== String(ratePerSecond) && (
        <Button type="submit" busy={change.busy} disabled={!/^\d+$/.test(rate)}>
          Set
        </Button>
      )}
      <OtherProblems problems={change.problems} />
    </form>
  )
}
