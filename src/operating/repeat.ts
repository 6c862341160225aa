import type { Logger } from 'pino'

/** A task that is repeated. */
export interface Repetition {
  /** Stops repeating the task, and waits for a run under way. */
  close(): Promise<void>
}

/** Runs `task` at once, and again `pauseMs` after each end. If it fails, the message `failed` is logged and it goes on. */
export function repeat(pauseMs: number, task: () => Promise<void>, log: Logger, failed: string): Repetition {
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void>

  async function run(): Promise<void> {
    await task().catch((error: unknown) => log.warn({ err: error }, failed))
    if (!closed) timer = setTimeout(() => (running = run()), pauseMs)
  }
  running = run()

  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
