import { createContext, Script } from 'node:vm'

/** What a tenant's schema may cost to check one value against, in milliseconds of processor time. */
const LIMIT_MS = 250

/** A busy machine may not let us run for all of the time; then the check is made again. */
const TRIES = 5

const context = createContext({ task: null })
const script = new Script('task()')

export type BoundedCheck<Result> =
  { kind: 'done'; result: Result } | { kind: 'too-slow' } | { kind: 'endless' }

/**
 * Runs code that a tenant can make slow (regular expressions that backtrack) or endless (schemas that refer to
 * themselves): it holds up everybody in this process. Costs about 0.3 ms by itself. `task` may run more than once.
 */
export function boundedCheck<Result>(task: () => Result): BoundedCheck<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const before = process.threadCpuUsage()
    try {
      context['task'] = task
      return { kind: 'done', result: script.runInContext(context, { timeout: LIMIT_MS }) as Result }
    } catch (error) {
      if (error instanceof RangeError) return { kind: 'endless' } // the stack is full
      if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      const { user, system } = process.threadCpuUsage(before)
      if ((user + system) / 1_000 > LIMIT_MS / 2 || attempt === TRIES) return { kind: 'too-slow' }
    } finally {
      context['task'] = null
    }
  }
}
