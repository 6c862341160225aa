import { type ReactNode } from 'react'
import { request } from '../api/request.ts'
import { missingPlan, useOrganization } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { WebhooksDocument, type WebhookRowFragment } from '../generated/operations.ts'
import { useFilterInUrl, usePageInUrl } from '../search/in-url.ts'
import { Pager } from '../search/pager.tsx'
import { useFound } from '../search/use-found.ts'
import { isFiltered, NO_WEBHOOK_FILTER, WEBHOOK_FILTER_IN_URL } from './webhook-filter.ts'
import { WebhookFilterBar } from './webhook-filter-bar.tsx'
import { WebhookTable } from './webhook-table.tsx'

/** Webhooks on a page: the API reads the figures of each. */
const PAGE = 50

/** The webhooks of the organization, or of one channel: searched, in a chosen order, read in both directions. */
export function WebhookList({ channelId = null, action }: { channelId?: string | null; action: ReactNode }) {
  const organization = useOrganization()
  const { dialect, id: organizationId } = organization
  const { filter, setFilter } = useFilterInUrl(WEBHOOK_FILTER_IN_URL)
  const { place, goTo } = usePageInUrl()
  const conditions = {
    organizationId,
    channelId,
    text: filter.text.trim() || null,
    status: filter.status || null,
    order: filter.order,
  }
  const found = useFound<WebhookRowFragment>(
    JSON.stringify(conditions),
    PAGE,
    place,
    async (page, signal) => {
      const answer = await request(WebhooksDocument, { ...conditions, ...page }, signal)
      return answer.webhooks
    },
  )
  const { nodes } = found
  const none = nodes?.length === 0 && !isFiltered(filter) && place.after === null && place.before === null
  if (none && missingPlan(organization)) return null
  if (none)
    return (
      <Empty title="No webhooks yet" action={action}>
        {`Give ${dialect.title} a URL of yours, and choose the events it is told of.`}
      </Empty>
    )
  return (
    <>
      <div className="log-bar">
        <WebhookFilterBar filter={filter} onChange={setFilter} />
      </div>
      <div className={found.turning ? 'turning' : ''} aria-busy={found.turning}>
        {!nodes ? (
          found.error ? (
            <Failed error={found.error} retry={found.reload} />
          ) : (
            <Loading rows={8} label="Loading webhooks" />
          )
        ) : nodes.length === 0 ? (
          <Empty
            title="Nothing matches"
            action={<Button onClick={() => setFilter(NO_WEBHOOK_FILTER)}>Clear the filter</Button>}
          />
        ) : (
          <WebhookTable webhooks={nodes} showChannel={channelId === null} />
        )}
        <Pager
          found={found}
          place={place}
          goTo={goTo}
          words={filter.order === 'NEWEST' ? undefined : ORDERED}
        />
      </div>
    </>
  )
}

/** The pager's words for lists that are not the newest first. */
const ORDERED = { first: 'First', back: 'Back', on: 'Next' }
