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
  let end: unknown = null
  void child.ended.then((value) => (end = value))
  for (;;) {
    try {
      return await attempt()
    } catch (cause) {
      if (end !== null) {
        throw new StackError('CHILD_ENDED', `${what} ended while it started. ${whereToLook(child)}`, {
          cause,
        })
      }
      if (cause instanceof StackError) {
        await child.close()
        throw cause // It says what to do: waiting would not help.
      }
      if (Date.now() > deadline) {
        await child.close()
        const seconds = Math.round(deadlineMs / 1000)
        throw new StackError('NOT_READY', `${what} isn't ready after ${seconds} s. ${whereToLook(child)}`, {
          cause,
        })
      }
    }
    await delay(50)
  }
}

function whereToLook(child: Child): string {
  return `The end of ${child.logFile}:\n${child.logTail()}`
}
