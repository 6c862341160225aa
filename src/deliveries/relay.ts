import type { Logger } from 'pino'
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import { DELIVER_WEBHOOK, TASK_QUEUE, type DeliverWebhookInput } from '../contracts.ts'
import type { Database } from '../database/database.ts'
import type { Dialects } from '../dialects/registry.ts'
import { claimDeliveries, markStarted, type ClaimedDelivery } from './claim-deliveries.ts'

/** Moves accepted deliveries from Postgres to Temporal. */
export interface Relay {
  /** There may be something to do. */
  wake(): void
  /** Stops claiming and waits for the starts under way. */
  close(): Promise<void>
}

export interface RelayDeps {
  database: Database
  client: Client
  dialects: Dialects
  log: Logger
  /** How many more first attempts this worker can take. */
  freeSlots(): number
  /** Most attempts on their way to one webhook. */
  perWebhook: number
}

/** Looks into the table after this long without a wake: a notification may have been lost. */
const POLL_MS = 1_000

/** Most deliveries claimed at once. A claim is one statement and one mark, whatever its size. */
const BATCH = 32

const SEARCH_ATTRIBUTES = {
  organization: defineSearchAttributeKey('Organization', 'KEYWORD'),
  webhook: defineSearchAttributeKey('Webhook', 'KEYWORD'),
  eventType: defineSearchAttributeKey('EventType', 'KEYWORD'),
  dialect: defineSearchAttributeKey('Dialect', 'KEYWORD'),
}

/** Starting it again is refused, which counts as started. */
const FIRST_RUN = { workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE }

/**
 * A delivery that is sent again is a new run of the same id. The run before it may still be there, waiting for a retry
 * that is wanted no more: it makes room.
 */
const LATER_RUN = {
  workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
}

/**
 * Claims unstarted deliveries, fairly across organizations, and starts a workflow for each. A crash at any point loses
 * nothing: what is not marked started is claimed again, and starting what runs already counts as done.
 */
export function createRelay(deps: RelayDeps): Relay {
  const { database, log } = deps
  let closing = false
  let wakeUp = () => {}
  let woken = false

  async function run(): Promise<void> {
    while (!closing) {
      woken = false
      const full = await relayBatch().catch((error: unknown) => {
        log.warn({ err: error }, 'The relay could not move deliveries to Temporal; they wait in Postgres.')
        return false
      })
      if (!full && !woken && !closing) await nextWake()
    }
  }

  /** Returns whether there may be more to claim at once. */
  async function relayBatch(): Promise<boolean> {
    const limit = Math.min(BATCH, deps.freeSlots())
    if (limit <= 0) return false
    const claimed = await claimDeliveries(database, limit, deps.perWebhook)
    if (claimed.length === 0) return false
    const starts = await Promise.allSettled(claimed.map((delivery) => startWorkflow(deps, delivery)))
    await markStarted(
      database,
      claimed.filter((_, index) => starts[index]!.status === 'fulfilled'),
    )
    const failure = starts.find((start) => start.status === 'rejected')
    if (failure) throw failure.reason
    return claimed.length === limit
  }

  const nextWake = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const running = run()
  return {
    wake() {
      woken = true
      wakeUp()
    },
    async close() {
      closing = true
      wakeUp()
      await running
    },
  }
}

async function startWorkflow({ client, dialects }: RelayDeps, delivery: ClaimedDelivery): Promise<void> {
  const dialect = dialects.get(delivery.dialect)!
  const input: DeliverWebhookInput = {
    deliveryId: delivery.id,
    run: delivery.run,
    trigger: delivery.trigger,
    retryPolicy: delivery.test ? null : dialect.retryPolicy,
    timeoutMs: dialect.timeoutMs,
  }
  try {
    await client.workflow.start(DELIVER_WEBHOOK, {
      workflowId: delivery.id,
      taskQueue: TASK_QUEUE,
      args: [input],
      requestEagerStart: true,
      ...(delivery.run === 1 ? FIRST_RUN : LATER_RUN),
      priority: { fairnessKey: delivery.organizationId },
      // The host alone: paths and queries of webhook URLs often are secrets. Temporal takes 400 bytes.
      staticSummary: `${delivery.eventType} to ${new URL(delivery.url).host}`.slice(0, 400),
      typedSearchAttributes: new TypedSearchAttributes([
        { key: SEARCH_ATTRIBUTES.organization, value: delivery.organizationId },
        { key: SEARCH_ATTRIBUTES.webhook, value: delivery.webhookId },
        { key: SEARCH_ATTRIBUTES.eventType, value: delivery.eventType },
        { key: SEARCH_ATTRIBUTES.dialect, value: delivery.dialect },
      ]),
    })
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    // By a relay that died before it could say so.
  }
}
