import { useEffect, useMemo } from 'react'
import { request } from '../api/request.ts'
import { serverNow } from '../api/clock.ts'
import { mayManage, useOrganization, useViewer } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { isEmpty } from '../events/event-filter.ts'
import { DeliveriesDocument, type DeliveryRowFragment } from '../generated/operations.ts'
import { DeliveryPanel } from '../log/delivery-panel.tsx'
import { useDeliveriesNow } from '../log/use-deliveries-now.ts'
import { useFilterInUrl, useOpenInUrl, usePageInUrl } from '../search/in-url.ts'
import { Pager } from '../search/pager.tsx'
import { useFound } from '../search/use-found.ts'
import { DELIVERY_FILTER_IN_URL, deliveryInput, NO_DELIVERY_FILTER } from './delivery-filter.ts'
import { DeliveryFilterBar } from './delivery-filter-bar.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import { ResendBar } from './resend-bar.tsx'
import { useSelection } from './use-selection.ts'

const PAGE = 50

/** The search of deliveries, read in both directions, one of them open beside the list; many of them can be sent again. */
export default function DeliverySearch() {
  const { id: organizationId } = useOrganization()
  const resends = mayManage(useViewer())
  const { filter, setFilter } = useFilterInUrl(DELIVERY_FILTER_IN_URL)
  const { place, goTo } = usePageInUrl()
  const { openId, open } = useOpenInUrl('delivery')
  const now = useDeliveriesNow({ of: 'organization', id: organizationId })
  const input = useMemo(() => deliveryInput(filter, serverNow()), [filter])
  const webhookId = filter.webhookId || null
  const search = JSON.stringify([organizationId, webhookId, input])
  const found = useFound<DeliveryRowFragment>(search, PAGE, place, async (page, signal) => {
    const askedAt = Date.now()
    const variables = { organizationId, webhookId, filter: input, ...page }
    const answer = await request(DeliveriesDocument, variables, signal)
    now.addDeliveries(answer.found.nodes, askedAt)
    return answer.found
  })
  const { nodes } = found
  const selection = useSelection(search)
  const filtered = webhookId !== null || !isEmpty(input)
  useEffect(() => {
    const listed = (nodes ?? []).map(({ id }) => id)
    now.watch(openId === null ? listed : [openId, ...listed])
  }, [nodes, openId, now])

  return (
    <>
      <div className="log-bar">
        <DeliveryFilterBar filter={filter} filtered={filtered} onChange={setFilter} />
      </div>
      {resends && nodes && nodes.length > 0 && (
        <ResendBar filter={filter} input={input} selection={selection} />
      )}
      <div className={openId ? 'log-split paged open' : 'log-split paged'}>
        <div
          className={found.turning ? 'turning' : ''}
          aria-busy={found.turning}
          onKeyDown={({ key }) => key === 'Escape' && open(null)}
        >
          {!nodes ? (
            found.error ? (
              <Failed error={found.error} retry={found.reload} />
            ) : (
              <Loading rows={8} label="Searching" />
            )
          ) : nodes.length === 0 ? (
            filtered ? (
              <Empty
                title="Nothing matches"
                action={<Button onClick={() => setFilter(NO_DELIVERY_FILTER)}>Clear the filter</Button>}
              >
                {input.text !== null && 'Text is looked for in events whose data is still kept.'}
              </Empty>
            ) : (
              <Empty title="No deliveries yet">
                Each event that is published makes one for every webhook that asks for it.
              </Empty>
            )
          ) : (
            <DeliveryTable
              deliveries={nodes}
              now={now}
              selection={resends ? selection : null}
              openId={openId}
              onOpen={open}
            />
          )}
          <Pager found={found} place={place} goTo={goTo} />
        </div>
        {openId && (
          <aside className="log-aside" aria-label="Delivery">
            <Button kind="quiet" className="close" aria-label="Close the delivery" onClick={() => open(null)}>
              ✕
            </Button>
            <DeliveryPanel key={openId} deliveryId={openId} version={0} now={now} across />
          </aside>
        )}
      </div>
    </>
  )
}
