import { useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { refresh } from '../api/use-query.ts'
import { LiveChart } from '../chart/live-chart.tsx'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { ConnectionBadge } from './connection-badge.tsx'
import { DeliveryPanel } from './delivery-panel.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { DeliveriesNow } from './deliveries-now.ts'
import { isFiltered, NO_FILTER } from './log-filter.ts'
import { Expired, LogKept } from './log-kept.tsx'
import { LogList } from './log-list.tsx'
import { LOG_DOCUMENTS, type LogScope } from './log-scope.ts'
import { useLogUrl } from './log-url.ts'
import { useDeliveriesNow } from './use-deliveries-now.ts'
import { useDeliveryLog, type LiveEntry, type LogListener } from './use-delivery-log.ts'
import { Waiting } from './waiting.tsx'

/** Interval of announcements to screen readers, in milliseconds. */
const ANNOUNCE_MS = 5_000

/**
 * The delivery log of a webhook, or of an organization: chart, filters, live rows, and beside them the open delivery. `urls`:
 * those of the organization's webhooks, by id.
 */
export function DeliveryLog({
  of,
  id,
  eventTypes,
  urls = null,
}: LogScope & { eventTypes: readonly string[]; urls?: ReadonlyMap<string, string> | null }) {
  const { filter, setFilter, openId, open } = useLogUrl()
  const scope = useMemo<LogScope>(() => ({ of, id }), [of, id])
  const now = useDeliveriesNow(scope)
  useStatusOfWebhook(now)
  const [live, setLive] = useState<{ rows: readonly LiveEntry['node'][]; count: number }>({
    rows: [],
    count: 0,
  })
  const deliveryId = openId?.split('/')[0] ?? null
  const announceSoon = useAnnouncements()
  const listener = useMemo<LogListener>(
    () => ({
      onArrive({ node }) {
        now.addAttempt(node)
        announceSoon(node)
        setLive(({ rows, count }) => ({ rows: [...rows.slice(-200), node], count: count + 1 }))
      },
      onDeliveries: now.addDeliveries,
    }),
    [now],
  )
  const log = useDeliveryLog(scope, filter, listener)
  // Rendering the rows has priority over the chart.
  const charted = useDeferredValue(live)
  const version = useVersionOf(deliveryId, live.rows)

  return (
    <div className="log">
      <LiveChart
        document={LOG_DOCUMENTS[of].statistics}
        variables={{ scope: id }}
        statisticsOf={({ log: { statistics } }) => statistics}
        live={charted}
      />
      <div className="log-bar">
        <FilterBar filter={filter} eventTypes={eventTypes} onChange={setFilter} />
        <ConnectionBadge />
      </div>
      <Waiting scope={scope} now={now} />
      {log.expired && <Expired completeSince={log.expired.completeSince} />}
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
              Each attempt appears here the moment it is made.
              {of === 'webhook' && ' The Test tab sends one now.'}
            </Empty>
          )
        ) : (
          <LogList
            entries={log.entries}
            arrived={log.arrived}
            now={now}
            hasOlder={log.olderCursor !== null}
            loadOlder={log.loadOlder}
            openId={openId}
            onOpen={open}
            urls={urls}
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
              now={now}
              across={of === 'organization'}
            />
          </aside>
        )}
      </div>
      <LogKept />
    </div>
  )
}

/** Reads the rest of the page again when the webhook's status changes, as it shows the status too. */
function useStatusOfWebhook(now: DeliveriesNow): void {
  const status = useSyncExternalStore(now.subscribe, () => now.get().webhookStatus)
  const before = useRef(status)
  useEffect(() => {
    if (before.current !== null && before.current !== status) refresh()
    before.current = status
  }, [status])
}

/** Counts the live rows of one delivery. */
function useVersionOf(deliveryId: string | null, rows: readonly LiveEntry['node'][]): number {
  return rows.filter((row) => row.deliveryId === deliveryId).length
}

/** Announces to screen readers how many attempts arrived, at most once per ANNOUNCE_MS. */
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
