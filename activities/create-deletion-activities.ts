import type { Database } from '../src/database/database.ts'
import { deleteRows, finishDeletion } from '../src/erasure/delete-rows.ts'
import type { DeletionActivities } from '../workflows/deletion-contract.ts'
import { reportRows } from './report-rows.ts'

/** The activities of an organization's deletion. They stop when `ending` is aborted. */
export function createDeletionActivities(database: Database, ending: AbortSignal): DeletionActivities {
  return {
    deleteRows: (organizationId) => deleteRows(database, organizationId, reportRows(ending)),
    finishDeletion: (organizationId) => finishDeletion(database, organizationId),
  }
}
