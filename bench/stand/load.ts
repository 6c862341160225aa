import { setTimeout as delay } from 'node:timers/promises'

/**
 * Closed loop: keeps `inFlight` calls of `task` going until `signal` aborts, each with the next number. Resolves when
 * the last has ended.
 */
export async function keepBusy(
  inFlight: number,
  signal: AbortSignal,
  task: (number: number) => Promise<unknown>,
): Promise<void> {
  const lane = async () => {
    while (!signal.aborted) await task(nextNumber())
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
}

/**
 * Open loop: calls `task` `rate` times a second for `seconds`, however long the calls take, so that a slow stretch is
 * felt by all who come in it. Resolves with their results when all have ended.
 */
export async function atRate<Result>(
  rate: number,
  seconds: number,
  task: (number: number) => Promise<Result>,
): Promise<Result[]> {
  const begun = performance.now()
  const under: Promise<Result>[] = []
  for (let index = 0; index < rate * seconds; index += 1) {
    await delay(Math.max(begun + (index * 1000) / rate - performance.now(), 0))
    under.push(task(nextNumber()))
  }
  return Promise.all(under)
}

let last = 0
const nextNumber = () => (last += 1)
