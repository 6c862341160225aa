import type { LogRowFragment } from '../generated/operations.ts'
import { OutcomeBadge } from '../components/badge.tsx'
import { shortId } from '../components/short.ts'
import { shortUrl } from '../components/shown-url.ts'
import { formatMs, Time } from '../components/time.tsx'
import type { DeliveriesNow } from './deliveries-now.ts'
import { NextCell } from './next-cell.tsx'

const COLUMNS = ['Response', 'Event', 'Attempt', 'Delivery', 'Latency', 'Next', 'Time'] as const

/** The log of an organization says which webhook each attempt was for; no link, as the row itself opens. */
const COLUMNS_ACROSS = ['Response', 'Event', 'Webhook', ...COLUMNS.slice(2)] as const

export const columnsOf = (across: boolean): readonly string[] => (across ? COLUMNS_ACROSS : COLUMNS)

const TRIGGERS = { AUTOMATIC: '', MANUAL: 'manual', TEST: 'test' }

/** The cells of one attempt. `webhookUrl`: null in the log of a webhook. */
export function RowCells({
  row,
  now,
  webhookUrl,
}: {
  row: LogRowFragment
  now: DeliveriesNow
  webhookUrl: string | null
}) {
  const { eventType, number, trigger, deliveryId, latency, finishedAt } = row
  return (
    <>
      <span role="gridcell">
        <OutcomeBadge attempt={row} />
      </span>
      <span role="gridcell" className="event-type">
        {eventType}
      </span>
      {webhookUrl !== null && (
        <span role="gridcell" className="webhook" title={webhookUrl}>
          {shortUrl(webhookUrl)}
        </span>
      )}
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
