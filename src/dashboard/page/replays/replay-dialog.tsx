import { useState, type FormEvent, type ReactNode } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { deliveryWord } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { Failed } from '../components/states.tsx'
import { StartReplayDocument, type DeliveryStatus } from '../generated/operations.ts'
import { instantOf, localOf } from '../search/time-filter.ts'
import { PlanFigures, count } from './plan-figures.tsx'
import { newKey, REPLAYED, type ReplayFilter } from './replay-filter.ts'
import { usePlan, type Plan } from './use-plan.ts'

export interface ReplayDialogProps {
  title: string
  /** What it is about, above the choices. */
  children?: ReactNode
  /** The dialog offers to change its statuses and its beginning. */
  filter: ReplayFilter
  /** Whether events without a delivery are included at first; they can be only for one webhook. */
  includeMissed?: boolean
  /** The button that does nothing. */
  decline?: string
  onClose(): void
  onStarted(replayId: string): void
}

const DEFAULT_RATE = '10'
const MAXIMUM_RATE = 1_000

/** Says what a replay would send before it is started. Pressing its button twice starts one: its key is made once. */
export function ReplayDialog({
  title,
  children,
  filter,
  includeMissed = false,
  decline = 'Cancel',
  onClose,
  onStarted,
}: ReplayDialogProps) {
  const start = useMutation(StartReplayDocument)
  const [idempotencyKey] = useState(newKey)
  const [statuses, setStatuses] = useState(filter.statuses ?? [])
  const [since, setSince] = useState(localOf(filter.since))
  const [missed, setMissed] = useState(includeMissed)
  const [rate, setRate] = useState(DEFAULT_RATE)
  const ratePerSecond = Number(rate)
  const rateError =
    Number.isInteger(ratePerSecond) && ratePerSecond >= 1 && ratePerSecond <= MAXIMUM_RATE
      ? null
      : `From 1 to ${count(MAXIMUM_RATE)}.`
  const nothing = statuses.length === 0 && !missed
  const input = {
    ...filter,
    // As it was given, to the millisecond, unless it was changed.
    since: since === localOf(filter.since) ? filter.since : (instantOf(since) ?? filter.since),
    statuses,
    includeMissed: missed,
    ratePerSecond,
  }
  const { plan, error } = usePlan(rateError === null && !nothing ? input : null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const payload = await start.run({ input: { ...input, idempotencyKey } })
    if (payload) onStarted(payload.replay!.id)
  }
  const toggle = (status: DeliveryStatus, chosen: boolean) =>
    setStatuses((old) => REPLAYED.filter((other) => (other === status ? chosen : old.includes(other))))

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {children}
        <OtherProblems problems={start.problems} fields={['ratePerSecond']} />
        <fieldset className="field">
          <legend>Which</legend>
          <div className="choice-line">
            {REPLAYED.map((status) => (
              <label className="choice" key={status}>
                <input
                  type="checkbox"
                  checked={statuses.includes(status)}
                  onChange={({ target }) => toggle(status, target.checked)}
                />
                <span>{deliveryWord(status)}</span>
              </label>
            ))}
          </div>
          {filter.webhookId && (
            <label className="choice missed">
              <input type="checkbox" checked={missed} onChange={({ target }) => setMissed(target.checked)} />
              <span>
                Events it missed
                <span className="help">
                  Those that made no delivery, because it was disabled or did not exist yet.
                </span>
              </span>
            </label>
          )}
        </fieldset>
        <div className="field-line">
          <Field label="Since">
            {(attributes) => (
              <input
                {...attributes}
                type="datetime-local"
                value={since}
                onChange={({ target }) => setSince(target.value)}
              />
            )}
          </Field>
          <Field label="A second" name="ratePerSecond" problems={start.problems} error={rateError}>
            {(attributes) => (
              <input
                {...attributes}
                type="number"
                min={1}
                max={MAXIMUM_RATE}
                value={rate}
                onChange={({ target }) => setRate(target.value)}
              />
            )}
          </Field>
        </div>
        {error ? <Failed error={error} /> : <PlanFigures plan={plan} />}
        {plan && isEmpty(plan) && <p className="help nothing">Nothing matches: there is nothing to send.</p>}
        <div className="actions end">
          <Button onClick={onClose}>{decline}</Button>
          <Button kind="primary" type="submit" busy={start.busy} disabled={!plan || isEmpty(plan)}>
            {plan?.exact && plan.matched > 0 ? `Resend ${count(plan.matched)}` : 'Resend'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const isEmpty = ({ exact, matched }: Plan) => exact && matched === 0
