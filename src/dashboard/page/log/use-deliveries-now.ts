import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { createDeliveriesNow, type DeliveriesNow, type DeliveryNow } from './deliveries-now.ts'
import type { LogScope } from './log-scope.ts'

/** The current state of a webhook's or an organization's deliveries, kept up to date while the component is mounted. */
export function useDeliveriesNow({ of, id }: LogScope): DeliveriesNow {
  const now = useMemo(() => createDeliveriesNow({ of, id }), [of, id])
  useEffect(() => now.open(), [now])
  return now
}

/** The current state of one delivery; undefined if it is not known yet. */
export const useDeliveryNow = (now: DeliveriesNow, id: string | null): DeliveryNow | undefined =>
  useSyncExternalStore(now.subscribe, () => (id === null ? undefined : now.find(id)))
