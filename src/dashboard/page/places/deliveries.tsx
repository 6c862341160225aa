import { lazy, Suspense } from 'react'
import { Link, useParams } from 'wouter'
import { useOrganization, wordsOf } from '../api/viewer.ts'
import { PageHeader } from '../components/page-header.tsx'
import { Loading } from '../components/states.tsx'
import { paths } from '../paths.ts'
import { RunningReplays } from '../replays/running-replays.tsx'

const DeliverySearch = lazy(() => import('../deliveries/delivery-search.tsx'))
const OrganizationLog = lazy(() => import('../deliveries/organization-log.tsx'))
const Replays = lazy(() => import('../replays/replays.tsx'))

/** The deliveries of an organization: a search, the delivery log of all webhooks, and the replays. */
export default function Deliveries() {
  const { tab } = useParams<{ tab?: string }>()
  const { id, dialect } = useOrganization()
  const tabs = [
    ['Search', undefined],
    [wordsOf(dialect).tabs.deliveryLog, 'log'],
    ['Replays', 'replays'],
  ] as const
  return (
    <>
      <PageHeader title="Deliveries">
        <nav className="tabs" aria-label="Deliveries">
          {tabs.map(([label, to]) => (
            <Link key={label} to={paths.deliveries(id, to)} aria-current={tab === to ? 'page' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
      </PageHeader>
      {tab !== 'replays' && <RunningReplays />}
      <Suspense fallback={<Loading />}>
        {tab === 'log' ? <OrganizationLog /> : tab === 'replays' ? <Replays /> : <DeliverySearch />}
      </Suspense>
    </>
  )
}
