import { useState, type FormEvent } from 'react'
import { Link } from 'wouter'
import { useMutation } from '../api/use-mutation.ts'
import { useQuery } from '../api/use-query.ts'
import { mayAddChannels, useOrganization, useViewer } from '../api/viewer.ts'
import { ChannelsDocument, CreateChannelDocument } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, OtherProblems } from '../components/field.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { usePages } from '../components/use-pages.ts'
import { PlaceHeader } from '../shell/settings-tabs.tsx'
import { paths } from '../paths.ts'

/** The channels, under the dialect's name for them: campaigns, integrations. */
export default function Channels() {
  const { id, dialect } = useOrganization()
  const viewer = useViewer()
  const pages = usePages()
  const { data, error, reload } = useQuery(ChannelsDocument, { organizationId: id, after: pages.after })
  const [adding, setAdding] = useState(false)
  const noun = dialect.channelNoun.toLowerCase()
  const action = mayAddChannels(viewer, dialect) && (
    <Button kind="primary" onClick={() => setAdding(true)}>
      New {noun}
    </Button>
  )
  const channels = data?.organization.channels
  return (
    <>
      <PlaceHeader title={dialect.channelPlural} actions={action} />
      {!channels ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading />
        )
      ) : channels.nodes.length === 0 ? (
        <Empty title={`No ${dialect.channelPlural.toLowerCase()} yet`} action={action}>
          {dialect.channelRequired
            ? `Each webhook belongs to one ${noun}. Create the first to add webhooks to it.`
            : `A webhook can be limited to one ${noun}.`}
        </Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>{dialect.channelNoun}</th>
                <th>Id</th>
                <th className="right">Webhooks</th>
                <th>Created</th>
              </tr>
            </thead>
            <tbody>
              {channels.nodes.map((channel) => (
                <tr key={channel.id}>
                  <td>
                    <Link to={paths.channel(id, channel.id)}>{channel.name}</Link>
                  </td>
                  <td data-label="Id">
                    <code>{channel.id}</code>
                  </td>
                  <td className="right" data-label="Webhooks">
                    {channel.webhooks.nodes.length}
                    {channel.webhooks.pageInfo.hasNextPage && '+'}
                  </td>
                  <td data-label="Created">
                    <Time at={channel.createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {channels && (channels.pageInfo.hasNextPage || pages.canGoBack) && (
        <div className="pager">
          <Button disabled={!pages.canGoBack} onClick={pages.back}>
            Newer
          </Button>
          <Button
            disabled={!channels.pageInfo.hasNextPage}
            onClick={() => pages.next(channels.pageInfo.endCursor)}
          >
            Older
          </Button>
        </div>
      )}
      {adding && <NewChannel onClose={() => setAdding(false)} />}
    </>
  )
}

function NewChannel({ onClose }: { onClose(): void }) {
  const { id: organizationId, dialect } = useOrganization()
  const create = useMutation(CreateChannelDocument)
  const [name, setName] = useState('')
  const [id, setId] = useState('')
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (await create.run({ input: { organizationId, name, id: id.trim() || null } })) onClose()
  }
  return (
    <Dialog title={`New ${dialect.channelNoun.toLowerCase()}`} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <OtherProblems problems={create.problems} fields={['name', 'id']} />
        <Field label="Name" name="name" problems={create.problems}>
          {(attributes) => (
            <input {...attributes} required value={name} onChange={({ target }) => setName(target.value)} />
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
