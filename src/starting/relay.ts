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
  /** Looks for deliveries now: some may wait. */
  wake(): void
  /** Stops claiming and waits for the starts under way. */
  close(): Promise<void>
}

export interface RelayDeps extends StartDeps {
  /** Opened with CLAIM_PLANNING. */
  database: Database
  log: Logger
  quota: Quota
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

/** How long nothing is claimed after a failure that concerns all deliveries, in milliseconds. */
const BACKOFF_MS = POLL_MS

/** So many starts in a row that fail as one delivery's own fault are no longer taken for that. */
const SUSPICIOUS_FAILURES = 8

/**
 * Claims unstarted deliveries, fairly across organizations, and starts a workflow for each. A crash at any point loses
 * nothing: what is not marked started is claimed again, and starting what runs already counts as done.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { database, log, quota } = deps
  const underWay = new Set<Promise<unknown>>()
  let starting = 0
  let closing = false
  let woken = false
  /** At the last claim deliveries waited for capacity, which the end of a start or of an attempt makes. */
  let atCapacity = false
  /** Nothing is claimed before this time (performance.now()). */
  let backOffUntil = 0
  /** Starts in a row that failed and seemed to concern one delivery only. */
  let oddFailures = 0
  let endPause = () => {}

  async function run(): Promise<void> {
    while (!closing) {
      woken = false
      const full = await claimBatch().catch(failed)
      const backOffMs = backOffUntil - performance.now()
      if (backOffMs > 0) await pause(backOffMs)
      else if (!full && !woken) await pause(POLL_MS)
      else if (underWay.size > 0) await delay(PAUSE_MS)
    }
    await Promise.all(underWay)
  }

  /** Returns whether there may be more to claim at once. */
  async function claimBatch(): Promise<boolean> {
    const limit = Math.min(STARTS - starting, quota.free())
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
    quota.acquire(delivery.id, delivery.organizationId)
    starting += 1
    try {
      const { eager, waits } = await startWorkflow(deps, delivery)
      oddFailures = 0
      // What waits for a retry makes no attempt here now.
      if (!eager || waits) quota.release(delivery.id)
      return { kind: eager && delivery.run === 1 && !waits ? 'begins here' : 'to mark' }
    } catch (error) {
      quota.release(delivery.id)
      if (!concernsOneStart(error)) {
        failed(error)
        return { kind: 'failed' }
      }
      const { id: deliveryId, run: of } = delivery
      log.error({ err: error, deliveryId, run: of }, 'A delivery could not be started; it is tried again.')
      // When nothing can be started any more, it is not this delivery's fault.
      if (++oddFailures >= SUSPICIOUS_FAILURES) backOff()
      const { message } = describeError(error) as { message: string }
      return {
        kind: 'failed',
        why: `It could not be started: ${message} It is tried again until it can.`,
      }
    } finally {
      starting -= 1
      if (starting === STARTS - 1) wakeIfAtCapacity() // others waited for a start to end
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

  /** Until something wakes the relay, or for so many milliseconds. */
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
