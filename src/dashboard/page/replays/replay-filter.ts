import type { DeliveryStatus, PlanReplayInput } from '../generated/operations.ts'

/** What a replay is of, as planReplay and startReplay take it. */
export type ReplayFilter = Pick<
  PlanReplayInput,
  | 'organizationId'
  | 'webhookId'
  | 'since'
  | 'until'
  | 'statuses'
  | 'eventTypes'
  | 'statusCodes'
  | 'errorKinds'
> & { since: string; until: string }

/** The statuses of deliveries that a replay can send. A PENDING one is sent anyway. */
export const REPLAYED: readonly DeliveryStatus[] = ['FAILED', 'SKIPPED', 'CANCELED', 'SUCCEEDED']

/** An idempotency key. The page may have no secure context, so crypto.randomUUID() may not be there. */
export const newKey = (): string => `page-${[...crypto.getRandomValues(new Uint32Array(4))].join('-')}`
