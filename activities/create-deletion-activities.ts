import { heartbeat } from '@temporalio/activity'
import type { Database } from '../src/database/database.ts'
import { deleteRows, finishDeletion } from '../src/erasure/delete-rows.ts'
import type { DeletionActivities } from '../workflows/deletion-contract.ts'

/** The activities of an organization's deletion: each batch is reported to Temporal, with the number of rows so far. */
export function createDeletionActivities(database: Database): DeletionActivities {
  return {
    deleteRows(organizationId) {
      let total = 0
      return deleteRows(database, organizationId, (rows) => heartbeat({ rows: (total += rows) }))
    },
    finishDeletion: (organizationId) => finishDeletion(database, organizationId),
  }
}
