import { useState } from 'react'
import { RawJson } from '../api/raw-json.ts'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { mayManage, useOrganization, useViewer } from '../api/viewer.ts'
import {
  SendTestEventDocument,
  TestExamplesDocument,
  type WebhookDetailFragment,
} from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { NOTICE_TYPES } from '../notices/notice-types.ts'
import { receives } from '../webhooks/event-type-patterns.ts'
import { jsonProblem } from './json-problem.ts'
import { Preview } from './preview.tsx'
import { TestResults } from './test-results.tsx'

const NOTICES = NOTICE_TYPES.map((type) => ({ ...type, example: null }))

/** The Test tab: an editable example of each event type, the exact request, and the receiver's response. */
export default function TestTab({ webhook }: { webhook: WebhookDetailFragment }) {
  const organization = useOrganization()
  const viewer = useViewer()
  const { data, error, reload } = useQuery(TestExamplesDocument, { organizationId: organization.id })
  const send = useMutation(SendTestEventDocument)
  const [chosen, setChosen] = useState<string | null>(null)
  const [edited, setEdited] = useState<Record<string, string>>({})
  const [sent, setSent] = useState<readonly string[]>([])
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading rows={8} />

  const operational = webhook.operational !== null
  const eventTypes = operational ? NOTICES : data.eventTypes
  const wanted = ({ name }: { name: string }) => receives(webhook.eventTypes, name)
  const eventType = eventTypes.find(({ name }) => name === chosen) ?? eventTypes.find(wanted) ?? eventTypes[0]
  if (!eventType) return <Empty title="There are no event types yet" />
  // The API knows the examples of operational events: without data it takes them.
  const example = operational ? '' : JSON.stringify(eventType.example, null, 2)
  const text = edited[eventType.name] ?? example
  const wrong = text === '' && operational ? null : jsonProblem(text)

  async function onSend() {
    const payload = await send.run({
      input: {
        webhookId: webhook.id,
        eventType: eventType!.name,
        data: text === '' ? null : new RawJson(text),
      },
    })
    if (payload) setSent((ids) => [payload.delivery!.id, ...ids].slice(0, 10))
  }

  return (
    <div className="test-tab">
      <div className="test-edit card">
        <Field label="Event type" help={eventType.description}>
          {(attributes) => (
            <select {...attributes} value={eventType.name} onChange={({ target }) => setChosen(target.value)}>
              {eventTypes.map(({ name: option }) => (
                <option key={option} value={option}>
                  {receives(webhook.eventTypes, option) ? option : `${option} (not chosen)`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label="Data"
          help={operational && 'Empty: an example.'}
          name="data"
          problems={send.problems}
          error={wrong}
        >
          {(attributes) => (
            <textarea
              {...attributes}
              className="code-edit"
              spellCheck={false}
              rows={Math.min(24, text.split('\n').length + 1)}
              value={text}
              onChange={({ target }) => setEdited({ ...edited, [eventType.name]: target.value })}
            />
          )}
        </Field>
        <OtherProblems problems={send.problems} fields={['data']} />
        <div className="actions">
          {mayManage(viewer) && (
            <Button kind="primary" busy={send.busy} disabled={wrong !== null} onClick={() => void onSend()}>
              Send test event
            </Button>
          )}
          {text !== example && (
            <Button kind="quiet" onClick={() => setEdited({ ...edited, [eventType.name]: example })}>
              Back to the example
            </Button>
          )}
        </div>
      </div>
      <Preview webhookId={webhook.id} eventType={eventType.name} text={wrong === null ? text : null} />
      <TestResults webhookId={webhook.id} sent={sent} />
    </div>
  )
}
