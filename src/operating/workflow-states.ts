import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import proto from '@temporalio/proto'
import { type DeliverWebhookResult } from '../../workflows/contract.ts'
import { DELIVER_WEBHOOK, DELIVERY_FAILED } from '../words/temporal.ts'

const ActivityState = proto.temporal.api.enums.v1.PendingActivityState

/** What Temporal says of a delivery. `run`: the delivery's run its workflow was started for; null: it does not say. */
export type WorkflowState =
  /** It knows no workflow of this id. */
  | { kind: 'missing' }
  | { kind: 'running'; run: number | null; doing: Doing }
  | { kind: 'closed'; run: number | null; outcome: Outcome; message: string }

/** What a running workflow does. */
export type Doing =
  /** An attempt is on its way, or about to be. */
  | { kind: 'attempting' }
  /** It waits for its next attempt. */
  | { kind: 'waiting'; until: Date }
  /** An operator holds it. */
  | { kind: 'paused' }
  /** Its code fails again and again, and it gets no further. */
  | { kind: 'stuck' }

/** UNEXPLAINED: it is over, and nothing says how the delivery ended. */
export type Outcome = 'DELIVERED' | 'FAILED' | 'CANCELED' | 'UNEXPLAINED'

/** A workflow task that has failed this often fails for a reason that stays. */
const STUCK_ATTEMPTS = 3

const PAGE = 1_000

/** The deliveries Temporal runs workflows for, with the run of each; seconds old. Pages of a thousand. */
export async function* listRunning(
  client: Client,
  namespace: string,
): AsyncGenerator<{ id: string; run: number | null; paused: boolean }[]> {
  // The service's own call: a client's list decodes all that is known of each.
  let nextPageToken: Uint8Array | null = null
  do {
    const page: proto.temporal.api.workflowservice.v1.IListWorkflowExecutionsResponse =
      await client.workflowService.listWorkflowExecutions({
        namespace,
        pageSize: PAGE,
        query: `WorkflowType = '${DELIVER_WEBHOOK}' and ExecutionStatus = 'Running'`,
        nextPageToken,
      })
    yield (page.executions ?? []).map(({ execution, memo, searchAttributes }) => ({
      id: execution!.workflowId!,
      run: runOf(memo),
      paused: searchAttributes?.indexedFields?.['TemporalPauseInfo'] !== undefined,
    }))
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : null
  } while (nextPageToken)
}

/** The state of one delivery's newest workflow, as of now. */
export async function stateOf(client: Client, id: string): Promise<WorkflowState> {
  const handle = client.workflow.getHandle(id)
  let description
  try {
    description = await handle.describe()
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'missing' }
    throw error
  }
  const { raw, status } = description
  const run = runOf(raw.workflowExecutionInfo?.memo)
  if (status.name === 'RUNNING') return { kind: 'running', run, doing: doingOf(raw) }
  // A name of a newer Temporal: a workflow as a whole can be paused.
  if ((status.name as string) === 'PAUSED') return { kind: 'running', run, doing: { kind: 'paused' } }
  if (status.name === 'TERMINATED')
    return { kind: 'closed', run, outcome: 'CANCELED', message: 'Its workflow was terminated in Temporal.' }
  if (status.name === 'CANCELLED')
    return { kind: 'closed', run, outcome: 'CANCELED', message: 'The workflow was canceled in Temporal.' }
  const result = await client.workflow
    .getHandle(id, description.runId)
    .result()
    .catch((error: unknown) => error)
  return { kind: 'closed', run, ...outcomeOf(result) }
}

function doingOf({
  pendingActivities,
  pendingWorkflowTask,
}: proto.temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse): Doing {
  if ((pendingWorkflowTask?.attempt ?? 0) >= STUCK_ATTEMPTS) return { kind: 'stuck' }
  const activity = pendingActivities?.[0]
  // Nothing to do and nothing to wait for: it waits for a signal.
  if (!activity) return pendingWorkflowTask ? { kind: 'attempting' } : { kind: 'paused' }
  if (activity.paused || activity.state === ActivityState.PENDING_ACTIVITY_STATE_PAUSED)
    return { kind: 'paused' }
  if (activity.state !== ActivityState.PENDING_ACTIVITY_STATE_SCHEDULED) return { kind: 'attempting' }
  const due = activity.nextAttemptScheduleTime ?? activity.scheduledTime
  if (!due?.seconds) return { kind: 'attempting' }
  const until = new Date(Number(due.seconds) * 1000 + (due.nanos ?? 0) / 1e6)
  return until.getTime() > Date.now() ? { kind: 'waiting', until } : { kind: 'attempting' }
}

function outcomeOf(result: unknown): { outcome: Outcome; message: string } {
  if (result instanceof WorkflowFailedError) {
    const { cause } = result
    const failed = cause instanceof ApplicationFailure && cause.type === DELIVERY_FAILED
    return { outcome: failed ? 'FAILED' : 'UNEXPLAINED', message: cause?.message ?? result.message }
  }
  if (result instanceof Error) throw result
  // Until 0.1 a workflow gave its message alone.
  if (typeof result === 'string')
    return { outcome: result.startsWith('Delivered') ? 'DELIVERED' : 'UNEXPLAINED', message: result }
  const { kind, message } = result as DeliverWebhookResult
  return { outcome: kind === 'delivered' ? 'DELIVERED' : 'UNEXPLAINED', message }
}

function runOf(memo: proto.temporal.api.common.v1.IMemo | null | undefined): number | null {
  const data = memo?.fields?.['run']?.data
  return data ? Number(Buffer.from(data).toString()) : null
}
