import type { LogRowFragment } from '../generated/operations.ts'
import { OutcomeBadge } from '../components/badge.tsx'
import { formatMs, Time } from '../components/time.tsx'
import type { DeliveriesNow } from './deliveries-now.ts'
import { NextCell } from './next-cell.tsx'

export const COLUMNS = ['Response', 'Event', 'Attempt', 'Delivery', 'Latency', 'Next', 'Time'] as const

const TRIGGERS = { AUTOMATIC: '', MANUAL: 'manual', TEST: 'test' }

/** The cells of one attempt. */
export function RowCells({ row, now }: { row: LogRowFragment; now: DeliveriesNow }) {
  const { eventType, number, trigger, deliveryId, latency, finishedAt } = row
  return (
    <>
      <span role="gridcell">
        <OutcomeBadge attempt={row} />
      </span>
      <span role="gridcell" className="event-type">
        {eventType}
      </span>
      <span role="gridcell" className="number">
        {`#${number}`} {TRIGGERS[trigger] && <span className="tag">{TRIGGERS[trigger]}</span>}
      </span>
      <span role="gridcell" className="mono id" title={deliveryId}>
        {shortId(deliveryId)}
      </span>
      <span role="gridcell" className="latency">
        {formatMs(latency.totalMs)}
      </span>
      <span role="gridcell" className="next">
        <NextCell row={row} now={now} />
      </span>
      <span role="gridcell" className="time">
        <Time at={finishedAt} />
      </span>
    </>
  )
}

/** The part of an id that distinguishes it from its neighbours. */
export const shortId = (id: string): string => `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-6)}`
