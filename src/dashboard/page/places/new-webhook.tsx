import { useState, type FormEvent } from 'react'
import { useParams, useSearchParams } from 'wouter'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { missingPlan, useOrganization, wordsOf } from '../api/viewer.ts'
import { CreateWebhookDocument, WebhookFormDocument, type SecretKind } from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { keepSecret } from '../components/kept-secrets.ts'
import { Failed, Loading } from '../components/states.tsx'
import { noticesCrumbs, webhookCrumbs } from '../paths.ts'
import { NOTICE_TYPES } from '../notices/notice-types.ts'
import { MadeWebhook } from './made-webhook.tsx'
import { PlanNotice } from './plan-notice.tsx'
import { UrlField } from './url-field.tsx'
import { EventTypeChoice } from '../webhooks/event-type-choice.tsx'
import { MORE_FIELDS, moreInput, MoreSettings, NO_MORE } from '../webhooks/more-settings.tsx'
import { readDraft } from '../webhooks/policy-draft.ts'
import { readRate } from '../webhooks/rate-draft.ts'

const KINDS: Record<SecretKind, string> = {
  HMAC: 'Shared secret (HMAC-SHA256)',
  ED25519: 'Key pair (Ed25519): receivers hold the public key only',
}

/**
 * The form of a new webhook, and then its secret. `?made=` has the webhook's id, so that a reload shows it again. An operational one
 * gets notices: it has no channel, and its format and its retries are those of the dialect `standard`.
 */
export default function NewWebhook({ operational = false }: { operational?: boolean }) {
  const organization = useOrganization()
  const { channel: channelOfPath } = useParams<{ channel?: string }>()
  const { dialect, id: organizationId } = organization
  const words = wordsOf(dialect)
  const { data, error, reload } = useQuery(WebhookFormDocument, { organizationId })
  const create = useMutation(CreateWebhookDocument)
  const [url, setUrl] = useState('')
  const [eventTypes, setEventTypes] = useState<string[]>([])
  const [channelId, setChannelId] = useState(channelOfPath ?? '')
  const [secretKind, setSecretKind] = useState<SecretKind>('HMAC')
  const [more, setMore] = useState(NO_MORE)
  const [search, setSearch] = useSearchParams()
  const made = search.get('made')

  const channels = data?.organization.channels.nodes ?? []
  const channel = channels.find(({ id }) => id === channelId) ?? null
  const crumbs = operational ? noticesCrumbs(organizationId) : webhookCrumbs(organizationId, dialect, channel)
  if (made) return <MadeWebhook id={made} crumbs={crumbs} />
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading />

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (readDraft(more.policy).problems.length > 0) return announce('The retries can not be read.')
    if (readRate(more.rate).problem) return announce('The rate limit can not be read.')
    const payload = await create.run({
      input: {
        organizationId,
        url: url.trim(),
        eventTypes,
        channelId: channelId || null,
        // A secret that is given says itself of which kind it is.
        secretKind: more.secret === null ? secretKind : null,
        ...(operational && { operational: 'ORGANIZATION' }),
        ...moreInput(more),
      },
    })
    if (!payload) return
    const { id, dialect: itsDialect } = payload.webhook!
    keepSecret({
      of: `webhook:${id}`,
      name: url.trim(),
      secret: payload.secret!,
      once: itsDialect.secretShownOnce,
    })
    setSearch({ made: id }, { replace: true })
  }

  return (
    <>
      <PageHeader title={operational ? 'Send notices to a URL' : words.newWebhook} crumbs={crumbs} />
      {!operational && <PlanNotice />}
      {(operational || !missingPlan(organization)) && (
        <form className="form card" onSubmit={(event) => void submit(event)} noValidate>
          <OtherProblems
            problems={create.problems}
            fields={['url', 'eventTypes', 'channelId', 'secretKind', ...MORE_FIELDS]}
          />
          <UrlField words={words.fields.url} value={url} onChange={setUrl} problems={create.problems} />
          <EventTypeChoice
            words={words.fields.events}
            eventTypes={operational ? NOTICE_TYPES : data.eventTypes}
            closed={operational}
            chosen={eventTypes}
            onChange={setEventTypes}
            problems={create.problems}
          />
          {channelOfPath === undefined && !operational && (
            <Field
              label={words.fields.channel.label}
              help={words.fields.channel.help}
              name="channelId"
              problems={create.problems}
            >
              {(attributes) => (
                <select
                  {...attributes}
                  value={channelId}
                  onChange={({ target }) => setChannelId(target.value)}
                >
                  <option value="">{words.allChannels ?? 'Choose one'}</option>
                  {channels.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          {dialect.secretKinds.length > 1 && !operational && more.secret === null && (
            <Field label="Signature" name="secretKind" problems={create.problems}>
              {(attributes) => (
                <select
                  {...attributes}
                  value={secretKind}
                  onChange={({ target }) => setSecretKind(target.value as SecretKind)}
                >
                  {dialect.secretKinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {KINDS[kind]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <MoreSettings
            dialect={operational ? null : dialect}
            values={more}
            onChange={setMore}
            problems={create.problems}
          />
          <div className="actions">
            <Button kind="primary" type="submit" busy={create.busy}>
              {words.createWebhook}
            </Button>
          </div>
        </form>
      )}
    </>
  )
}
