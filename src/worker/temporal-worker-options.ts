import type { WorkerOptions } from '@temporalio/worker'
import type { Settings } from '../settings.ts'

/** How a worker uses Temporal's slots, pollers and caches; see docs/performance.md. */
export function temporalWorkerOptions({ ATTEMPT_SLOTS }: Pick<Settings, 'ATTEMPT_SLOTS'>) {
  return {
    maxConcurrentLocalActivityExecutions: ATTEMPT_SLOTS * 2,
    maxConcurrentActivityTaskExecutions: ATTEMPT_SLOTS,
    maxConcurrentWorkflowTaskExecutions: ATTEMPT_SLOTS * 2,
    // A workflow begun by other workflow code than this can't go on here. Left alone it would hang until somebody looks:
    // failed, it is seen, and what Postgres still has to deliver is started again; see docs/decisions/0014.
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
  } satisfies Partial<WorkerOptions>
}
