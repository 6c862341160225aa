import { lazy, Suspense } from 'react'
import { Link, useParams } from 'wouter'
import { useQuery } from '../api/use-query.ts'
import { useOrganization, wordsOf } from '../api/viewer.ts'
import { WebhookDocument } from '../generated/operations.ts'
import { WebhookBadge, reasonText } from '../components/badge.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { shortUrl } from '../components/shown-url.ts'
import { Failed, Loading, Notice } from '../components/states.tsx'
import { paths, webhookCrumbs } from '../paths.ts'
import { useTypesOf } from '../webhooks/use-types-of.ts'

const DeliveryLog = lazy(() =>
  import('../log/delivery-log.tsx').then(({ DeliveryLog: part }) => ({ default: part })),
)
const TestTab = lazy(() => import('../test-tab/test-tab.tsx'))
const SettingsTab = lazy(() => import('./webhook-settings.tsx'))

const NONE: readonly string[] = []

/** A webhook's page: its delivery log, its Test tab, its settings. */
export default function WebhookPlace() {
  const { webhook: id, tab } = useParams<{ webhook: string; tab?: string }>()
  const organization = useOrganization()
  const { data, error, reload } = useQuery(WebhookDocument, { id })
  const types = useTypesOf(data?.webhook.eventTypes ?? NONE)
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
        crumbs={webhookCrumbs(organization.id, webhook.dialect, webhook.channel)}
        actions={
          <>
            <CopyButton text={webhook.url} label="Copy URL" kind="quiet" />
            <WebhookBadge status={webhook.status} statusReason={webhook.statusReason} />
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
      {webhook.statusReason && (
        <Notice kind="warn" title={`It receives nothing: ${reasonText(webhook.statusReason)}`}>
          <p>
            {webhook.status === 'PAUSED' ? 'Deliveries wait until it is enabled.' : 'Events pass it by.'}{' '}
            <Link to={paths.webhook(organization.id, id, 'settings')}>Enable it in its settings.</Link>
          </p>
        </Notice>
      )}
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
