import { setTimeout as delay } from 'node:timers/promises'
import type { Child } from './child.ts'
import { StackError } from './stack-error.ts'

/**
 * Calls `attempt` until it succeeds, and returns what it returned. None of the servers we start tells when it is
 * ready, so this asks, every 50 ms; it stops as soon as the process ends.
 * @throws StackError CHILD_ENDED or NOT_READY, with the end of the server's log, or the StackError of an attempt. The
 *   child is closed then.
 */
export async function untilReady<T>(options: {
  what: string
  child: Child
  /** In milliseconds. */
  deadlineMs: number
  attempt: () => Promise<T>
}): Promise<T> {
  const { what, child, deadlineMs, attempt } = options
  const deadline = Date.now() + deadlineMs
  let hasEnded = false
  void child.ended.then(() => (hasEnded = true))
  for (;;) {
    try {
      return await attempt()
    } catch (cause) {
      const problem =
        cause instanceof StackError
          ? cause // It says what to do: waiting would not help.
          : hasEnded
            ? failure('CHILD_ENDED', `${what} ended while it started`, cause)
            : Date.now() > deadline
              ? failure('NOT_READY', `${what} isn't ready after ${Math.round(deadlineMs / 1000)} s`, cause)
              : null
      if (problem) {
        await child.close()
        throw problem
      }
    }
    await delay(50)
  }

  function failure(code: 'CHILD_ENDED' | 'NOT_READY', what: string, cause: unknown): StackError {
    return new StackError(code, `${what}. The end of ${child.logFile}:\n${child.logTail()}`, { cause })
  }
}
