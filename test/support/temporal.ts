import { Client, Connection, isGrpcServiceError, type WorkflowExecutionDescription } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'

/** Source: https://grpc.io/docs/guides/status-codes/. Temporal answers with it for a workflow that has closed. */
const NOT_FOUND = 5

type Event = temporal.api.history.v1.IHistoryEvent

/** An operator's view of an app's Temporal namespace. */
export interface TestTemporal extends AsyncDisposable {
  client: Client
  /**
   * Waits until the delivery's workflow is there, and lets its timers and retry delays pass at once from here on. One that has closed
   * meanwhile is left as it is.
   */
  skipTime(deliveryId: string): Promise<void>
  signal(deliveryId: string, signal: string): Promise<void>
  describe(deliveryId: string): Promise<WorkflowExecutionDescription>
  /** The one activity that waits or runs; undefined: none. */
  pendingActivity(deliveryId: string): Promise<temporal.api.workflow.v1.IPendingActivityInfo | undefined>
  /** Waits until the workflow has closed and gives its history. */
  history(deliveryId: string): Promise<Event[]>
  /** How long the workflow took by its own clock, which skips, in milliseconds. Waits until it has closed. */
  virtualMs(deliveryId: string): Promise<number>
}

export async function openTemporal({
  temporalAddress,
  namespace,
}: Pick<TestApp, 'temporalAddress' | 'namespace'>): Promise<TestTemporal> {
  const connection = await Connection.connect({ address: temporalAddress })
  const client = new Client({ connection, namespace })
  const describe = (deliveryId: string) => client.workflow.getHandle(deliveryId).describe()
  const closed = (deliveryId: string) =>
    eventually(
      async () => {
        const description = await describe(deliveryId).catch(() => null)
        return description && description.status.name !== 'RUNNING' && description
      },
      { describe: () => `the workflow ${deliveryId} closes` },
    )

  return {
    client,
    describe,
    async skipTime(deliveryId) {
      await eventually(() => describe(deliveryId).catch(() => null))
      try {
        await client.workflowService.updateWorkflowExecutionOptions({
          namespace,
          workflowExecution: { workflowId: deliveryId },
          workflowExecutionOptions: { timeSkippingConfig: { enabled: true } },
          updateMask: { paths: ['time_skipping_config'] },
        })
      } catch (error) {
        if (!isGrpcServiceError(error) || error.code !== NOT_FOUND) throw error
      }
    },
    signal: (deliveryId, signal) => client.workflow.getHandle(deliveryId).signal(signal),
    async pendingActivity(deliveryId) {
      const { raw } = await describe(deliveryId)
      return raw.pendingActivities?.[0]
    },
    async history(deliveryId) {
      await closed(deliveryId)
      const { events } = await client.workflow.getHandle(deliveryId).fetchHistory()
      return events ?? []
    },
    async virtualMs(deliveryId) {
      const { startTime, closeTime } = await closed(deliveryId)
      return closeTime!.getTime() - startTime.getTime()
    },
    [Symbol.asyncDispose]: () => connection.close(),
  }
}
