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
