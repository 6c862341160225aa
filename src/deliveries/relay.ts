import type { Logger } from 'pino'
import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy, type Client } from '@temporalio/client'
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
      // A delivery that is sent again is a new run of the same id.
      workflowIdReusePolicy:
        delivery.run === 1 ? WorkflowIdReusePolicy.REJECT_DUPLICATE : WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      priority: { fairnessKey: delivery.organizationId },
      staticSummary: `${delivery.eventType} to ${delivery.url}`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: SEARCH_ATTRIBUTES.organization, value: delivery.organizationId },
        { key: SEARCH_ATTRIBUTES.webhook, value: delivery.webhookId },
        { key: SEARCH_ATTRIBUTES.eventType, value: delivery.eventType },
        { key: SEARCH_ATTRIBUTES.dialect, value: delivery.dialect },
      ]),
    })
  } catch (error) {
    // The first run was started before, which counts as started. Of a later run that can't be told from the run before
    // it, which may be about to close: it stays unstarted, and is tried again when the claim ends.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError) || delivery.run > 1) throw error
  }
}
