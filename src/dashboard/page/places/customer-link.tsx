import { useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { CreateDashboardSessionDocument } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'

/** Makes a one-time link to the dashboard of one organization, as a product would for its customer. */
export function CustomerLink({
  organization,
  onClose,
}: {
  organization: { id: string; name: string }
  onClose(): void
}) {
  const create = useMutation(CreateDashboardSessionDocument)
  const [name, setName] = useState(organization.name)
  const [accentColor, setAccentColor] = useState('#2b5fd9')
  const [readOnly, setReadOnly] = useState(false)
  const [url, setUrl] = useState<string | null>(null)
  async function submit(event: FormEvent) {
    event.preventDefault()
    const payload = await create.run({
      input: { organizationId: organization.id, name, accentColor, readOnly },
    })
    if (payload) setUrl(payload.url)
  }
  return (
    <Dialog title={`Link for ${organization.name}`} onClose={onClose}>
      {url ? (
        <>
          <p>It opens once, within five minutes, and shows this organization only.</p>
          <p className="link-line">
            <code>{url}</code>
          </p>
          <div className="actions end">
            <Button onClick={onClose}>Close</Button>
            <CopyButton text={url} label="Copy link" kind="primary" />
          </div>
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <OtherProblems problems={create.problems} fields={['name', 'accentColor']} />
          <Field label="Name shown" name="name" problems={create.problems}>
            {(attributes) => (
              <input {...attributes} value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <Field label="Accent colour" name="accentColor" problems={create.problems}>
            {(attributes) => (
              <input
                {...attributes}
                type="color"
                value={accentColor}
                onChange={({ target }) => setAccentColor(target.value)}
              />
            )}
          </Field>
          <label className="choice">
            <input
              type="checkbox"
              checked={readOnly}
              onChange={({ target }) => setReadOnly(target.checked)}
            />
            <span>Can look, and change nothing</span>
          </label>
          <div className="actions end">
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="primary" type="submit" busy={create.busy}>
              Make link
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
