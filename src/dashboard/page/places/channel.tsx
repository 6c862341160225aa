import { useEffect, useState, type FormEvent } from 'react'
import { useLocation, useParams } from 'wouter'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import {
  mayManage,
  mayManageProduct,
  missingPlan,
  useOrganization,
  useViewer,
  wordsOf,
} from '../api/viewer.ts'
import { ChannelDocument, DeleteChannelDocument, UpdateChannelDocument } from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Confirm } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { PageHeader, type Crumb } from '../components/page-header.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { paths } from '../paths.ts'
import { isNested } from '../api/viewer.ts'
import { PlanNotice } from './plan-notice.tsx'
import { WebhookList } from '../webhooks/webhook-list.tsx'

/** The page of one channel (campaign, integration): its webhooks and its name. */
export default function ChannelPlace() {
  const { channel: id } = useParams<{ channel: string }>()
  const organization = useOrganization()
  const viewer = useViewer()
  const { dialect, id: organizationId } = organization
  const words = wordsOf(dialect)
  const { data, error, reload } = useQuery(ChannelDocument, { organizationId, id })
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading />
  const { channel } = data.organization
  const nested = isNested(dialect)
  const to = paths.channels(organizationId)
  const crumbs: Crumb[] = nested
    ? words.settingsPath.slice(0, words.settingsPath.indexOf('{channel}')).map((label) => ({ label, to }))
    : [{ label: dialect.channelPlural, to }]
  const action = mayManage(viewer) && !missingPlan(organization) && (
    <ButtonLink kind="primary" to={paths.newWebhook(organizationId, channel.id)}>
      {words.newWebhook}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={channel.name} crumbs={crumbs} />
      <PlanNotice />
      <section id="webhooks" aria-labelledby="webhooks-title">
        <div className="section-head">
          <h2 id="webhooks-title">{words.settingsPath.at(-1)}</h2>
          {action}
        </div>
        <WebhookList channelId={channel.id} action={action} />
      </section>
      {mayManageProduct(viewer, 'CHANNELS') && <ChannelSettings key={channel.id} channel={channel} />}
    </>
  )
}

function ChannelSettings({ channel }: { channel: { id: string; name: string } }) {
  const { id: organizationId, dialect } = useOrganization()
  const [, navigate] = useLocation()
  const update = useMutation(UpdateChannelDocument)
  const remove = useMutation(DeleteChannelDocument)
  const [name, setName] = useState(channel.name)
  const [asking, setAsking] = useState(false)
  const noun = dialect.channelNoun.toLowerCase()
  useEffect(() => setName(channel.name), [channel.name])

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (await update.run({ input: { organizationId, id: channel.id, name } })) announce('Saved.')
  }
  async function onDelete() {
    const payload = await remove.run({ organizationId, id: channel.id })
    setAsking(false)
    if (payload) navigate(paths.channels(organizationId))
  }
  return (
    <section className="card narrow" aria-labelledby="channel-title">
      <h2 id="channel-title">{dialect.channelNoun}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <OtherProblems problems={[...update.problems, ...remove.problems]} fields={['name']} />
        <Field label="Name" name="name" problems={update.problems}>
          {(attributes) => (
            <input {...attributes} value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
        <p className="help">
          Id <code>{channel.id}</code>
        </p>
        <div className="actions">
          <Button type="submit" busy={update.busy} disabled={name === channel.name}>
            Rename
          </Button>
          <Button kind="danger" onClick={() => setAsking(true)}>
            Delete
          </Button>
        </div>
      </form>
      {asking && (
        <Confirm
          title={`Delete this ${noun}?`}
          action="Delete"
          busy={remove.busy}
          onConfirm={() => void onDelete()}
          onClose={() => setAsking(false)}
        >
          <p>Its webhooks must be deleted, or moved to another {noun}, first.</p>
        </Confirm>
      )}
    </section>
  )
}
