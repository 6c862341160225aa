import { useState, type FormEvent } from 'react'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { mayManage, useOrganization, useViewer, wordsOf } from '../api/viewer.ts'
import {
  UpdateWebhookDocument,
  WebhookFormDocument,
  type WebhookDetailFragment,
} from '../generated/operations.ts'
import { announce } from '../parts/announcer.tsx'
import { Button } from '../parts/button.tsx'
import { Field, OtherProblems } from '../parts/field.tsx'
import { Failed, Loading } from '../parts/states.tsx'
import { EventTypeChoice } from './event-type-choice.tsx'
import { HeadersField } from './headers-field.tsx'
import { UrlField } from './url-field.tsx'
import { Verify } from './verify.tsx'
import { WebhookSecret } from './webhook-secret.tsx'
import { WebhookStatusSection } from './webhook-status.tsx'

/** The Settings tab: what it receives and where, its secret, code that verifies it, its status. */
export default function WebhookSettings({ webhook }: { webhook: WebhookDetailFragment }) {
  const viewer = useViewer()
  return (
    <div className="sections">
      {mayManage(viewer) ? (
        <WebhookForm webhook={webhook} />
      ) : (
        <p className="help">You can look at this webhook, and not change it.</p>
      )}
      {mayManage(viewer) && <WebhookSecret webhook={webhook} />}
      <Verify webhookId={webhook.id} />
      {mayManage(viewer) && <WebhookStatusSection webhook={webhook} />}
    </div>
  )
}

function WebhookForm({ webhook }: { webhook: WebhookDetailFragment }) {
  const organization = useOrganization()
  const words = wordsOf(webhook.dialect)
  const { data, error, reload } = useQuery(WebhookFormDocument, { organizationId: organization.id })
  const update = useMutation(UpdateWebhookDocument)
  const [url, setUrl] = useState(webhook.url)
  const [eventTypes, setEventTypes] = useState(webhook.eventTypes)
  const [channelId, setChannelId] = useState(webhook.channel?.id ?? '')
  const [description, setDescription] = useState(webhook.description)
  const [headers, setHeaders] = useState(webhook.headers)
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading />

  async function submit(event: FormEvent) {
    event.preventDefault()
    const input = {
      id: webhook.id,
      url: url.trim(),
      eventTypes,
      channelId: channelId || null,
      description,
      headers: headers.filter(({ name, value }) => name || value),
    }
    if (await update.run({ input })) announce('Saved.')
  }

  return (
    <form className="card form" onSubmit={(event) => void submit(event)} noValidate>
      <OtherProblems
        problems={update.problems}
        fields={['url', 'eventTypes', 'channelId', 'description', 'headers']}
      />
      <UrlField words={words.fields.url} value={url} onChange={setUrl} problems={update.problems} />
      <EventTypeChoice
        words={words.fields.events}
        eventTypes={data.eventTypes}
        chosen={eventTypes}
        onChange={setEventTypes}
        problems={update.problems}
      />
      <Field
        label={words.fields.channel.label}
        help={words.fields.channel.help}
        name="channelId"
        problems={update.problems}
      >
        {(attributes) => (
          <select {...attributes} value={channelId} onChange={({ target }) => setChannelId(target.value)}>
            {words.allChannels !== null && <option value="">{words.allChannels}</option>}
            {data.organization.channels.nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Description" help="A note of your own." name="description" problems={update.problems}>
        {(attributes) => (
          <input
            {...attributes}
            value={description}
            onChange={({ target }) => setDescription(target.value)}
          />
        )}
      </Field>
      <HeadersField headers={headers} onChange={setHeaders} problems={update.problems} />
      <div className="actions">
        <Button kind="primary" type="submit" busy={update.busy}>
          Save
        </Button>
      </div>
    </form>
  )
}
