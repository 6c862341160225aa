import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { createDeliveriesNow, type DeliveriesNow, type DeliveryNow } from './deliveries-now.ts'

/** What is so now about a webhook's deliveries, read again and again while the component is on the page. */
export function useDeliveriesNow(webhookId: string): DeliveriesNow {
  const now = useMemo(() => createDeliveriesNow(webhookId), [webhookId])
  useEffect(() => now.open(), [now])
  return now
}

/** What is known now of one delivery; undefined: nothing yet. */
export const useDeliveryNow = (now: DeliveriesNow, id: string | null): DeliveryNow | undefined =>
  useSyncExternalStore(now.subscribe, () => (id === null ? undefined : now.of(id)))
