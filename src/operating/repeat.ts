import type { Logger } from 'pino'

/** Something done again and again. */
export interface Repetition {
  /** Does it no more; waits until it is not being done. */
  close(): Promise<void>
}

/** Does `task` once at once and then `everyMs` after it ended; one that fails is logged with `failed` and done again. */
export function repeat(everyMs: number, task: () => Promise<void>, log: Logger, failed: string): Repetition {
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void>

  async function run(): Promise<void> {
    await task().catch((error: unknown) => log.warn({ err: error }, failed))
    if (!closed) timer = setTimeout(() => (running = run()), everyMs)
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
