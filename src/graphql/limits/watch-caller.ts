import type { Logger } from 'pino'
import type { ApiKey } from '../../access/api-key.ts'
import type { Caller } from '../../access/caller.ts'

/** Watches whether the caller of an open connection still has access. */
export interface CallerWatch {
  /** Checks the key or session in the database now. */
  check(): void
  stop(): void
}

/** Interval of checks without a notification, in milliseconds: a notification may have been lost. */
const RECHECK_MS = 60_000

/**
 * Calls `onEnd` as soon as the caller's key or session is no longer valid: when it expires, when the overlap of its
 * rotation ends, or when `check` finds it revoked.
 */
export function watchCaller(caller: Caller, found: ApiKey, onEnd: () => void, log: Logger): CallerWatch {
  let timer: NodeJS.Timeout
  let stopped = false

  function scheduleCheck({ expiresAt, revokedAt }: ApiKey): void {
    if (stopped) return
    const endsAt = Math.min(expiresAt?.getTime() ?? Infinity, revokedAt?.getTime() ?? Infinity)
    clearTimeout(timer)
    // At least 1 ms, as timers may fire early.
    timer = setTimeout(check, Math.max(Math.min(endsAt - Date.now(), RECHECK_MS), 1))
  }

  function check(): void {
    caller.authenticate().then(
      (live) => (live ? scheduleCheck(live) : onEnd()),
      (error: unknown) => {
        log.warn({ err: error }, 'The key of an open connection could not be checked; trying again.')
        if (!stopped) timer = setTimeout(check, 1_000)
      },
    )
  }

  scheduleCheck(found)
  return {
    check,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
