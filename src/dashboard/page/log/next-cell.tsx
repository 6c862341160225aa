import { useSyncExternalStore } from 'react'
import type { LogRowFragment } from '../generated/operations.ts'
import type { DeliveriesNow, DeliveryNow } from './deliveries-now.ts'
import { Expectation } from './expectation.tsx'
import { useDeliveryNow } from './use-deliveries-now.ts'

/**
 * The current state of an attempt's delivery. It is not taken from the attempt, as what was decided after the attempt may
 * be outdated. Empty until the state is known.
 */
export function NextCell({
  row,
  now,
}: {
  row: Pick<LogRowFragment, 'deliveryId' | 'number' | 'outcome'>
  now: DeliveriesNow
}) {
  const delivery = useDeliveryNow(now, row.deliveryId)
  const ofScope = useSyncExternalStore(now.subscribe, () => now.get().webhookStatus)
  if (!delivery) return null
  const { status } = delivery
  if (status === 'PENDING') {
    if (row.number < lastNumber(delivery)) return <span className="muted">tried again</span>
    return <Expectation delivery={delivery} webhookStatus={ofScope ?? delivery.webhook.status} />
  }
  return <span className={status === 'FAILED' ? 'bad-text' : 'muted'}>{ended(row, delivery)}</span>
}

/** Describes how a delivery ended, for the row of one of its attempts. */
function ended(
  { number, outcome }: { number: number; outcome: string },
  { status, attemptCount }: DeliveryNow,
): string {
  if (status === 'CANCELED') return 'canceled'
  if (status === 'SKIPPED') return 'skipped'
  if (status === 'FAILED') return 'failed for good'
  return outcome === 'SUCCEEDED' || number >= attemptCount
    ? 'delivered'
    : `delivered by attempt ${attemptCount}`
}

/** Number of the newest attempt that has ended. */
const lastNumber = ({ attemptCount, attemptStartedAt }: DeliveryNow): number =>
  attemptStartedAt === null ? attemptCount : attemptCount - 1
