import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, type Client } from '@temporalio/client'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import type { ReplayInput } from '../../workflows/contract.ts'
import { REPLAY, SEARCH_ATTRIBUTES, TASK_QUEUE } from '../words/temporal.ts'
import type { Replay } from './replay.ts'

const ORGANIZATION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.organization, 'KEYWORD')
const WEBHOOK = defineSearchAttributeKey(SEARCH_ATTRIBUTES.webhook, 'KEYWORD')

/** Starts the workflow of a replay, with the replay's id; one that runs already goes on. Throws Temporal's errors. */
export async function startReplayWorkflow(
  client: Client,
  { id, organizationId, webhookId }: Pick<Replay, 'id' | 'organizationId' | 'webhookId'>,
): Promise<void> {
  const input: ReplayInput = { replayId: id }
  await client.workflow.start(REPLAY, {
    workflowId: id,
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    priority: { fairnessKey: organizationId },
    staticSummary: webhookId === null ? `Replay of ${organizationId}` : `Replay to ${webhookId}`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: ORGANIZATION, value: organizationId },
      ...(webhookId === null ? [] : [{ key: WEBHOOK, value: webhookId }]),
    ]),
  })
}
