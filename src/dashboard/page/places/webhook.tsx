import { lazy, Suspense } from 'react'
import { Link, useParams } from 'wouter'
import { useQuery } from '../api/use-query.ts'
import { useReread } from '../api/use-reread.ts'
import { useOrganization, wordsOf } from '../api/viewer.ts'
import { WebhookDocument, type WebhookDetailFragment } from '../generated/operations.ts'
import { WebhookBadge, reasonText } from '../components/badge.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { shortUrl } from '../components/shown-url.ts'
import { Failed, Loading, Notice } from '../components/states.tsx'
import { noticesCrumbs, paths, webhookCrumbs } from '../paths.ts'
import { RunningReplays } from '../replays/running-replays.tsx'
import { useTypesOf } from '../webhooks/use-types-of.ts'
import { SendMissed } from './send-missed.tsx'
import { WebhookHealth } from './webhook-health.tsx'

const DeliveryLog = lazy(() =>
  import('../log/delivery-log.tsx').then(({ DeliveryLog: part }) => ({ default: part })),
)
const TestTab = lazy(() => import('../test-tab/test-tab.tsx'))
const SettingsTab = lazy(() => import('./webhook-settings.tsx'))

const NONE: readonly string[] = []

/** How often the webhook is read again, in milliseconds: figures of its health change with each attempt while it is unwell. */
const UNWELL_MS = 5_000
const WELL_MS = 30_000

const isWell = ({ health, quietUntil, effectiveRate }: WebhookDetailFragment): boolean =>
  health.state === 'HEALTHY' && quietUntil === null && effectiveRate === null

/** A webhook's page: its delivery log, its Test tab, its settings. */
export default function WebhookPlace() {
  const { webhook: id, tab } = useParams<{ webhook: string; tab?: string }>()
  const organization = useOrganization()
  const { data, error, reload } = useQuery(WebhookDocument, { id })
  const types = useTypesOf(data?.webhook.eventTypes ?? NONE, data?.webhook.operational != null)
  useReread(reload, data && !isWell(data.webhook) ? UNWELL_MS : WELL_MS)
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading label="Loading the webhook" />
  const { webhook } = data
  const { tabs } = wordsOf(webhook.dialect)
  const places = [
    [tabs.deliveryLog, undefined],
    [tabs.test, 'test'],
    [tabs.settings, 'settings'],
  ] as const
  return (
    <>
      <PageHeader
        title={shortUrl(webhook.url)}
        whole={webhook.url}
        crumbs={
          webhook.operational
            ? noticesCrumbs(organization.id)
            : webhookCrumbs(organization.id, webhook.dialect, webhook.channel)
        }
        actions={
          <>
            <CopyButton text={webhook.url} label="Copy URL" kind="quiet" />
            {webhook.operational && <span className="tag">Operational webhook</span>}
            <WebhookBadge webhook={webhook} />
          </>
        }
      >
        <nav className="tabs" aria-label="Webhook">
          {places.map(([label, place]) => (
            <Link
              key={label}
              to={paths.webhook(organization.id, id, place)}
              aria-current={tab === place ? 'page' : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
      </PageHeader>
      {webhook.status === 'LISTENING' && (
        <Notice kind="info" title="A listener of durahook listen">
          <p>
            durahook sends nothing to this address itself. What is published waits until{' '}
            <code>durahook listen</code> comes for it and passes it on there. The listener is removed 24 hours
            after <code>durahook listen</code> was last there.
          </p>
        </Notice>
      )}
      <WebhookHealth webhook={webhook} />
      {webhook.statusReason && webhook.statusReason !== 'FAILING' && (
        <Notice kind="warn" title={`It receives nothing: ${reasonText(webhook.statusReason)}`}>
          <p>
            {webhook.status === 'PAUSED' ? 'Deliveries wait until it is enabled.' : 'Events pass it by.'}{' '}
            <Link to={paths.webhook(organization.id, id, 'settings')}>Enable it in its settings.</Link>
          </p>
        </Notice>
      )}
      {tab !== 'settings' && <RunningReplays webhookId={id} />}
      <SendMissed webhook={webhook} />
      <Suspense fallback={<Loading />}>
        {tab === 'test' ? (
          <TestTab webhook={webhook} />
        ) : tab === 'settings' ? (
          <SettingsTab webhook={webhook} />
        ) : (
          <DeliveryLog of="webhook" id={id} eventTypes={types} />
        )}
      </Suspense>
    </>
  )
}
