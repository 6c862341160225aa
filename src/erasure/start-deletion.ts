import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { DELETE_ORGANIZATION, deletionWorkflowId, TASK_QUEUE } from '../words/temporal.ts'

/** Starts the workflow that deletes an organization; one that runs already goes on. Throws Temporal's errors. */
export async function startDeletion(client: Client, organizationId: string): Promise<void> {
  await client.workflow.start(DELETE_ORGANIZATION, {
    workflowId: deletionWorkflowId(organizationId),
    taskQueue: TASK_QUEUE,
    args: [organizationId],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    priority: { fairnessKey: organizationId },
    staticSummary: `Deletes the organization ${organizationId}`,
  })
}

/** Starts the deletions that have not ended and may have no workflow, because Temporal was away or has lost it. */
export async function startDeletions(database: Database, client: Client, log: Logger): Promise<void> {
  const unfinished = await sql<{ id: string }>(database)`
    select organization_id as id from organization_deletions
    where finished_at is null and requested_at < now() - interval '10 seconds'`
  for (const { id } of unfinished)
    await startDeletion(client, id).catch((error: unknown) =>
      log.warn(
        { err: error, organizationId: id },
        'A deletion could not be started in Temporal; trying again.',
      ),
    )
}
