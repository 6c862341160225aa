import { useMemo } from 'react'
import { request } from '../api/request.ts'
import { serverNow } from '../api/clock.ts'
import { useOrganization } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { EVENT_FILTER_IN_URL, eventInput, isEmpty, NO_EVENT_FILTER } from '../events/event-filter.ts'
import { EventFilterBar } from '../events/event-filter-bar.tsx'
import { EventPanel } from '../events/event-panel.tsx'
import { EventTable } from '../events/event-table.tsx'
import { EventsDocument, type EventRowFragment } from '../generated/operations.ts'
import { useFilterInUrl, useOpenInUrl, usePageInUrl } from '../search/in-url.ts'
import { Pager } from '../search/pager.tsx'
import { useFound } from '../search/use-found.ts'

/** Events on a page: the API reads the deliveries of each. */
const PAGE = 25

/** The events of an organization: searched, read in both directions, one of them open beside the list. */
export default function Events() {
  const { id: organizationId } = useOrganization()
  const { filter, setFilter } = useFilterInUrl(EVENT_FILTER_IN_URL)
  const { place, goTo } = usePageInUrl()
  const { openId, open } = useOpenInUrl('event')
  const input = useMemo(() => eventInput(filter, serverNow()), [filter])
  const search = JSON.stringify([organizationId, input])
  const found = useFound<EventRowFragment>(search, PAGE, place, async (page, signal) => {
    const answer = await request(EventsDocument, { organizationId, filter: input, ...page }, signal)
    return answer.found
  })
  return (
    <>
      <PageHeader title="Events" />
      <div className="log-bar">
        <EventFilterBar filter={filter} onChange={setFilter} />
      </div>
      <div className={openId ? 'log-split paged open' : 'log-split paged'}>
        <div
          className={found.turning ? 'turning' : ''}
          aria-busy={found.turning}
          onKeyDown={({ key }) => key === 'Escape' && open(null)}
        >
          {!found.nodes ? (
            found.error ? (
              <Failed error={found.error} retry={found.reload} />
            ) : (
              <Loading rows={8} label="Searching" />
            )
          ) : found.nodes.length === 0 ? (
            isEmpty(input) ? (
              <Empty title="No events yet">Each event that is published appears here.</Empty>
            ) : (
              <Empty
                title="Nothing matches"
                action={<Button onClick={() => setFilter(NO_EVENT_FILTER)}>Clear the filter</Button>}
              >
                {input.text !== null && 'Text is looked for in events whose data is still kept.'}
              </Empty>
            )
          ) : (
            <EventTable events={found.nodes} openId={openId} onOpen={open} />
          )}
          <Pager found={found} place={place} goTo={goTo} />
        </div>
        {openId && (
          <aside className="log-aside" aria-label="Event">
            <Button kind="quiet" className="close" aria-label="Close the event" onClick={() => open(null)}>
              ✕
            </Button>
            <EventPanel key={openId} eventId={openId} />
          </aside>
        )}
      </div>
    </>
  )
}
