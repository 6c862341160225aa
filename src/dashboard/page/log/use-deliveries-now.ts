import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { createDeliveriesNow, type DeliveriesNow, type DeliveryNow } from './deliveries-now.ts'

/** The current state of a webhook's deliveries, kept up to date while the component is mounted. */
export function useDeliveriesNow(webhookId: string): DeliveriesNow {
  const now = useMemo(() => createDeliveriesNow(webhookId), [webhookId])
  useEffect(() => now.open(), [now])
  return now
}

/** The current state of one delivery; undefined if it is not known yet. */
export const useDeliveryNow = (now: DeliveriesNow, id: string | null): DeliveryNow | undefined =>
  useSyncExternalStore(now.subscribe, () => (id === null ? undefined : now.find(id)))
