/** How long and how often everything is measured. */
export interface Sizes {
  rounds: number
  /** Of each measurement of throughput, in seconds. */
  seconds: number
  latencySeconds: number
  subscribers: number
  fanOutEvents: number
  stored: { few: number; many: number }
  logPages: number
}

/** For figures; both stacks take less than 15 minutes on a quiet machine with two cores. */
export const FULL: Sizes = {
  rounds: 2,
  seconds: 8,
  latencySeconds: 12,
  subscribers: 100,
  fanOutEvents: 10,
  stored: { few: 10_000, many: 2_000_000 },
  logPages: 40,
}

/** To see that everything runs; the figures mean little. */
export const QUICK: Sizes = {
  rounds: 1,
  seconds: 2,
  latencySeconds: 2,
  subscribers: 5,
  fanOutEvents: 1,
  stored: { few: 1_000, many: 2_000 },
  logPages: 3,
}
