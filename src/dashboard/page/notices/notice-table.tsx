import { Link } from 'wouter'
import { useOrganization } from '../api/viewer.ts'
import { Badge } from '../components/badge.tsx'
import { Time } from '../components/time.tsx'
import { WebhookUrl } from '../components/webhook-url.tsx'
import type { NoticeRowFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { NOTICE_TYPES } from './notice-types.ts'

/** A page of notices, each with what it is about. */
export function NoticeTable({ notices }: { notices: readonly NoticeRowFragment[] }) {
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th>What happened</th>
            <th>Time</th>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => (
            <tr key={notice.id} data-notice={notice.type}>
              <td>
                <div className="notice-line">
                  <span>
                    <NoticeBadge type={notice.type} />
                  </span>
                  <div>
                    <p className="wrap-anywhere">{notice.message}</p>
                    <NoticeLinks notice={notice} />
                  </div>
                </div>
              </td>
              <td className="nowrap muted" data-label="Time">
                <Time at={notice.occurredAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NoticeLinks({ notice: { webhook, delivery, replay } }: { notice: NoticeRowFragment }) {
  const { id } = useOrganization()
  if (!webhook && !delivery && !replay) return null
  return (
    <p className="notice-links">
      {webhook && <WebhookUrl url={webhook.url} to={paths.webhook(id, webhook.id)} />}
      {delivery && <Link to={paths.delivery(id, delivery.id)}>Open the delivery</Link>}
      {replay && <Link to={`${paths.deliveries(id)}?replay=${replay.id}`}>Open the replay</Link>}
    </p>
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
