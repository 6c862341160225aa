import { useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { useOrganization } from '../api/viewer.ts'
import { CreateApiKeyDocument, type CreateApiKeyMutation, type Scope } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'

/** A new key with its secret. */
export type MadeKey = CreateApiKeyMutation['made']

const SCOPES: readonly [scope: Scope, text: string][] = [
  ['PUBLISH', 'Publish events.'],
  ['MANAGE', 'Manage webhooks, channels, event types, keys and deliveries.'],
  ['READ', 'Read everything, secrets excepted.'],
]

/** The form of a new key: name and scopes. */
export function NewApiKey({ onClose, onMade }: { onClose(): void; onMade(made: MadeKey): void }) {
  const { id: organizationId } = useOrganization()
  const create = useMutation(CreateApiKeyDocument)
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['PUBLISH', 'READ'])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const payload = await create.run({ input: { organizationId, name, scopes } })
    if (payload) onMade(payload)
  }
  return (
    <Dialog title="New API key" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <OtherProblems problems={create.problems} fields={['name']} />
        <Field label="Name" help="What uses it." name="name" problems={create.problems}>
          {(attributes) => (
            <input {...attributes} value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
        <fieldset className="field">
          <legend>It may</legend>
          <div className="choices">
            {SCOPES.map(([scope, text]) => (
              <label className="choice" key={scope}>
                <input
                  type="checkbox"
                  checked={scopes.includes(scope)}
                  onChange={({ target }) =>
                    setScopes(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
                  }
                />
                <span>
                  <code>{scope}</code>
                  <span className="help">{text}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
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
