import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { describeError } from '../describe-error.ts'
import type { Database } from '../database/database.ts'
import { claimDeliveries, markStarted, releaseClaims, type ClaimedDelivery } from './claim-deliveries.ts'
import type { Quota } from './quota.ts'
import { concernsOneStart } from './start-failure.ts'
import { startWorkflow, type StartDeps } from './start-workflow.ts'

/** Moves accepted deliveries from Postgres to Temporal. */
export interface Relay {
  /** Claims now, because deliveries may be waiting. */
  wake(): void
  /** Stops claiming and waits for the starts under way. */
  close(): Promise<void>
}

export interface RelayDeps extends StartDeps {
  /** Opened with CLAIM_PLANNING. */
  database: Database
  log: Logger
  quota: Quota
  /** Maximum of attempts under way to one webhook. */
  perWebhook: number
}

/** Claims after this time even if nothing wakes the relay: a notification may have been lost. In milliseconds. */
const POLL_MS = 1_000

/**
 * Maximum of concurrent starts: enough to keep Temporal busy, and no more. Deliveries that wait in Postgres are claimed
 * fairly, but those that wait inside Temporal come before all later ones.
 */
const MAXIMUM_STARTS = 16

/**
 * Pause before the next claim while starts are under way, in milliseconds: claiming one delivery costs Postgres as much as
 * claiming ten. A delivery that arrives when no start is under way does not wait.
 */
const CLAIM_PAUSE_MS = 15

/** Backoff after a failure that concerns all deliveries, in milliseconds. */
const BACKOFF_MS = POLL_MS

/** After this many failed starts in a row the relay backs off, although each seemed to be its delivery's own fault. */
const BACKOFF_FAILURES = 8

/**
 * Claims unstarted deliveries, fairly across organizations, and starts a workflow for each. A crash at any point loses
 * nothing: a delivery that is not marked as started is claimed again, and starting a running workflow counts as done.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { database, log, quota } = deps
  const underWay = new Set<Promise<unknown>>()
  let starting = 0
  let closing = false
  let woken = false
  /** Whether deliveries waited for capacity at the last claim. The end of a start or of an attempt frees some. */
  let atCapacity = false
  /** Nothing is claimed before this time (performance.now()). */
  let backOffUntil = 0
  /** Failed starts in a row that each seemed to concern one delivery only. */
  let consecutiveFailures = 0
  let endPause = () => {}

  async function run(): Promise<void> {
    while (!closing) {
      woken = false
      const full = await claimBatch().catch(failed)
      const backOffMs = backOffUntil - performance.now()
      if (backOffMs > 0) await pause(backOffMs)
      else if (!full && !woken) await pause(POLL_MS)
      else if (underWay.size > 0) await delay(CLAIM_PAUSE_MS)
    }
    await Promise.all(underWay)
  }

  /** Returns whether there may be more to claim at once. */
  async function claimBatch(): Promise<boolean> {
    const limit = Math.min(MAXIMUM_STARTS - starting, quota.free())
    atCapacity = true
    if (limit === 0) return false
    const { perWebhook } = deps
    const { deliveries, more } = await claimDeliveries(database, {
      limit,
      perWebhook,
      capacity: quota.capacity(),
    })
    atCapacity = more
    if (deliveries.length === 0) return false
    const batch: Promise<unknown> = startBatch(deliveries)
      .catch(failed)
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
    // Failures without a reason are Temporal's: these deliveries can be claimed as soon as it is back.
    await releaseClaims(
      database,
      starts.flatMap(({ id, run: of, start: { kind, reason } }) =>
        kind === 'failed' ? [{ id, run: of, reason }] : [],
      ),
    )
  }

  /** An attempt that begins here marks its delivery as started itself. `reason`: why this one delivery can't be started. */
  async function start(
    delivery: ClaimedDelivery,
  ): Promise<{ kind: 'to mark' | 'begins here' | 'failed'; reason?: string }> {
    quota.acquire(delivery.id, delivery.organizationId)
    starting += 1
    try {
      const { eager, delayed } = await startWorkflow(deps, delivery)
      consecutiveFailures = 0
      // A delayed delivery makes no attempt here now.
      if (!eager || delayed) quota.release(delivery.id)
      return { kind: eager && delivery.run === 1 && !delayed ? 'begins here' : 'to mark' }
    } catch (error) {
      quota.release(delivery.id)
      if (!concernsOneStart(error)) {
        failed(error)
        return { kind: 'failed' }
      }
      const { id: deliveryId, run: of } = delivery
      log.error({ err: error, deliveryId, run: of }, 'A delivery could not be started; it is tried again.')
      // If start after start fails, the cause is not this delivery.
      if (++consecutiveFailures >= BACKOFF_FAILURES) backOff()
      const { message } = describeError(error) as { message: string }
      return {
        kind: 'failed',
        reason: `It could not be started: ${message} It is tried again until it can.`,
      }
    } finally {
      starting -= 1
      if (starting === MAXIMUM_STARTS - 1) wakeIfAtCapacity() // others waited for a start to end
    }
  }

  function failed(error: unknown): false {
    log.warn({ err: error }, 'The relay could not move deliveries to Temporal; they wait in Postgres.')
    backOff()
    return false
  }

  function backOff(): void {
    backOffUntil = performance.now() + BACKOFF_MS
  }

  /** Waits until something wakes the relay, at most this long. */
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      endPause = () => {
        if (performance.now() < backOffUntil && !closing) return
        clearTimeout(timer)
        resolve()
      }
    })

  function wake(): void {
    woken = true
    endPause()
  }

  function wakeIfAtCapacity(): void {
    if (atCapacity) wake()
  }

  quota.onCapacity(wakeIfAtCapacity)
  const running = run()
  return {
    wake,
    async close() {
      closing = true
      endPause()
      await running
    },
  }
}
