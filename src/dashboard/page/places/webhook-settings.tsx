import { useState, type FormEvent } from 'react'
import { request } from '../api/request.ts'
import { useMutation } from '../api/use-mutation.ts'
import { refresh, useQuery } from '../api/use-query.ts'
import { mayManage, useOrganization, useViewer, wordsOf } from '../api/viewer.ts'
import {
  UpdateWebhookDocument,
  WebhookDocument,
  WebhookFormDocument,
  type WebhookDetailFragment,
} from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { HeadersField } from './headers-field.tsx'
import { UrlField } from './url-field.tsx'
import { Verify } from './verify.tsx'
import { useWebhookEdits, type WebhookValues } from './webhook-edits.ts'
import { WebhookSecret } from './webhook-secret.tsx'
import { WebhookStatusSection } from './webhook-status.tsx'
import { NOTICE_TYPES } from '../notices/notice-types.ts'
import { Conflicts } from '../webhooks/conflicts.tsx'
import { EventTypeChoice } from '../webhooks/event-type-choice.tsx'
import { readDraft } from '../webhooks/policy-draft.ts'
import { readRate } from '../webhooks/rate-draft.ts'
import { RATE_FIELDS, RateLimitField } from '../webhooks/rate-limit-field.tsx'
import { POLICY_FIELDS, RetryPolicyField } from '../webhooks/retry-policy-field.tsx'

/** The Settings tab: what it receives and where, its secret, code that verifies it, its status. */
export default function WebhookSettings({ webhook }: { webhook: WebhookDetailFragment }) {
  const viewer = useViewer()
  return (
    <div className="sections">
      {!mayManage(viewer) ? (
        <p className="help">You can look at this webhook, and not change it.</p>
      ) : webhook.status === 'LISTENING' ? (
        <p className="help">
          What it receives and where it goes is chosen by <code>durahook listen</code>: run it again to change
          that.
        </p>
      ) : (
        <WebhookForm key={webhook.id} webhook={webhook} />
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
  const operational = webhook.operational !== null
  const { data, error, reload } = useQuery(WebhookFormDocument, { organizationId: organization.id })
  const update = useMutation(UpdateWebhookDocument)
  const edits = useWebhookEdits(webhook)
  const { values, set, conflicts } = edits
  const [busy, setBusy] = useState(false)
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading />

  async function save() {
    if (!edits.changed) return announce('Saved.')
    if (readDraft(values.retryPolicy).problems.length > 0) return announce('The retries can not be read.')
    if (readRate(values.rateLimit).problem) return announce('The rate limit can not be read.')
    // Don't overwrite a change by somebody else to the same field without showing the conflict.
    const read = await request(WebhookDocument, { id: webhook.id }).catch(() => null) // saving will report the error
    const newer = read?.webhook ?? webhook
    if (edits.hasNewConflict(newer)) return refresh()
    const input = { id: webhook.id, expectedUpdatedAt: newer.updatedAt, ...edits.input() }
    const saved = await update.run({ input })
    if (!saved?.webhook) return
    edits.saved(saved.webhook)
    announce('Saved.')
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    void save().finally(() => setBusy(false))
  }
  const labels: Record<keyof WebhookValues, string> = {
    url: words.fields.url.label,
    eventTypes: words.fields.events.label,
    channelId: words.fields.channel.label,
    description: 'Description',
    headers: 'Headers',
    retryPolicy: 'Retries',
    rateLimit: 'Rate limit',
  }

  return (
    <form className="card form" onSubmit={submit} noValidate>
      <OtherProblems
        problems={update.problems}
        fields={[
          'url',
          'eventTypes',
          'channelId',
          'description',
          'headers',
          ...POLICY_FIELDS,
          ...RATE_FIELDS,
        ]}
      />
      <UrlField
        words={words.fields.url}
        value={values.url}
        onChange={(url) => set('url', url)}
        problems={update.problems}
      />
      <EventTypeChoice
        words={words.fields.events}
        eventTypes={operational ? NOTICE_TYPES : data.eventTypes}
        closed={operational}
        chosen={values.eventTypes}
        onChange={(eventTypes) => set('eventTypes', eventTypes)}
        problems={update.problems}
      />
      {!operational && (
        <Field
          label={words.fields.channel.label}
          help={words.fields.channel.help}
          name="channelId"
          problems={update.problems}
        >
          {(attributes) => (
            <select
              {...attributes}
              value={values.channelId}
              onChange={({ target }) => set('channelId', target.value)}
            >
              {words.allChannels !== null && <option value="">{words.allChannels}</option>}
              {data.organization.channels.nodes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label="Description" help="A note of your own." name="description" problems={update.problems}>
        {(attributes) => (
          <input
            {...attributes}
            value={values.description}
            onChange={({ target }) => set('description', target.value)}
          />
        )}
      </Field>
      <HeadersField
        headers={values.headers}
        onChange={(headers) => set('headers', headers)}
        problems={update.problems}
      />
      {webhook.dialect.ownRetryPolicy && (
        <RetryPolicyField
          dialect={webhook.dialect}
          draft={values.retryPolicy}
          onChange={(retryPolicy) => set('retryPolicy', retryPolicy)}
          problems={update.problems}
        />
      )}
      <RateLimitField
        draft={values.rateLimit}
        onChange={(rateLimit) => set('rateLimit', rateLimit)}
        problems={update.problems}
      />
      <Conflicts conflicts={conflicts} labels={labels} onTake={edits.discard} />
      <div className="actions">
        <Button kind="primary" type="submit" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  )
}
