import { useState, type FormEvent } from 'react'
import { RawJson } from '../api/raw-json.ts'
import { useMutation } from '../api/use-mutation.ts'
import { useOrganization } from '../api/viewer.ts'
import {
  CreateEventTypeDocument,
  UpdateEventTypeDocument,
  type EventTypesQuery,
} from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { jsonProblem } from '../test-tab/json-problem.ts'

export type EventTypeDetail = EventTypesQuery['eventTypes'][number]

/** Adds an event type of the organization's own, or changes one. */
export function EventTypeForm({
  eventType,
  onClose,
}: {
  eventType: EventTypeDetail | null
  onClose(): void
}) {
  const { id: organizationId } = useOrganization()
  const create = useMutation(CreateEventTypeDocument)
  const update = useMutation(UpdateEventTypeDocument)
  const mutation = eventType ? update : create
  const [name, setName] = useState(eventType?.name ?? '')
  const [description, setDescription] = useState(eventType?.description ?? '')
  const [example, setExample] = useState(eventType ? JSON.stringify(eventType.example, null, 2) : '{\n  \n}')
  const [schema, setSchema] = useState(eventType?.schema ? JSON.stringify(eventType.schema, null, 2) : '')
  const wrongExample = jsonProblem(example)
  const wrongSchema = schema.trim() ? jsonProblem(schema) : null

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (wrongExample || wrongSchema) return
    const input = {
      organizationId,
      name: name.trim(),
      description,
      example: new RawJson(example),
      schema: schema.trim() ? new RawJson(schema) : null,
    }
    if (await mutation.run({ input })) onClose()
  }

  return (
    <Dialog title={eventType ? eventType.name : 'New event type'} onClose={onClose}>
      <form className="wide" onSubmit={(event) => void submit(event)} noValidate>
        <OtherProblems problems={mutation.problems} fields={['name', 'description', 'example', 'schema']} />
        {!eventType && (
          <Field
            label="Name"
            help="Words of A-Z a-z 0-9 and _ joined by dots, such as invoice.paid."
            name="name"
            problems={mutation.problems}
          >
            {(attributes) => (
              <input
                {...attributes}
                value={name}
                spellCheck={false}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
        )}
        <Field label="Description" name="description" problems={mutation.problems}>
          {(attributes) => (
            <input
              {...attributes}
              value={description}
              onChange={({ target }) => setDescription(target.value)}
            />
          )}
        </Field>
        <Field
          label="Example"
          help="What the Test tab shows and sends."
          name="example"
          problems={mutation.problems}
          error={wrongExample}
        >
          {(attributes) => (
            <textarea
              {...attributes}
              className="code-edit"
              rows={8}
              spellCheck={false}
              value={example}
              onChange={({ target }) => setExample(target.value)}
            />
          )}
        </Field>
        <Field
          label="JSON Schema"
          help="What the data must meet; empty: anything."
          name="schema"
          problems={mutation.problems}
          error={wrongSchema}
        >
          {(attributes) => (
            <textarea
              {...attributes}
              className="code-edit"
              rows={6}
              spellCheck={false}
              value={schema}
              onChange={({ target }) => setSchema(target.value)}
            />
          )}
        </Field>
        <div className="actions end">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={mutation.busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
