import { useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { planName } from '../api/viewer.ts'
import { CreateOrganizationDocument, type Plan } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'

/** Adds a tenant. */
export function NewOrganization({
  dialects,
  onClose,
}: {
  dialects: readonly { name: string; title: string }[]
  onClose(): void
}) {
  const create = useMutation(CreateOrganizationDocument)
  const [name, setName] = useState('')
  const [id, setId] = useState('')
  const [plan, setPlan] = useState<Plan>('FREE')
  const [dialect, setDialect] = useState(dialects[0]?.name ?? '')
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (await create.run({ input: { name, id: id.trim() || null, plan, dialect } })) onClose()
  }
  return (
    <Dialog title="New organization" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <OtherProblems problems={create.problems} fields={['name', 'id', 'dialect']} />
        <Field label="Name" name="name" problems={create.problems}>
          {(attributes) => (
            <input {...attributes} value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
        <Field
          label="Id"
          help="The one your product knows it by; made up if left empty."
          name="id"
          problems={create.problems}
        >
          {(attributes) => (
            <input {...attributes} value={id} onChange={({ target }) => setId(target.value)} />
          )}
        </Field>
        <Field label="Dialect" name="dialect" problems={create.problems}>
          {(attributes) => (
            <select {...attributes} value={dialect} onChange={({ target }) => setDialect(target.value)}>
              {dialects.map((option) => (
                <option key={option.name} value={option.name}>
                  {option.title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Plan">
          {(attributes) => (
            <select {...attributes} value={plan} onChange={({ target }) => setPlan(target.value as Plan)}>
              <option value="FREE">{planName('FREE')}</option>
              <option value="TEAM">{planName('TEAM')}</option>
            </select>
          )}
        </Field>
        <div className="actions end">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={create.busy}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
