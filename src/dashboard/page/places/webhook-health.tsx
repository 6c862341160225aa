import { useQuery } from '../api/use-query.ts'
import { mayManage, useOrganization, useViewer } from '../api/viewer.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { counted } from '../components/days.ts'
import { OtherProblems } from '../components/field.tsx'
import { Notice } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { DisablingsDocument, type WebhookDetailFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { FailingNotice } from '../webhooks/failing-notice.tsx'
import { ThrottledNotice } from '../webhooks/throttled-notice.tsx'
import { useEnable } from './use-enable.ts'

/** Says of a webhook that it fails, was disabled for that, or is throttled; and offers what helps. Nothing of one that is well. */
export function WebhookHealth({ webhook }: { webhook: WebhookDetailFragment }) {
  if (webhook.statusReason === 'FAILING') return <Disabled webhook={webhook} />
  if (webhook.status !== 'ENABLED') return null
  if (webhook.health.state === 'FAILING') return <FailingNotice webhook={webhook} />
  return <ThrottledNotice webhook={webhook} />
}

function Disabled({ webhook }: { webhook: WebhookDetailFragment }) {
  const { id, health } = webhook
  const viewer = useViewer()
  const { id: organizationId } = useOrganization()
  const { enable, busy, problems } = useEnable(webhook)
  const { data } = useQuery(DisablingsDocument, { organizationId })
  const notices = data?.organization.operationalEvents.nodes ?? []
  const at = notices.find((notice) => notice.webhook?.id === id)?.occurredAt
  const lasted = at && health.failingSince && Date.parse(at) - Date.parse(health.failingSince)
  return (
    <>
      <OtherProblems problems={problems} />
      <Notice
        kind="bad"
        title={
          <>
            Disabled{' '}
            {at && (
              <>
                on <Time at={at} dated />
              </>
            )}{' '}
            because no attempt succeeded{lasted ? ` for ${hoursOf(lasted)}` : ''}
          </>
        }
        actions={
          mayManage(viewer) && (
            <>
              <ButtonLink to={paths.webhook(organizationId, id, 'test')}>Send a test event</ButtonLink>
              <Button kind="primary" busy={busy} onClick={() => void enable()}>
                Enable
              </Button>
            </>
          )
        }
      >
        <p>Events pass it by.{health.lastError && ` Last error: ${health.lastError}`}</p>
        <p>Once it is enabled, one delivery tries first, and it can get what it missed.</p>
      </Notice>
    </>
  )
}

const hoursOf = (ms: number): string => counted(Math.max(1, Math.floor(ms / 3_600_000)), 'hour')
