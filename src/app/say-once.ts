import { LRUCache } from 'lru-cache'
import { pino, type Logger, type LogFn } from 'pino'

/** A warning that was said is not said again for so long, and twice as long each time while it goes on, in milliseconds. */
const PAUSE_MS = { first: 10_000, most: 10 * 60_000 }

/** Different warnings that are remembered. */
const REMEMBERED = 1_000

/**
 * For pino's `logMethod`: what is down is said once, and then seldom, with how often it was left out (`leftOut`). That concerns warnings
 * about an error (`err`); those with the same words are the same.
 */
export function sayOnce() {
  const said = new LRUCache<string, { until: number; pauseMs: number; leftOut: number }>({ max: REMEMBERED })

  return function logMethod(this: Logger, args: Parameters<LogFn>, method: LogFn, level: number): void {
    const [fields, message] = args as unknown[]
    if (level !== pino.levels.values['warn'] || typeof message !== 'string' || !hasError(fields))
      return method.apply(this, args)
    const now = performance.now()
    const last = said.get(message)
    if (last && now < last.until) return void (last.leftOut += 1)
    const goesOn = last && now < last.until + last.pauseMs
    const pauseMs = goesOn ? Math.min(last.pauseMs * 2, PAUSE_MS.most) : PAUSE_MS.first
    said.set(message, { until: now + pauseMs, pauseMs, leftOut: 0 })
    method.apply(this, [{ ...fields, ...(last && last.leftOut > 0 && { leftOut: last.leftOut }) }, message])
  }
}

const hasError = (fields: unknown): fields is { err: unknown } =>
  typeof fields === 'object' && fields !== null && 'err' in fields
