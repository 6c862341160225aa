import type { Logger } from 'pino'

/** What is ended: what it is, as it reads after "waiting for", and what ends it. */
export type Endings = Readonly<Record<string, () => unknown>>

/** The process ends all the same; main says so and exits with 1. What was left is in the log. */
export class LeftBehindError extends Error {}

/**
 * Ends all of `endings` at once and waits for them, `milliseconds` at the most. One that fails, or takes longer, is named
 * in the log and left: nothing that hangs may keep the process, whose end takes it along. Returns whether all ended.
 */
export async function endWithin(log: Logger, milliseconds: number, endings: Endings): Promise<boolean> {
  const waitingFor = new Set(Object.keys(endings))
  const all = Object.entries(endings).map(async ([name, end]) => {
    try {
      await end()
    } catch (error) {
      log.warn({ err: error }, `Ending: an error from ${name}; going on.`)
    }
    waitingFor.delete(name)
  })
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => resolve('late'), Math.max(milliseconds, 0))
  await Promise.race([Promise.all(all), late])
  clearTimeout(timer)
  if (waitingFor.size === 0) return true
  const names = [...waitingFor].join(', ')
  log.warn(
    { waitingFor: names, milliseconds: Math.round(milliseconds) },
    `Ending without waiting longer for ${names}.`,
  )
  return false
}
