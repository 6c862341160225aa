import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { follow } from '../api/follow.ts'
import { useOrganization } from '../api/viewer.ts'
import { RangeChoice } from '../chart/live-chart.tsx'
import { useRangeInUrl } from '../chart/range-in-url.ts'
import { OutcomeChart } from '../chart/outcome-chart.tsx'
import { useLiveFigures, type LiveRows } from '../chart/use-live-figures.ts'
import {
  FollowOrganizationDocument,
  OverviewDocument,
  type FiguresFragment,
  type FollowOrganizationSubscription,
} from '../generated/operations.ts'
import { FirstSteps } from '../first-steps/first-steps.tsx'
import { ConnectionBadge } from '../log/connection-badge.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Failed, Loading } from '../components/states.tsx'
import { formatMs, Time } from '../components/time.tsx'
import { WebhookUrl } from '../components/webhook-url.tsx'
import { paths } from '../paths.ts'
import { attentionOf } from './attention.ts'

/** The overview of an organization: live figures of its deliveries, and what needs attention. */
export default function Overview() {
  const organization = useOrganization()
  const [minutes, setMinutes] = useRangeInUrl()
  const live = useLiveRows(organization.id)
  const { query, figures } = useLiveFigures(
    OverviewDocument,
    { organizationId: organization.id, minutes },
    (data) => data.organization.statistics,
    live,
  )
  const { data, error, reload } = query
  return (
    <>
      <PageHeader title="Overview" actions={<ConnectionBadge />} />
      {!data || !figures ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading rows={8} />
        )
      ) : (
        <>
          <FirstSteps key={live.count > 0 ? 'delivered' : 'empty'} />
          <Tiles figures={figures} minutes={minutes} />
          <section className="card" aria-labelledby="outcomes-title">
            <div className="section-head">
              <h2 id="outcomes-title">Outcomes and latency</h2>
              <RangeChoice minutes={minutes} onChange={setMinutes} />
            </div>
            <OutcomeChart figures={figures} />
          </section>
          <div className="columns">
            <FailedAttempts failing={data.organization.failingWebhooks} />
            <Attention
              items={attentionOf(data, organization.id)}
              fails={data.organization.failingWebhooks.length > 0}
            />
          </div>
        </>
      )}
    </>
  )
}

function Tiles({ figures, minutes }: { figures: FiguresFragment; minutes: number }) {
  const { attempts, succeeded, failed, p50Ms, p99Ms } = figures
  const perMinute = attempts / minutes
  const rate = attempts === 0 ? null : (succeeded / attempts) * 100
  const tiles = [
    [
      'Deliveries per minute',
      perMinute >= 10 || perMinute === 0 ? Math.round(perMinute) : perMinute.toFixed(2),
      `${attempts} attempts`,
    ],
    [
      'Success rate',
      rate === null ? '–' : `${rate === 100 ? 100 : Math.min(99.9, rate).toFixed(1)} %`,
      `${failed} failed`,
    ],
    ['p50', formatMs(p50Ms), 'median latency'],
    ['p99', formatMs(p99Ms), '1 in 100 is slower'],
  ] as const
  return (
    <dl className="tiles">
      {tiles.map(([name, value, note]) => (
        <div className="card tile" key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span className="help">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function FailedAttempts({
  failing,
}: {
  failing: readonly {
    attempts: number
    failed: number
    lastError: string | null
    lastFailedAt: string
    webhook: { id: string; url: string }
  }[]
}) {
  const { id } = useOrganization()
  return (
    <section className="card" aria-labelledby="failing-title">
      <h2 id="failing-title">Failed attempts</h2>
      {failing.length === 0 && <p className="help">None: nothing has failed in this time.</p>}
      <ul className="rows">
        {failing.map(({ webhook, attempts, failed, lastError, lastFailedAt }) => (
          <li key={webhook.id}>
            <div className="row-line">
              <WebhookUrl url={webhook.url} to={paths.webhook(id, webhook.id)} />
              <span className="bad-text nowrap">
                {failed} of {attempts} failed
              </span>
            </div>
            <p className="help">
              {lastError} <Time at={lastFailedAt} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `fails`: whether attempts that failed are listed beside it. */
function Attention({ items, fails }: { items: ReturnType<typeof attentionOf>; fails: boolean }) {
  return (
    <section className="card" aria-labelledby="attention-title">
      <h2 id="attention-title">Needs attention</h2>
      {items.length === 0 && (
        <p className="help">{fails ? 'Nothing does yet: what failed is tried again.' : 'Nothing does.'}</p>
      )}
      <ul className="rows">
        {items.map(({ key, title, to, url, text, at }) => (
          <li key={key}>
            <div className="row-line">
              <Link to={to}>{title}</Link>
              <span className="nowrap muted">{at && <Time at={at} />}</span>
            </div>
            <p className="help">
              <WebhookUrl url={url} /> {text}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useLiveRows(organizationId: string): LiveRows {
  const [live, setLive] = useState<LiveRows>({ rows: [], count: 0 })
  useEffect(
    () =>
      follow<FollowOrganizationSubscription['organizationDeliveryLog']>(FollowOrganizationDocument, {
        after: null,
        variables: (after) => ({ organizationId, after }),
        onEntry: ({ node }) =>
          setLive(({ rows, count }) => ({ rows: [...rows.slice(-1000), node], count: count + 1 })),
      }),
    [organizationId],
  )
  return live
}
