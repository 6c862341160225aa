/** The delays between attempts, in milliseconds. */
export type RetryPolicy =
  | {
      kind: 'exponential'
      /** Delay before the first retry. */
      initialMs: number
      /** Each delay is the one before multiplied by this. */
      factor: number
      /** Longest delay, before jitter. */
      maximumMs: number
      /** Part of each delay that is random: 0.2 means from 0.8 to 1.2 times the delay. */
      jitter: number
      /** Maximum number of retries after the first attempt; null if only the 24 hours limit them. */
      maximumRetries: number | null
    }
  | {
      kind: 'schedule'
      /** One delay for each retry, in order. */
      delaysMs: readonly number[]
      jitter: number
    }
