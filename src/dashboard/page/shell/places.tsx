import { lazy, Suspense, type ComponentType } from 'react'
import { Redirect, Route, Switch, useParams } from 'wouter'
import { useQuery } from '../api/use-query.ts'
import { isOperator, OrganizationContext, useViewer, type Organization } from '../api/viewer.ts'
import { OrganizationDocument } from '../generated/operations.ts'
import { Failed, Empty, Loading } from '../components/states.tsx'
import { paths } from '../paths.ts'
import { useFollowNotices } from '../notices/use-follow-notices.ts'
import { Frame } from './frame.tsx'

const Overview = lazy(() => import('../places/overview.tsx'))
const Events = lazy(() => import('../places/events.tsx'))
const Deliveries = lazy(() => import('../places/deliveries.tsx'))
const Notices = lazy(() => import('../notices/notices.tsx'))
const Webhooks = lazy(() => import('../places/webhooks.tsx'))
const NewWebhook = lazy(() => import('../places/new-webhook.tsx'))
const WebhookPlace = lazy(() => import('../places/webhook.tsx'))
const Channels = lazy(() => import('../places/channels.tsx'))
const ChannelPlace = lazy(() => import('../places/channel.tsx'))
const EventTypes = lazy(() => import('../places/event-types.tsx'))
const ApiKeys = lazy(() => import('../places/api-keys.tsx'))
const Retention = lazy(() => import('../places/retention.tsx'))
const Organizations = lazy(() => import('../places/organizations.tsx'))
const Operations = lazy(() => import('../places/operations.tsx'))

/** The routes of a person signed in. The code of each is loaded when it is first opened. */
export function Places() {
  const viewer = useViewer()
  const home = viewer.organization ? paths.overview(viewer.organization.id) : paths.organizations
  return (
    <Switch>
      <Route path="/">
        <Redirect to={home} replace />
      </Route>
      <Route path="/o/:organization/*?">
        <InOrganization />
      </Route>
      {isOperator(viewer) && (
        <Route path={paths.organizations}>
          <OperatorsPlace place={Organizations} />
        </Route>
      )}
      {isOperator(viewer) && (
        <Route path={paths.operations}>
          <OperatorsPlace place={Operations} />
        </Route>
      )}
      <Route>
        <Redirect to={home} replace />
      </Route>
    </Switch>
  )
}

function OperatorsPlace({ place: Place }: { place: ComponentType }) {
  return (
    <Frame organization={null}>
      <Suspense fallback={<Loading />}>
        <Place />
      </Suspense>
    </Frame>
  )
}

function InOrganization() {
  const viewer = useViewer()
  const { organization: id } = useParams<{ organization: string }>()
  const own = viewer.organization?.id === id ? viewer.organization : null
  const { data, error, reload } = useQuery(OrganizationDocument, { id })
  const organization = data?.organization ?? own
  useFollowNotices(id)
  return (
    <Frame organization={organization}>
      {organization ? (
        <OrganizationContext value={organization}>
          <Suspense fallback={<Loading />}>
            <OrganizationPlaces key={organization.id} organization={organization} />
          </Suspense>
        </OrganizationContext>
      ) : error ? (
        <Failed error={error} retry={reload} />
      ) : (
        <Loading />
      )}
    </Frame>
  )
}

function OrganizationPlaces({ organization: { id } }: { organization: Organization }) {
  return (
    <Switch>
      <Route path={paths.overview(id)} component={Overview} />
      <Route path={paths.events(id)} component={Events} />
      <Route path={`${paths.deliveries(id)}/:tab?`} component={Deliveries} />
      <Route path={paths.newNoticeWebhook(id)}>
        <NewWebhook operational />
      </Route>
      <Route path={paths.notices(id)} component={Notices} />
      <Route path={paths.newWebhook(id)}>
        <NewWebhook />
      </Route>
      <Route path={paths.newWebhook(id, ':channel')}>
        <NewWebhook />
      </Route>
      <Route path={`${paths.webhook(id, ':webhook')}/:tab?`} component={WebhookPlace} />
      <Route path={paths.webhooks(id)} component={Webhooks} />
      <Route path={paths.channel(id, ':channel')} component={ChannelPlace} />
      <Route path={paths.channels(id)} component={Channels} />
      <Route path={paths.eventTypes(id)} component={EventTypes} />
      <Route path={paths.apiKeys(id)} component={ApiKeys} />
      <Route path={paths.retention(id)} component={Retention} />
      <Route>
        <Empty title="There is nothing here">The page you asked for does not exist.</Empty>
      </Route>
    </Switch>
  )
}
