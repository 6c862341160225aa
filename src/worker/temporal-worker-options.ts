import type { WorkerOptions } from '@temporalio/worker'
import type { Settings } from '../settings.ts'

/** How a worker uses Temporal's slots, pollers and caches; see docs/performance.md. */
export function temporalWorkerOptions({ ATTEMPT_SLOTS }: Pick<Settings, 'ATTEMPT_SLOTS'>) {
  return {
    maxConcurrentLocalActivityExecutions: ATTEMPT_SLOTS * 2,
    maxConcurrentActivityTaskExecutions: ATTEMPT_SLOTS,
    maxConcurrentWorkflowTaskExecutions: ATTEMPT_SLOTS * 2,
  } satisfies Partial<WorkerOptions>
}
