import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { WebhookUrl } from '../components/webhook-url.tsx'
import { NoticeWebhooksDocument } from '../generated/operations.ts'
import { paths } from '../paths.ts'

/** The operational webhooks among the newest webhooks; nothing if there are none. */
export function NoticeWebhooks() {
  const { id: organizationId } = useOrganization()
  const { data } = useQuery(NoticeWebhooksDocument, { organizationId })
  const webhooks = data?.webhooks.nodes.filter(({ operational }) => operational !== null) ?? []
  if (webhooks.length === 0) return null
  return (
    <p className="help notice-webhooks">
      Also sent to{' '}
      {webhooks.map(({ id, url }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <WebhookUrl url={url} to={paths.webhook(organizationId, id)} />
        </span>
      ))}
    </p>
  )
}
