import type { Logger } from 'pino'

/** What to end: each key is a name that fits after "waiting for" in a log line, each value a function that ends it. */
export type Endings = Readonly<Record<string, () => unknown>>

/** Not everything ended in time. The process still exits, with code 1; the log names what was left running. */
export class LeftBehindError extends Error {}

/**
 * Runs all of `endings` at the same time and waits at most `milliseconds` for them. An ending that fails or takes longer is
 * named in the log and abandoned, so that nothing that hangs keeps the process from exiting. Returns whether all ended.
 */
export async function endWithin(log: Logger, milliseconds: number, endings: Endings): Promise<boolean> {
  const waitingFor = new Set(Object.keys(endings))
  const all = Object.entries(endings).map(async ([name, end]) => {
    try {
      await end()
    } catch (error) {
      log.warn({ err: error }, `Shutdown: ending ${name} failed. Continuing with the rest.`)
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
    `Shutdown: ${names} did not end in time. Continuing without waiting.`,
  )
  return false
}
