import type { WorkerOptions } from '@temporalio/worker'
import type { Settings } from '../settings/settings.ts'

/**
 * Divides a worker's attempt slots between first attempts, which its relay starts, and retries, which Temporal hands out.
 * A quarter is reserved for retries, so that neither kind waits for the other, and the total is what was set.
 */
export function divideSlots(attemptSlots: number): { first: number; retries: number } {
  const retries = Math.ceil(attemptSlots / 4)
  return { first: Math.max(attemptSlots - retries, 1), retries }
}

/** How many attempts a worker can make at once that has so many places for local activities: see temporalWorkerOptions. */
export const attemptSlotsOf = (localActivities: number): number => localActivities / PLACES_PER_ATTEMPT

/** Of local activities and of workflows: more than attempts, so that what waits for its turn does not hold up what could begin. */
const PLACES_PER_ATTEMPT = 2

/** How a worker uses Temporal's slots, pollers and caches; see docs/performance.md. */
export function temporalWorkerOptions({ ATTEMPT_SLOTS }: Pick<Settings, 'ATTEMPT_SLOTS'>) {
  return {
    maxConcurrentLocalActivityExecutions: ATTEMPT_SLOTS * PLACES_PER_ATTEMPT,
    maxConcurrentActivityTaskExecutions: divideSlots(ATTEMPT_SLOTS).retries,
    maxConcurrentWorkflowTaskExecutions: ATTEMPT_SLOTS * 2,
    // The default follows V8's limit of memory. A workflow in the middle of its first attempt can't leave the cache, and no other
    // begins while all places are taken: so there are more places than first attempts.
    maxCachedWorkflows: ATTEMPT_SLOTS * 2,
    // A workflow that was started by incompatible workflow code can't continue here. By default it would hang unnoticed.
    // With this it fails visibly, and pending deliveries are started again from Postgres; see docs/decisions/0014.
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
  } satisfies Partial<WorkerOptions>
}
