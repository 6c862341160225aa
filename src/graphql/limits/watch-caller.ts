import type { Logger } from 'pino'
import type { ApiKey } from '../../access/api-key.ts'
import type { Caller } from '../../access/caller.ts'

/** Keeps an eye on who holds a connection open. */
export interface CallerWatch {
  /** Asks the database now. */
  check(): void
  stop(): void
}

/** Asks again after this long whatever happened, in milliseconds: a notification may have been lost. */
const RECHECK_MS = 60_000

/**
 * Calls `onEnd` as soon as the caller's key or session is no longer good: when it expires, when its rotation's overlap
 * ends, and when `check` finds so.
 */
export function watchCaller(caller: Caller, found: ApiKey, onEnd: () => void, log: Logger): CallerWatch {
  let timer: NodeJS.Timeout
  let stopped = false

  function arm({ expiresAt, revokedAt }: ApiKey): void {
    if (stopped) return
    const endsAt = Math.min(expiresAt?.getTime() ?? Infinity, revokedAt?.getTime() ?? Infinity)
    clearTimeout(timer)
    // Never in less than a moment: timers may run early.
    timer = setTimeout(check, Math.max(Math.min(endsAt - Date.now(), RECHECK_MS), 1))
  }

  function check(): void {
    caller.authenticate().then(
      (live) => (live ? arm(live) : onEnd()),
      (error: unknown) => {
        log.warn({ err: error }, 'The key of an open connection could not be checked; trying again.')
        if (!stopped) timer = setTimeout(check, 1_000)
      },
    )
  }

  arm(found)
  return {
    check,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
