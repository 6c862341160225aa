import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import proto from '@temporalio/proto'
import { type DeliverWebhookResult } from '../../workflows/contract.ts'
import { DELIVER_WEBHOOK, DELIVERY_FAILED } from '../words/temporal.ts'

const ActivityState = proto.temporal.api.enums.v1.PendingActivityState

/** The state of a delivery's workflow in Temporal. `run`: the delivery's run it was started for; null if unknown. */
export type WorkflowState =
  /** Temporal has no workflow with this id. */
  | { kind: 'missing' }
  | { kind: 'running'; run: number | null; doing: Doing }
  | { kind: 'closed'; run: number | null; outcome: Outcome; message: string }

/** What a running workflow is doing. */
export type Doing =
  /** It is making an attempt, or about to. */
  | { kind: 'attempting' }
  /** It waits for its next attempt. */
  | { kind: 'waiting'; until: Date }
  /** An operator paused it. */
  | { kind: 'paused' }
  /** Its code fails again and again, so it makes no progress. */
  | { kind: 'stuck' }

/** UNEXPLAINED: the workflow ended without telling how the delivery ended. */
export type Outcome = 'DELIVERED' | 'FAILED' | 'CANCELED' | 'UNEXPLAINED'

/** A workflow task that has failed this often is considered stuck. */
const STUCK_ATTEMPTS = 3

const PAGE = 1_000

export interface ListedWorkflow {
  id: string
  /** Temporal's id of this one execution: there may be a later one with the same id by now. */
  runId: string
  /** The delivery's run. */
  run: number | null
  paused: boolean
}

/** The deliveries with a running workflow, in pages. Temporal's list can be some seconds old. */
export async function* listRunning(client: Client, namespace: string): AsyncGenerator<ListedWorkflow[]> {
  // Calls the service directly: the client's list would decode all fields of each workflow.
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
      runId: execution!.runId!,
      run: runOf(memo),
      paused: searchAttributes?.indexedFields?.['TemporalPauseInfo'] !== undefined,
    }))
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : null
  } while (nextPageToken)
}

/** The current state of a delivery's newest workflow, or of the one with `runId`. */
export async function stateOf(client: Client, id: string, runId?: string): Promise<WorkflowState> {
  const handle = client.workflow.getHandle(id, runId)
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
  // Newer versions of Temporal can pause a whole workflow; this client's types lack the status.
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
  // Without a pending activity or workflow task it waits for a signal.
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
  // Before 0.1 a workflow returned only its message.
  if (typeof result === 'string')
    return { outcome: result.startsWith('Delivered') ? 'DELIVERED' : 'UNEXPLAINED', message: result }
  const { kind, message } = result as DeliverWebhookResult
  return { outcome: kind === 'delivered' ? 'DELIVERED' : 'UNEXPLAINED', message }
}

function runOf(memo: proto.temporal.api.common.v1.IMemo | null | undefined): number | null {
  const data = memo?.fields?.['run']?.data
  return data ? Number(Buffer.from(data).toString()) : null
}
