import type { LogRowFragment } from '../generated/operations.ts'
import { OutcomeBadge } from '../parts/badge.tsx'
import { Countdown, formatMs, Time } from '../parts/time.tsx'

export const COLUMNS = ['Response', 'Event', 'Attempt', 'Delivery', 'Latency', 'Next', 'Time'] as const

const TRIGGERS = { AUTOMATIC: '', MANUAL: 'manual', TEST: 'test' }

/** The cells of one attempt. `newest`: of its delivery, so the next attempt is still to come. */
export function RowCells({ row, newest }: { row: LogRowFragment; newest: boolean }) {
  const { eventType, number, trigger, deliveryId, latency, nextAttemptAt, finishedAt } = row
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
        {newest && nextAttemptAt ? <Countdown to={nextAttemptAt} /> : ''}
      </span>
      <span role="gridcell" className="time">
        <Time at={finishedAt} />
      </span>
    </>
  )
}

/** The part of an id that tells it from its neighbours. */
export const shortId = (id: string): string => `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-6)}`
