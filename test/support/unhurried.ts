import { vi } from 'vitest'

/**
 * Does what gives up, or begins nothing more, after a time that is too short on a busy machine: its clock (`performance`) stands still
 * meanwhile.
 */
export async function unhurried<Result>(work: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    return await work()
  } finally {
    vi.useRealTimers()
  }
}
