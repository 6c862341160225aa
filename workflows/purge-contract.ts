/** The steps of a purge, in their order. */
export const PURGE_STEPS = [
  'idempotency keys',
  'payloads',
  'events',
  'deliveries',
  'attempts',
  'organizations with a retention of their own',
  'sessions and API keys',
] as const

export type PurgeStep = (typeof PURGE_STEPS)[number]

export interface PurgeActivities {
  /** Deletes what is no longer kept of one kind. Safe to repeat. Returns what it did, in words. */
  purgeStep(step: PurgeStep): Promise<string>
}
