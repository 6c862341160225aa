import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import {
  DELIVER_WEBHOOK,
  DELIVERY_WINDOW_MS,
  LAST_ATTEMPT_MARGIN_MS,
  TASK_QUEUE,
  type DeliverWebhookInput,
  type ResumeInput,
} from '../../workflows/contract.ts'
import { describeError } from '../describe-error.ts'
import type { Database } from '../database/database.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { Slots } from './quota.ts'
import { claimDeliveries, markStarted, releaseClaims, type ClaimedDelivery } from './claim-deliveries.ts'
import { concernsOneStart, UnknownDialect } from './start-failure.ts'

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

/** So many starts in a row that fail as one delivery's own fault are no longer taken for that. */
const SUSPICIOUS_FAILURES = 8

/** Starting it again is refused, which counts as started; where the workflow has ended already, reconciling finds out. */
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
  /** Starts in a row that failed and seemed to concern one delivery only. */
  let oddFailures = 0
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
    const starts = await Promise.all(
      claimed.map(async (delivery) => ({ ...delivery, start: await start(delivery) })),
    )
    await markStarted(
      database,
      starts.filter((each) => each.start.kind === 'to mark'),
    )
    // Temporal's failures concern all of them alike: once it is back they are claimed at once.
    await releaseClaims(
      database,
      starts.flatMap(({ id, run: of, start: { kind, why } }) =>
        kind === 'failed' ? [{ id, run: of, why }] : [],
      ),
    )
  }

  /** An attempt that begins here at once marks its delivery started by itself. `why`: this one can't be started. */
  async function start(
    delivery: ClaimedDelivery,
  ): Promise<{ kind: 'to mark' | 'begins here' | 'failed'; why?: string }> {
    slots.take(delivery.id, delivery.organizationId)
    starting += 1
    try {
      const { eager, waits } = await startWorkflow(deps, delivery)
      oddFailures = 0
      // What waits for a retry makes no attempt here now.
      if (!eager || waits) slots.giveBack(delivery.id)
      return { kind: eager && delivery.run === 1 && !waits ? 'begins here' : 'to mark' }
    } catch (error) {
      slots.giveBack(delivery.id)
      if (!concernsOneStart(error)) {
        warn(error)
        return { kind: 'failed' }
      }
      const { id: deliveryId, run: of } = delivery
      log.error({ err: error, deliveryId, run: of }, 'A delivery could not be started; it is tried again.')
      // When nothing can be started any more, it is not this delivery's fault.
      if (++oddFailures >= SUSPICIOUS_FAILURES) rest()
      const { message } = describeError(error) as { message: string }
      return {
        kind: 'failed',
        why: `It could not be started: ${message} It is tried again until it can.`,
      }
    } finally {
      starting -= 1
      if (starting === STARTS - 1) room() // others waited for a start to end
    }
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

/** `eager`: the workflow begins in this process at once. `waits`: its next attempt is due later. */
async function startWorkflow(
  { client, dialects }: RelayDeps,
  delivery: ClaimedDelivery,
): Promise<{ eager: boolean; waits: boolean }> {
  const dialect = dialects.get(delivery.dialect)
  if (!dialect) throw new UnknownDialect(delivery.dialect)
  const resume = resumeOf(delivery)
  const waits = resume !== null && resume.delayMs > 0
  const input: DeliverWebhookInput = {
    deliveryId: delivery.id,
    run: delivery.run,
    trigger: delivery.trigger,
    retryPolicy: delivery.test ? null : dialect.retryPolicy,
    timeoutMs: dialect.timeoutMs,
    ...(resume && { resume }),
  }
  try {
    const { eagerlyStarted } = await client.workflow.start(DELIVER_WEBHOOK, {
      workflowId: delivery.id,
      taskQueue: TASK_QUEUE,
      args: [input],
      requestEagerStart: true,
      ...(delivery.run === 1 ? FIRST_RUN : LATER_RUN),
      priority: { fairnessKey: delivery.organizationId },
      // Reconciling compares it with the delivery's.
      memo: { run: delivery.run },
      // The host alone: paths and queries of webhook URLs often are secrets. Temporal takes 400 bytes.
      staticSummary: `${delivery.eventType} to ${new URL(delivery.url).host}`.slice(0, 400),
      typedSearchAttributes: new TypedSearchAttributes([
        { key: SEARCH_ATTRIBUTES.organization, value: delivery.organizationId },
        { key: SEARCH_ATTRIBUTES.webhook, value: delivery.webhookId },
        { key: SEARCH_ATTRIBUTES.eventType, value: delivery.eventType },
        { key: SEARCH_ATTRIBUTES.dialect, value: delivery.dialect },
      ]),
    })
    return { eager: eagerlyStarted, waits }
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    return { eager: false, waits } // By a relay that died before it could say so.
  }
}

/** Where a delivery goes on that Temporal lost; null: its run begins. */
function resumeOf({ windowStartedAt, nextAttemptAt, decision }: ClaimedDelivery): ResumeInput | null {
  if (!windowStartedAt) return null
  const now = Date.now()
  // However long Temporal was away: one last attempt is made.
  const latestMs = DELIVERY_WINDOW_MS - LAST_ATTEMPT_MARGIN_MS - 1_000
  const elapsedMs = Math.min(now - windowStartedAt.getTime(), latestMs)
  const delayMs = Math.min(Math.max((nextAttemptAt?.getTime() ?? 0) - now, 0), latestMs - elapsedMs)
  return { elapsedMs, delayMs, message: decision }
}
