import { useEffect, useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { isOperator, useOrganization, useViewer } from '../api/viewer.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { formatDays } from '../components/days.ts'
import { Field, OtherProblems } from '../components/field.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { RetentionDocument, SetRetentionDocument, type RetentionQuery } from '../generated/operations.ts'
import { DisableFailing } from './disable-failing.tsx'
import { PlaceHeader } from '../shell/settings-tabs.tsx'

const KINDS = [
  ['payloadDays', 'Data of events', 'Without it nothing can be sent again, or found by its words.'],
  ['attemptDays', 'Attempts', 'The delivery log, with what receivers answered.'],
  ['deliveryDays', 'Deliveries', 'Those that have ended. At least as long as attempts.'],
  ['eventDays', 'Events', 'Without their data: type, time and idempotency key. The longest of all.'],
] as const

/** How long what belongs to the organization is kept; operators may choose shorter times. */
export default function Retention() {
  const { id: organizationId } = useOrganization()
  const viewer = useViewer()
  const { data, error, reload } = useQuery(RetentionDocument, { organizationId })
  return (
    <>
      <PlaceHeader title="Retention" />
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading />
        )
      ) : (
        <div className="sections">
          <p className="help">
            What is older is dropped, with up to a twelfth more. What has not ended is kept.{' '}
            <LogComplete since={data.organization.logCompleteSince} />
          </p>
          {isOperator(viewer) ? (
            <RetentionForm organization={data.organization} />
          ) : (
            <RetentionTable organization={data.organization} />
          )}
          <DisableFailing />
        </div>
      )}
    </>
  )
}

type Kept = RetentionQuery['organization']

function LogComplete({ since }: { since: string | null }) {
  if (!since) return 'Nothing of the delivery log was dropped yet.'
  return (
    <>
      The delivery log is complete since <Time at={since} />.
    </>
  )
}

function RetentionTable({ organization: { retention } }: { organization: Kept }) {
  return (
    <div className="table-scroll">
      <table className="retention">
        <thead>
          <tr>
            <th>What</th>
            <th>Kept for</th>
          </tr>
        </thead>
        <tbody>
          {KINDS.map(([name, label, help]) => (
            <tr key={name}>
              <td>
                {label}
                <p className="help">{help}</p>
              </td>
              <td className="nowrap" data-label="Kept for">
                {formatDays(retention[name])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Values = Record<(typeof KINDS)[number][0], string>

function RetentionForm({ organization }: { organization: Kept }) {
  const { id, retention, chosenRetention } = organization
  const save = useMutation(SetRetentionDocument)
  const stored = valuesOf(chosenRetention)
  const key = JSON.stringify(stored)
  const [values, setValues] = useState(stored)
  useEffect(() => setValues(JSON.parse(key) as Values), [key])

  async function submit(event: FormEvent) {
    event.preventDefault()
    const days = Object.fromEntries(
      KINDS.map(([name]) => [name, values[name].trim() === '' ? null : Number(values[name])]),
    )
    if (await save.run({ id, retention: days })) announce('Saved.')
  }
  return (
    <form className="card form" onSubmit={(event) => void submit(event)} noValidate>
      <OtherProblems problems={save.problems} fields={KINDS.map(([name]) => name)} />
      {KINDS.map(([name, label, help]) => (
        <Field
          key={name}
          label={`${label}, in days`}
          help={`${help} ${chosenRetention[name] === null ? 'As the server keeps them' : 'Now'}: ${formatDays(retention[name])}.`}
          name={name}
          problems={save.problems}
        >
          {(attributes) => (
            <input
              {...attributes}
              className="days"
              type="number"
              min="0"
              step="any"
              placeholder="the server’s"
              value={values[name]}
              onChange={({ target }) => setValues({ ...values, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <p className="help">Empty: as long as the server keeps them. Not longer than that.</p>
      <div className="actions">
        <Button kind="primary" type="submit" busy={save.busy} disabled={JSON.stringify(values) === key}>
          Save
        </Button>
      </div>
    </form>
  )
}

const valuesOf = (chosen: Kept['chosenRetention']): Values =>
  Object.fromEntries(KINDS.map(([name]) => [name, chosen[name]?.toString() ?? ''])) as Values
