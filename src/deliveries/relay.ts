import { setTimeout as delay } from 'node:timers/promises'
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
import type { Slots } from '../worker/slots.ts'
import { claimDeliveries, markStarted, type ClaimedDelivery } from './claim-deliveries.ts'

/** Moves accepted deliveries from Postgres to Temporal. */
export interface Relay {
  /** Deliveries may wait. */
  wake(): void
  /** An attempt has ended here: there may be room for one that waited for it. */
  room(): void
  /** Stops claiming and waits for the starts under way. */
  close(): Promise<void>
}

export interface RelayDeps {
  /** Opened with CLAIM_PLANNING. */
  database: Database
  client: Client
  dialects: Dialects
  log: Logger
  slots: Pick<Slots, 'free' | 'room' | 'take' | 'giveBack'>
  /** Most attempts on their way to one webhook. */
  perWebhook: number
}

/** Looks into the table after this long without a wake: a notification may have been lost. */
const POLL_MS = 1_000

/**
 * Most starts under way at once. It keeps Temporal busy, and no more: what waits in Postgres is claimed fairly, while
 * what waits inside Temporal is in front of everybody who comes later.
 */
const STARTS = 16

/**
 * While starts are under way the next claim comes after this pause, in milliseconds: a claim costs Postgres the same for
 * one delivery as for ten. A delivery that comes when nothing else happens does not wait.
 */
const PAUSE_MS = 15

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
  const { database, log, slots } = deps
  const underWay = new Set<Promise<unknown>>()
  let starting = 0
  let closing = false
  let woken = false
  /** At the last claim deliveries waited for room, which the end of a start or of an attempt makes. */
  let crowded = false
  /** After something failed: nothing is claimed before this time (performance.now()). */
  let restUntil = 0
  let endPause = () => {}

  async function run(): Promise<void> {
    while (!closing) {
      woken = false
      const full = await claimBatch().catch(warn)
      const restMs = restUntil - performance.now()
      if (restMs > 0) await pause(restMs)
      else if (!full && !woken) await pause(POLL_MS)
      else if (underWay.size > 0) await delay(PAUSE_MS)
    }
    await Promise.all(underWay)
  }

  /** Returns whether there may be more to claim at once. */
  async function claimBatch(): Promise<boolean> {
    const limit = Math.min(STARTS - starting, slots.free())
    crowded = true
    if (limit === 0) return false
    const { perWebhook } = deps
    const { deliveries, more } = await claimDeliveries(database, {
      limit,
      perWebhook,
      room: slots.room(),
    })
    crowded = more
    if (deliveries.length === 0) return false
    const batch: Promise<unknown> = startBatch(deliveries)
      .catch(warn)
      .finally(() => underWay.delete(batch))
    underWay.add(batch)
    return deliveries.length === limit
  }

  async function startBatch(claimed: readonly ClaimedDelivery[]): Promise<void> {
    const starts = await Promise.allSettled(claimed.map((delivery) => start(delivery)))
    await markStarted(
      database,
      claimed.filter((_, index) => {
        const result = starts[index]!
        return result.status === 'fulfilled' && result.value === 'to mark'
      }),
    )
    const failure = starts.find((result) => result.status === 'rejected')
    if (failure) throw failure.reason
  }

  /** An attempt that begins here at once marks its delivery started by itself. */
  async function start(delivery: ClaimedDelivery): Promise<'to mark' | 'begins here'> {
    slots.take(delivery.id, delivery.organizationId)
    starting += 1
    const eager = await startWorkflow(deps, delivery)
      .catch((error: unknown) => {
        rest()
        slots.giveBack(delivery.id)
        throw error
      })
      .finally(() => {
        starting -= 1
        if (starting === STARTS - 1) room() // others waited for a start to end
      })
    if (eager && delivery.run === 1) return 'begins here'
    if (!eager) slots.giveBack(delivery.id)
    return 'to mark'
  }

  function warn(error: unknown): false {
    log.warn({ err: error }, 'The relay could not move deliveries to Temporal; they wait in Postgres.')
    rest()
    return false
  }

  function rest(): void {
    restUntil = performance.now() + POLL_MS
  }

  /** Until something wakes the relay, or for so many milliseconds. */
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      endPause = () => {
        if (performance.now() < restUntil && !closing) return
        clearTimeout(timer)
        resolve()
      }
    })

  function wake(): void {
    woken = true
    endPause()
  }

  function room(): void {
    if (crowded) wake()
  }

  const running = run()
  return {
    wake,
    room,
    async close() {
      closing = true
      endPause()
      await running
    },
  }
}

/** Returns whether the workflow begins in this process at once. */
async function startWorkflow({ client, dialects }: RelayDeps, delivery: ClaimedDelivery): Promise<boolean> {
  const dialect = dialects.get(delivery.dialect)!
  const input: DeliverWebhookInput = {
    deliveryId: delivery.id,
    run: delivery.run,
    trigger: delivery.trigger,
    retryPolicy: delivery.test ? null : dialect.retryPolicy,
    timeoutMs: dialect.timeoutMs,
  }
  try {
    const { eagerlyStarted } = await client.workflow.start(DELIVER_WEBHOOK, {
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
    return eagerlyStarted
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    return false // By a relay that died before it could say so.
  }
}
