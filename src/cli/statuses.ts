import type { DeliveryStatus } from '../words/enums.ts'

/** The statuses of deliveries, in the order of a delivery's life. */
export const DELIVERY_STATUSES = [
  'PENDING',
  'SUCCEEDED',
  'FAILED',
  'CANCELED',
  'SKIPPED',
] as const satisfies readonly DeliveryStatus[]

/** What a replay can send again: all that has ended. */
export const REPLAYED_STATUSES = DELIVERY_STATUSES.filter((status) => status !== 'PENDING')
