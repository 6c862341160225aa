import { heartbeat } from '@temporalio/activity'
import type { PurgeActivities } from '../workflows/purge-contract.ts'
import { purgeStep, type PurgeDeps } from '../src/retention/purge-step.ts'

/** The activities of a purge: each batch is reported to Temporal, with the number of rows so far. */
export function createPurgeActivities(deps: PurgeDeps): PurgeActivities {
  return {
    purgeStep(step) {
      let total = 0
      return purgeStep(deps, step, (rows) => heartbeat({ step, rows: (total += rows) }))
    },
  }
}
