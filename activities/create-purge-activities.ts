import type { PurgeActivities } from '../workflows/purge-contract.ts'
import { purgeStep, type PurgeDeps } from '../src/retention/purge-step.ts'
import { reportRows } from './report-rows.ts'

/** The activities of a purge. They stop when `ending` is aborted. */
export function createPurgeActivities(deps: PurgeDeps, ending: AbortSignal): PurgeActivities {
  return { purgeStep: (step) => purgeStep(deps, step, reportRows(ending, { step })) }
}
