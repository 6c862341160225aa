import { setTimeout as delay } from 'node:timers/promises'
import type { Child } from './child.ts'
import { StackError } from './stack-error.ts'

/**
 * Calls `attempt` every 50 ms until it succeeds, because the servers don't report when they are ready. Gives up and closes
 * the child when the child has ended, when `deadlineMs` have passed, or when an attempt throws a StackError.
 * @throws StackError with the end of the server's log, or the one that the attempt threw
 */
export async function untilReady(options: {
  what: string
  child: Child
  deadlineMs: number
  attempt: () => Promise<void>
}): Promise<void> {
  const { what, child, deadlineMs, attempt } = options
  const deadline = Date.now() + deadlineMs
  let hasEnded = false
  void child.ended.then(() => (hasEnded = true))
  for (;;) {
    try {
      return await attempt()
    } catch (cause) {
      const isFinal = cause instanceof StackError
      if (isFinal || hasEnded || Date.now() > deadline) {
        const how = hasEnded ? 'ended while it started' : `isn't ready after ${deadlineMs / 1000} s`
        await child.close()
        const message = `${what} ${how}. The end of ${child.logFile}:\n${child.logTail()}`
        throw isFinal ? cause : new StackError(message, { cause })
      }
    }
    await delay(50)
  }
}
