import { Link } from 'wouter'
import { useOrganization, wordsOf } from '../api/viewer.ts'
import { Badge } from '../components/badge.tsx'
import { Time } from '../components/time.tsx'
import { WebhookUrl } from '../components/webhook-url.tsx'
import type { NoticeRowFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { NOTICE_TYPES } from './notice-types.ts'

/** A page of notices, each with what it is about. */
export function NoticeTable({ notices }: { notices: readonly NoticeRowFragment[] }) {
  const { id: organizationId, dialect } = useOrganization()
  return (
    <div className="table-scroll">
      <table className="notices">
        <thead>
          <tr>
            <th>Notice</th>
            <th>What happened</th>
            <th>{wordsOf(dialect).fields.url.label}</th>
            <th>Time</th>
          </tr>
        </thead>
        <tbody>
          {notices.map(({ id, type, message, webhook, delivery, replay, occurredAt }) => (
            <tr key={id} data-notice={type}>
              <td>
                <NoticeBadge type={type} />
              </td>
              <td data-label="What happened">
                <span className="wrap-anywhere">
                  {message}{' '}
                  {delivery && (
                    <Link to={paths.delivery(organizationId, delivery.id)}>Open the delivery</Link>
                  )}
                  {replay && (
                    <Link to={`${paths.deliveries(organizationId)}?replay=${replay.id}`}>
                      Open the replay
                    </Link>
                  )}
                </span>
              </td>
              <td data-label={wordsOf(dialect).fields.url.label}>
                {webhook ? (
                  <WebhookUrl url={webhook.url} to={paths.webhook(organizationId, webhook.id)} />
                ) : (
                  <span className="muted">–</span>
                )}
              </td>
              <td className="nowrap muted" data-label="Time">
                <Time at={occurredAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NoticeBadge({ type }: { type: string }) {
  const known = NOTICE_TYPES.find(({ name }) => name === type)
  return (
    <Badge tone={known?.tone ?? 'quiet'} title={type}>
      {known?.word ?? type}
    </Badge>
  )
}
