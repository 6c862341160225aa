import type { Logger } from 'pino'
import { watchWorkflowThreads } from './workflow-threads.ts'

/** Ends the process when workflow code loops. The supervisor restarts the process, and the workflow is tried again. */
export function endOnLoops(log: Logger): void {
  watchWorkflowThreads((workflow) => {
    log.fatal(
      { workflow },
      'Workflow code has not come back for 10 s of processor time: it loops. Ending, to be started again.',
    )
    process.exit(1)
  })
}
