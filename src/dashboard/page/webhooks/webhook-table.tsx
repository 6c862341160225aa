import { useOrganization, wordsOf } from '../api/viewer.ts'
import type { WebhookRowFragment } from '../generated/operations.ts'
import { WebhookBadge } from '../components/badge.tsx'
import { formatMs, Time } from '../components/time.tsx'
import { WebhookUrl } from '../components/webhook-url.tsx'
import { paths } from '../paths.ts'

/** A page of webhooks, with figures of the last hour. */
export function WebhookTable({
  webhooks,
  showChannel,
}: {
  webhooks: readonly WebhookRowFragment[]
  showChannel: boolean
}) {
  const { dialect } = useOrganization()
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th>{wordsOf(dialect).fields.url.label}</th>
            <th>Events</th>
            {showChannel && <th>{dialect.channelNoun}</th>}
            <th>Status</th>
            <th className="right">Last hour</th>
            <th className="right">p50</th>
          </tr>
        </thead>
        <tbody>
          {webhooks.map((webhook) => (
            <Row key={webhook.id} webhook={webhook} showChannel={showChannel} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ webhook, showChannel }: { webhook: WebhookRowFragment; showChannel: boolean }) {
  const { id, url, description, uid, eventTypes, channel, health, operational, statistics } = webhook
  const { id: organizationId, dialect } = useOrganization()
  return (
    <tr>
      <td>
        <WebhookUrl url={url} to={paths.webhook(organizationId, id)} />
        {(description || uid || operational) && (
          <p className="help wrap-anywhere">
            {operational && <span className="tag">Operational</span>} {description}{' '}
            {uid && <code>{uid}</code>}
          </p>
        )}
      </td>
      <td className="types" data-label="Events">
        <span title={eventTypes.join('\n')}>
          {eventTypes.slice(0, 2).join(', ')}
          {eventTypes.length > 2 && ` +${eventTypes.length - 2}`}
        </span>
      </td>
      {showChannel && (
        <td data-label={dialect.channelNoun}>{channel?.name ?? wordsOf(dialect).allChannels ?? '–'}</td>
      )}
      <td data-label="Status">
        <span>
          <WebhookBadge webhook={webhook} />
          {health.state === 'FAILING' && health.failingSince && (
            <span className="help since">
              since <Time at={health.failingSince} />
            </span>
          )}
        </span>
      </td>
      <td className="right" data-label="Last hour">
        {statistics.attempts === 0 ? (
          <span className="muted">none</span>
        ) : (
          <span>
            {statistics.succeeded} ok
            {statistics.failed > 0 && <span className="bad-text">, {statistics.failed} failed</span>}
          </span>
        )}
      </td>
      <td className="right" data-label="p50">
        {formatMs(statistics.p50Ms)}
      </td>
    </tr>
  )
}
