import { type ReactNode } from 'react'
import { missingPlan, useOrganization, wordsOf } from '../api/viewer.ts'
import { useQuery } from '../api/use-query.ts'
import { WebhooksDocument, type WebhookRowFragment } from '../generated/operations.ts'
import { WebhookBadge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { formatMs } from '../components/time.tsx'
import { WebhookUrl } from '../components/webhook-url.tsx'
import { usePages } from '../components/use-pages.ts'
import { paths } from '../paths.ts'

/** The webhooks of the organization, or of one channel, with figures of the last hour. */
export function WebhookTable({ channelId = null, action }: { channelId?: string | null; action: ReactNode }) {
  const organization = useOrganization()
  const { dialect } = organization
  const pages = usePages()
  const { data, error, reload } = useQuery(WebhooksDocument, {
    organizationId: organization.id,
    channelId,
    after: pages.after,
  })
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading label="Loading webhooks" />
  const { nodes, pageInfo } = data.webhooks
  if (nodes.length === 0 && !pages.canGoBack) {
    if (missingPlan(organization)) return null
    return (
      <Empty title="No webhooks yet" action={action}>
        {`Give ${dialect.title} a URL of yours, and choose the events it is told of.`}
      </Empty>
    )
  }
  return (
    <>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th>{wordsOf(dialect).fields.url.label}</th>
              <th>Events</th>
              {channelId === null && <th>{dialect.channelNoun}</th>}
              <th>Status</th>
              <th className="right">Last hour</th>
              <th className="right">p50</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((webhook) => (
              <Row key={webhook.id} webhook={webhook} showChannel={channelId === null} />
            ))}
          </tbody>
        </table>
      </div>
      {(pageInfo.hasNextPage || pages.canGoBack) && (
        <div className="pager">
          <Button disabled={!pages.canGoBack} onClick={pages.back}>
            Newer
          </Button>
          <Button disabled={!pageInfo.hasNextPage} onClick={() => pages.next(pageInfo.endCursor)}>
            Older
          </Button>
        </div>
      )}
    </>
  )
}

function Row({ webhook, showChannel }: { webhook: WebhookRowFragment; showChannel: boolean }) {
  const { id, url, description, eventTypes, channel, status, statusReason, statistics } = webhook
  const organization = useOrganization()
  return (
    <tr>
      <td>
        <WebhookUrl url={url} to={paths.webhook(organization.id, id)} />
        {description && <p className="help">{description}</p>}
      </td>
      <td className="types">
        <span title={eventTypes.join('\n')}>
          {eventTypes.slice(0, 2).join(', ')}
          {eventTypes.length > 2 && ` +${eventTypes.length - 2}`}
        </span>
      </td>
      {showChannel && <td>{channel?.name ?? wordsOf(organization.dialect).allChannels ?? '–'}</td>}
      <td>
        <WebhookBadge status={status} statusReason={statusReason} />
      </td>
      <td className="right">
        {statistics.attempts === 0 ? (
          <span className="muted">none</span>
        ) : (
          <>
            {statistics.succeeded} ok
            {statistics.failed > 0 && <span className="bad-text">, {statistics.failed} failed</span>}
          </>
        )}
      </td>
      <td className="right">{formatMs(statistics.p50Ms)}</td>
    </tr>
  )
}
