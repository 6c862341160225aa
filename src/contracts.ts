/**
 * What the workflow side and the rest of durahook agree on. Imported by workflow code, which runs in a
 * deterministic sandbox: no `node:` import, no clock, no randomness.
 */

/** The one task queue every delivery runs on. */
export const TASK_QUEUE = 'deliveries'

/** How long a delivery may be retried, counted from its start. The mission's schedule-to-close limit. */
export const DELIVERY_WINDOW_MS = 24 * 60 * 60 * 1000

/** Why an attempt was made. */
export type Trigger = 'AUTOMATIC' | 'MANUAL' | 'TEST'

/** When the next attempt comes after a failed one. Every figure is in milliseconds. */
export type RetryPolicy =
  | {
      kind: 'exponential'
      /** Delay before the first retry. */
      initialMs: number
      /** What each delay is multiplied with to get the next. */
      factor: number
      /** No delay is longer than this, before jitter. */
      maximumMs: number
      /** Part of each delay that is random: 0.2 means from 0.8 to 1.2 times the delay. */
      jitter: number
      /** How many retries follow the first attempt; null: as many as fit into the window. */
      maximumRetries: number | null
    }
  | {
      kind: 'schedule'
      /** One delay for each retry, in order. */
      delaysMs: readonly number[]
      jitter: number
    }
