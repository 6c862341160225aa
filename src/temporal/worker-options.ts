import type { WorkerOptions } from '@temporalio/worker'
import type { Settings } from '../settings/settings.ts'

/**
 * Which part of a worker's attempts are first ones, started by its relay, and which are retries, handed out by Temporal: a
 * quarter is kept for these, so that neither has to wait for the other and both together are no more than was set.
 */
export function divideSlots(attemptSlots: number): { first: number; retries: number } {
  const retries = Math.ceil(attemptSlots / 4)
  return { first: Math.max(attemptSlots - retries, 1), retries }
}

/** How a worker uses Temporal's slots, pollers and caches; see docs/performance.md. */
export function temporalWorkerOptions({ ATTEMPT_SLOTS }: Pick<Settings, 'ATTEMPT_SLOTS'>) {
  return {
    maxConcurrentLocalActivityExecutions: ATTEMPT_SLOTS * 2,
    maxConcurrentActivityTaskExecutions: divideSlots(ATTEMPT_SLOTS).retries,
    maxConcurrentWorkflowTaskExecutions: ATTEMPT_SLOTS * 2,
    // A workflow begun by other workflow code than this can't go on here. Left alone it would hang until somebody looks:
    // failed, it is seen, and what Postgres still has to deliver is started again; see docs/decisions/0014.
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
  } satisfies Partial<WorkerOptions>
}
