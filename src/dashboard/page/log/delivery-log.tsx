import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { LiveChart } from '../chart/live-chart.tsx'
import { StatisticsDocument } from '../generated/operations.ts'
import { announce } from '../parts/announcer.tsx'
import { Button } from '../parts/button.tsx'
import { Empty, Failed, Loading } from '../parts/states.tsx'
import { ConnectionBadge } from './connection-badge.tsx'
import { DeliveryPanel } from './delivery-panel.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, NO_FILTER, type LogFilter } from './log-filter.ts'
import { LogList } from './log-list.tsx'
import { useDeliveryLog, type LiveEntry } from './use-delivery-log.ts'
import { Waiting } from './waiting.tsx'

/** How often screen readers are told what arrived, in milliseconds. */
const ANNOUNCE_MS = 5_000

/** The delivery log of a webhook: chart, filters, live rows, and beside them the delivery that is looked at. */
export function DeliveryLog({ webhookId, eventTypes }: { webhookId: string; eventTypes: readonly string[] }) {
  const [filter, setFilter] = useState<LogFilter>(NO_FILTER)
  const [live, setLive] = useState<{ rows: readonly LiveEntry['node'][]; count: number }>({
    rows: [],
    count: 0,
  })
  const [search, setSearch] = useSearchParams()
  const openId = search.get('attempt')
  const deliveryId = openId?.split('/')[0] ?? null
  const announceSoon = useAnnouncements()

  const onArrive = useCallback(({ node }: LiveEntry) => {
    announceSoon(node)
    setLive(({ rows, count }) => ({ rows: [...rows.slice(-200), node], count: count + 1 }))
  }, [])
  const log = useDeliveryLog(webhookId, filter, onArrive)
  const open = useCallback(
    (id: string | null) => setSearch(id ? { attempt: id } : {}, { replace: true }),
    [setSearch],
  )
  // Rows come first; the chart follows when there is time.
  const charted = useDeferredValue(live)
  const version = useVersionOf(deliveryId, live.rows)

  return (
    <div className="log">
      <LiveChart
        document={StatisticsDocument}
        variables={{ webhookId }}
        statisticsOf={(data) => data.webhook.statistics}
        live={charted}
      />
      <div className="log-bar">
        <FilterBar filter={filter} eventTypes={eventTypes} onChange={setFilter} />
        <ConnectionBadge />
      </div>
      <Waiting webhookId={webhookId} version={live.count} />
      <div className={deliveryId ? 'log-split open' : 'log-split'}>
        {log.error ? (
          <Failed error={log.error} retry={log.reload} />
        ) : log.loading ? (
          <Loading rows={8} label="Loading the log" />
        ) : log.entries.length === 0 ? (
          isFiltered(filter) ? (
            <Empty
              title="Nothing matches"
              action={<Button onClick={() => setFilter(NO_FILTER)}>Clear the filter</Button>}
            >
              No attempt so far passes this filter. New ones that do will appear here.
            </Empty>
          ) : (
            <Empty title="No deliveries yet">
              Each attempt appears here the moment it is made. The Test tab sends one now.
            </Empty>
          )
        ) : (
          <LogList
            entries={log.entries}
            arrived={log.arrived}
            hasOlder={log.olderCursor !== null}
            loadOlder={log.loadOlder}
            openId={openId}
            onOpen={open}
          />
        )}
        {deliveryId && openId && (
          <aside className="log-aside" aria-label="Delivery">
            <Button kind="quiet" className="close" aria-label="Close the delivery" onClick={() => open(null)}>
              ✕
            </Button>
            <DeliveryPanel
              deliveryId={deliveryId}
              attemptId={openId.includes('/') ? openId : undefined}
              version={version}
            />
          </aside>
        )}
      </div>
    </div>
  )
}

/** Counts the live rows of one delivery. */
function useVersionOf(deliveryId: string | null, rows: readonly LiveEntry['node'][]): number {
  return rows.filter((row) => row.deliveryId === deliveryId).length
}

/** Tells screen readers how many attempts arrived, no more often than they can listen to. */
function useAnnouncements(): (row: LiveEntry['node']) => void {
  const gathered = useRef({ count: 0, failed: 0, timer: 0 })
  useEffect(() => () => clearTimeout(gathered.current.timer), [])
  return ({ outcome }) => {
    const all = gathered.current
    all.count += 1
    if (outcome !== 'SUCCEEDED') all.failed += 1
    all.timer ||= setTimeout(() => {
      announce(`${all.count} new ${all.count === 1 ? 'attempt' : 'attempts'}, ${all.failed} failed.`)
      gathered.current = { count: 0, failed: 0, timer: 0 }
    }, ANNOUNCE_MS) as unknown as number
  }
}
