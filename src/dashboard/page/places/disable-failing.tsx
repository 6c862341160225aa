import { useEffect, useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { isOperator, useOrganization, useViewer } from '../api/viewer.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { counted } from '../components/days.ts'
import { Field, OtherProblems } from '../components/field.tsx'
import { Failed, Loading } from '../components/states.tsx'
import {
  DisableFailingDocument,
  SetDisableFailingDocument,
  type DisableFailingQuery,
} from '../generated/operations.ts'

type Chosen = DisableFailingQuery['organization']

/** When a webhook of the organization that fails is disabled; operators may choose that. */
export function DisableFailing() {
  const { id: organizationId } = useOrganization()
  const viewer = useViewer()
  const { data, error, reload } = useQuery(DisableFailingDocument, { organizationId })
  return (
    <section className="card" aria-labelledby="failing-title">
      <h2 id="failing-title">When a webhook fails</h2>
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading />
        )
      ) : (
        <>
          <p className="help">{ruleText(data.organization)}</p>
          {isOperator(viewer) && <DisableFailingForm organization={data.organization} />}
        </>
      )}
    </section>
  )
}

function ruleText({ disableFailing: { afterHours, afterDeliveries } }: Chosen): string {
  if (afterHours === null) return 'It is never disabled: one delivery goes on trying.'
  return `It is disabled when no attempt has succeeded for ${counted(afterHours, 'hour')}, and ${afterDeliveries === 1 ? 'a delivery has' : `${afterDeliveries.toLocaleString()} different deliveries have`} failed at the first attempt.`
}

function DisableFailingForm({ organization }: { organization: Chosen }) {
  const { id, chosenDisableFailing } = organization
  const save = useMutation(SetDisableFailingDocument)
  const stored = valuesOf(chosenDisableFailing)
  const key = JSON.stringify(stored)
  const [values, setValues] = useState(stored)
  useEffect(() => setValues(JSON.parse(key) as Values), [key])
  const { never, hours, deliveries } = values

  async function submit(event: FormEvent) {
    event.preventDefault()
    const number = (text: string) => (text.trim() === '' ? null : Number(text))
    const disableFailing = { afterHours: never ? 0 : number(hours), afterDeliveries: number(deliveries) }
    if (await save.run({ id, disableFailing })) announce('Saved.')
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <OtherProblems problems={save.problems} fields={['afterHours', 'afterDeliveries']} />
      <label className="choice never">
        <input
          type="checkbox"
          checked={never}
          onChange={({ target }) => setValues({ ...values, never: target.checked })}
        />
        <span>Never disable it</span>
      </label>
      {!never && (
        <div className="policy-line">
          <Field label="Hours without one success" name="afterHours" problems={save.problems}>
            {(attributes) => (
              <input
                {...attributes}
                className="days"
                type="number"
                min="1"
                step="any"
                placeholder="the server’s"
                value={hours}
                onChange={({ target }) => setValues({ ...values, hours: target.value })}
              />
            )}
          </Field>
          <Field label="Different deliveries that failed" name="afterDeliveries" problems={save.problems}>
            {(attributes) => (
              <input
                {...attributes}
                className="days"
                type="number"
                min="1"
                step="1"
                placeholder="the server’s"
                value={deliveries}
                onChange={({ target }) => setValues({ ...values, deliveries: target.value })}
              />
            )}
          </Field>
        </div>
      )}
      <p className="help">Empty: as the server does.</p>
      <div className="actions">
        <Button kind="primary" type="submit" busy={save.busy} disabled={JSON.stringify(values) === key}>
          Save
        </Button>
      </div>
    </form>
  )
}

interface Values {
  never: boolean
  hours: string
  deliveries: string
}

function valuesOf({ afterHours, afterDeliveries }: Chosen['chosenDisableFailing']): Values {
  return {
    never: afterHours === 0,
    hours: afterHours ? String(afterHours) : '',
    deliveries: afterDeliveries === null ? '' : String(afterDeliveries),
  }
}
