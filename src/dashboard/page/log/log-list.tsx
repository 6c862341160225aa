import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { LogRowFragment } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import type { DeliveriesNow } from './deliveries-now.ts'
import type { LogEntry } from './log-store.ts'
import { columnsOf, RowCells } from './row-cells.tsx'

/** Height of a row in CSS pixels, as in styles/log.css. */
const ROW = 40

export interface LogListProps {
  entries: readonly LogEntry[]
  arrived: number
  /** The current state of the rows' deliveries. The list reports to it which ones are in view. */
  now: DeliveriesNow
  hasOlder: boolean
  loadOlder(): void
  /** Id of the attempt that is open beside the list. */
  openId: string | null
  onOpen(id: string | null): void
  /** The URLs of webhooks by id, in the log of an organization; null in that of a webhook. */
  urls: ReadonlyMap<string, string> | null
}

/**
 * The rows of the log, virtualized: only those in view are rendered. New rows appear at the top. If the viewer has scrolled
 * down, the scroll position stays on the same rows and a note shows how many new ones have arrived.
 */
export const LogList = memo(function LogList({
  entries,
  arrived,
  now,
  hasOlder,
  loadOlder,
  openId,
  onOpen,
  urls,
}: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string | null>(null)
  const [unread, setUnread] = useState(0)
  const before = useRef(arrived)

  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => entries[index]!.node.id,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()

  useLayoutEffect(() => {
    const added = arrived - before.current
    before.current = arrived
    const element = scroller.current!
    if (added <= 0 || element.scrollTop < ROW / 2) return
    element.scrollTop += added * ROW
    setUnread((count) => count + added)
  }, [arrived])

  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    const inView = entries.slice(first, last + 1).map(({ node }) => node.deliveryId)
    now.watch([...new Set(inView)])
  }, [entries, first, last, now])
  useEffect(() => {
    if (hasOlder && last > entries.length - 40) loadOlder()
  }, [last, entries.length, hasOlder, loadOlder])

  function onKeyDown(event: KeyboardEvent) {
    const index = entries.findIndex(({ node }) => node.id === active)
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 10,
      PageUp: index - 10,
      Home: 0,
      End: entries.length - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) {
      event.preventDefault()
      const target = Math.max(0, Math.min(entries.length - 1, to))
      setActive(entries[target]!.node.id)
      virtual.scrollToIndex(target)
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus(),
      )
    } else if ((event.key === 'Enter' || event.key === ' ') && active) {
      event.preventDefault()
      onOpen(active)
    } else if (event.key === 'Escape') onOpen(null)
  }

  // Only one row is in the tab order: the last active one if it is in view, else the first.
  const inTabOrder = items.some(({ key }) => key === active) ? active : items[0]?.key
  return (
    <div
      className={urls ? 'log-list across' : 'log-list'}
      role="grid"
      aria-label="Attempts"
      aria-rowcount={entries.length + 1}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="log-row head">
          {columnsOf(urls !== null).map((column) => (
            <span role="columnheader" key={column} className={`head-${column.toLowerCase()}`}>
              {column}
            </span>
          ))}
        </div>
      </div>
      {unread > 0 && (
        <Button
          kind="primary"
          className="unread"
          onClick={() => {
            scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })
            setUnread(0)
          }}
        >
          {`↑ ${unread} new`}
        </Button>
      )}
      <div
        role="rowgroup"
        className="log-scroll"
        ref={scroller}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget }) => currentTarget.scrollTop < ROW / 2 && setUnread(0)}
      >
        <div role="presentation" className="log-space" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const { node } = entries[index]!
            return (
              <Row
                key={key}
                row={node}
                index={index}
                start={start}
                now={now}
                webhookUrl={urls && (urls.get(node.webhookId) ?? '')}
                selected={node.id === openId}
                inTabOrder={key === inTabOrder}
                onFocus={setActive}
                onOpen={onOpen}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
})

interface RowProps {
  row: LogRowFragment
  index: number
  start: number
  now: DeliveriesNow
  webhookUrl: string | null
  selected: boolean
  inTabOrder: boolean
  onFocus(id: string): void
  onOpen(id: string | null): void
}

const Row = memo(function Row(props: RowProps) {
  const { row, index, start, now, webhookUrl, selected, inTabOrder, onFocus, onOpen } = props
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-index={index}
      data-attempt={row.id}
      tabIndex={inTabOrder ? 0 : -1}
      className={`log-row ${row.outcome.toLowerCase()}`}
      style={{ transform: `translateY(${start}px)` }}
      onFocus={() => onFocus(row.id)}
      onClick={() => onOpen(selected ? null : row.id)}
    >
      <RowCells row={row} now={now} webhookUrl={webhookUrl} />
    </div>
  )
})
