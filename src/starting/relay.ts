import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { describeError } from '../describe-error.ts'
import type { BegunAttempt } from '../attempts/begin-attempt.ts'
import type { Database } from '../database/database.ts'
import type { BacklogReport } from './backlog-report.ts'
import { claimDeliveries, markStarted, releaseClaims, type ClaimedDelivery } from './claim-deliveries.ts'
import type { Quota } from './quota.ts'
import { sendRetry, type RequestedRetry } from './send-retry.ts'
import { concernsOneStart } from './start-failure.ts'
import { startWorkflow, type StartDeps } from './start-workflow.ts'
import { claimDuration, startedDeliveries } from '../metrics/metrics.ts'
import { createTokenBuckets } from '../token-buckets.ts'
import type { Lane } from '../words/enums.ts'

/** Moves accepted deliveries from Postgres to Temporal, or to their first attempt in the direct lane. */
export interface Relay {
  /** Claims now, because deliveries may be waiting. */
  wake(): void
  /** So long ago it last looked for deliveries and had an answer, or had no room for any, in milliseconds. */
  sinceLastClaimMs(): number
  /** Stops claiming and waits for the starts under way. */
  close(): Promise<void>
}

export interface RelayDeps extends StartDeps {
  /** Opened with INDEX_PLANNING. */
  database: Database
  log: Logger
  quota: Quota
  backlog: BacklogReport
  /** Maximum of attempts under way to one webhook. */
  perWebhook: number
  /** The lane of organizations that have not chosen one. */
  lane: Lane
  /** Completes a first attempt that was begun with its claim. Resolves whether a workflow has to go on. */
  completeFirstAttempt(delivery: Begun): Promise<boolean>
}

/** Claims after this time even if nothing wakes the relay: a notification may have been lost. In milliseconds. */
const POLL_MS = 1_000

/**
 * Maximum of concurrent starts: enough to keep Temporal busy, and no more. Deliveries that wait in Postgres are claimed
 * fairly, but those that wait inside Temporal come before all later ones.
 */
const MAXIMUM_STARTS = 16

/**
 * Maximum of concurrent starts for replays, and of first attempts of the direct lane that one claim begins for them. One, while
 * there were others in the last seconds, and then a pause: what is published would otherwise wait for the processor, or for
 * Temporal, behind replays.
 */
const MAXIMUM_REPLAYED = { alone: 8, besideOthers: 1 }

/** The pause after a first attempt of the direct lane, in milliseconds; and after a start, as many times what the start took. */
const REPLAYED_PAUSE = { attemptMs: 20, starts: 4 }

/** So long after others were started, replays have the worker for themselves, in milliseconds. */
const OTHERS_MS = 2_000

/** A workflow whose attempt has a turn is started so much before, in milliseconds: those of a claim not at once. */
const START_LEAD_MS = 300

/** Maximum of first attempts that one claim begins: it reads their events, which can be large. */
const MAXIMUM_ATTEMPTS = 50

/**
 * Time from one claim to the next, in milliseconds: claiming one delivery costs Postgres as much as claiming ten. So much of it is only
 * waited for once it adds up to more, so what arrives beside little else does not wait.
 */
const CLAIM_PAUSE_MS = { each: 16, spared: 48 }

/**
 * After an outage of Postgres, workers that still have answers of first attempts record them within seconds. Their leases may
 * have ended meanwhile, so nobody takes them over before this time has passed, in milliseconds.
 */
const TAKE_OVER_AFTER_MS = 15_000

/** Backoff after a failure that concerns all deliveries, in milliseconds. */
const BACKOFF_MS = POLL_MS

/** After this many failed starts in a row the relay backs off, although each seemed to be its delivery's own fault. */
const BACKOFF_FAILURES = 8

/**
 * Claims unstarted deliveries, fairly across organizations, and starts a workflow for each; in the direct lane it makes the
 * first attempt instead, and starts the workflow if that fails. A crash at any point loses nothing: a delivery that is not
 * marked as started is claimed again when its claim has expired, and starting a running workflow counts as done.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { database, log, quota } = deps
  const underWay = new Set<Promise<unknown>>()
  let starting = 0
  let startingReplayed = 0
  /** When this worker last claimed a delivery of no replay, by performance.now(). */
  let othersAt = -OTHERS_MS
  /** Replays get nothing before this time (performance.now()). */
  let replaysFrom = 0
  /** The pauses between claims, in milliseconds. */
  const pauses = createTokenBuckets({ perMs: 1, burst: CLAIM_PAUSE_MS.spared })
  /** When the health of a webhook may permit what a claim of this worker held, by performance.now(). What those of others held they look at. */
  let nextLookAt = Infinity
  /** When a claim last succeeded, or was not needed, by performance.now(). */
  let claimedAt = performance.now()
  let closing = false
  let woken = false
  /** Whether deliveries waited for capacity at the last claim. The end of a start or of an attempt frees some. */
  let atCapacity = false
  /** Nothing is claimed before this time (performance.now()): Postgres failed. */
  let backOffUntil = 0
  /** No workflow is started before this time: Temporal failed. First attempts of the direct lane go on. */
  let startsBackOffUntil = 0
  /** Failed starts in a row that each seemed to concern one delivery only. */
  let consecutiveFailures = 0
  /** Since when Postgres has answered, as far as this worker knows. */
  let steadySince = performance.now()
  let endPause = () => {}

  async function run(): Promise<void> {
    while (!closing) {
      woken = false
      pauses.spend('', CLAIM_PAUSE_MS.each)
      const full = await claimBatch().catch(claimFailed)
      const now = performance.now()
      if (backOffUntil <= now) claimedAt = now
      if (backOffUntil > now) await pause(backOffUntil - now)
      else if (!full && !woken)
        await pause(Math.min(replaysFrom > now ? replaysFrom - now : POLL_MS, Math.max(nextLookAt - now, 0)))
      await delay(pauses.msUntilMore(''))
    }
    await Promise.all(underWay)
  }

  /** Returns whether there may be more to claim at once. */
  async function claimBatch(): Promise<boolean> {
    const attempts = Math.min(quota.free(), MAXIMUM_ATTEMPTS)
    const starts =
      performance.now() < startsBackOffUntil ? 0 : Math.max(Math.min(MAXIMUM_STARTS - starting, attempts), 0)
    atCapacity = true
    if (attempts === 0) return false
    const isAlone = performance.now() - othersAt > OTHERS_MS
    const most = isAlone ? MAXIMUM_REPLAYED.alone : MAXIMUM_REPLAYED.besideOthers
    const pausing = performance.now() < replaysFrom
    const replays = pausing ? 0 : Math.max(Math.min(most - startingReplayed, quota.freeForReplays()), 0)
    const { perWebhook, lane } = deps
    const measured = claimDuration.startTimer()
    const { deliveries, more, late, heldMs } = await claimDeliveries(database, {
      starts,
      attempts,
      replays,
      takeOver: performance.now() - steadySince > TAKE_OVER_AFTER_MS,
      perWebhook,
      answered: quota.answered(),
      capacity: quota.capacity(),
      lane,
      dialects: deps.dialects.all.map(({ name }) => name),
    })
    measured()
    // A claim without starts does not see what waits for one, nor one without replays what waits for these.
    const now = performance.now()
    nextLookAt = Math.min(nextLookAt > now ? nextLookAt : Infinity, now + heldMs)
    atCapacity = more || starting >= MAXIMUM_STARTS || (replays === 0 && !pausing)
    deps.backlog.late(late)
    if (deliveries.some(({ replayed }) => !replayed)) othersAt = performance.now()
    else if (deliveries.length > 0 && !isAlone) pauses.spend('', -CLAIM_PAUSE_MS.each) // what is published does not wait for the pause after it
    const first = deliveries.filter(isBegun)
    if (!isAlone && first.some(({ replayed }) => replayed))
      replaysFrom = performance.now() + REPLAYED_PAUSE.attemptMs
    for (const delivery of first) {
      quota.acquire(delivery.id, delivery.organizationId, delivery.replayed)
      if (!delivery.replayed) deps.backlog.started(delivery.organizationId)
      startedDeliveries.inc({ dialect: delivery.dialect, lane: 'DIRECT' })
      void completeFirst(delivery)
    }
    const others = deliveries.filter((delivery) => !isBegun(delivery))
    const isEarly = ({ waitMs }: ClaimedDelivery) => waitMs > START_LEAD_MS
    startAll(others.filter((delivery) => !isEarly(delivery)))
    for (const delivery of others.filter(isEarly)) startAll([delivery], delivery.waitMs - START_LEAD_MS)
    return first.length === attempts || (starts > 0 && others.length === starts)
  }

  async function completeFirst(delivery: Begun): Promise<void> {
    try {
      if (await deps.completeFirstAttempt(delivery)) wake()
    } catch (error) {
      const { id: deliveryId } = delivery
      log.error(
        { err: error, deliveryId },
        'A first attempt could not be completed; it counts as interrupted.',
      )
    }
  }

  /** Starts the workflows of claimed deliveries, after a while. */
  function startAll(claimed: readonly ClaimedDelivery[], afterMs = 0): void {
    if (claimed.length === 0) return
    for (const delivery of claimed) quota.acquire(delivery.id, delivery.organizationId, delivery.replayed)
    const batch: Promise<unknown> = startBatch(claimed, afterMs)
      .catch(startsFailed)
      .finally(() => underWay.delete(batch))
    underWay.add(batch)
  }

  async function startBatch(claimed: readonly ClaimedDelivery[], afterMs: number): Promise<void> {
    if (afterMs > 0) await delay(afterMs)
    const starts = await Promise.all(
      claimed.map(async (delivery) => ({ ...delivery, start: await start(delivery) })),
    )
    const requested = await markStarted(
      database,
      starts
        .filter((each) => each.start.kind === 'to mark')
        .map((each) => ({ ...each, known: each.start.known === true })),
    )
    // Failures without a reason are Temporal's: these deliveries can be claimed as soon as it is back.
    await releaseClaims(
      database,
      starts.flatMap(({ id, run: of, start: { kind, reason } }) =>
        kind === 'failed' ? [{ id, run: of, reason }] : [],
      ),
    )
    // Of the others the attempt begins at once, whoever asked for it.
    const waiting = new Set(
      starts.flatMap(({ id, start: { delayed, known } }) => (delayed || known ? [id] : [])),
    )
    await Promise.all(requested.filter(({ id }) => waiting.has(id)).map(sendNow))
  }

  async function sendNow(retry: RequestedRetry): Promise<void> {
    try {
      await sendRetry(deps, retry)
    } catch (error) {
      log.warn(
        { err: error, deliveryId: retry.id },
        'A requested retry could not be sent to Temporal; it is stored and sent later.',
      )
    }
  }

  /** An attempt that begins here marks its delivery as started itself. `reason`: why this one delivery can't be started. */
  async function start(delivery: ClaimedDelivery): Promise<{
    kind: 'to mark' | 'begins here' | 'failed'
    reason?: string
    delayed?: boolean
    known?: boolean
  }> {
    starting += 1
    if (delivery.replayed) startingReplayed += 1
    const begun = performance.now()
    try {
      const { eager, delayed, known } = await startWorkflow(deps, delivery)
      consecutiveFailures = 0
      if (!known) startedDeliveries.inc({ dialect: delivery.dialect, lane: 'WORKFLOW' })
      if (!delivery.replayed) deps.backlog.started(delivery.organizationId)
      // A delayed delivery makes no attempt here now.
      if (!eager || delayed) quota.release(delivery.id)
      return { kind: eager && delivery.run === 1 && !delayed ? 'begins here' : 'to mark', delayed, known }
    } catch (error) {
      quota.release(delivery.id)
      if (!concernsOneStart(error)) {
        startsFailed(error)
        return { kind: 'failed' }
      }
      const { id: deliveryId, run: of } = delivery
      log.error({ err: error, deliveryId, run: of }, 'A delivery could not be started; it is tried again.')
      // If start after start fails, the cause is not this delivery.
      if (++consecutiveFailures >= BACKOFF_FAILURES) backOffStarts()
      const { message } = describeError(error) as { message: string }
      return {
        kind: 'failed',
        reason: `It could not be started: ${message} It is tried again until it can.`,
      }
    } finally {
      starting -= 1
      if (delivery.replayed) {
        startingReplayed -= 1
        const now = performance.now()
        const pauseMs = Math.min((now - begun) * REPLAYED_PAUSE.starts, OTHERS_MS)
        if (now - othersAt <= OTHERS_MS) replaysFrom = now + pauseMs
      }
      if (starting === MAXIMUM_STARTS - 1 || delivery.replayed) wakeIfAtCapacity() // others waited for a start to end
    }
  }

  function claimFailed(error: unknown): false {
    log.warn({ err: error }, 'The relay could not claim deliveries; they wait in Postgres.')
    backOffUntil = performance.now() + BACKOFF_MS
    steadySince = backOffUntil
    return false
  }

  function startsFailed(error: unknown): void {
    log.warn({ err: error }, 'The relay could not move deliveries to Temporal; they wait in Postgres.')
    backOffStarts()
  }

  function backOffStarts(): void {
    startsBackOffUntil = performance.now() + BACKOFF_MS
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
    sinceLastClaimMs: () => performance.now() - claimedAt,
    async close() {
      closing = true
      endPause()
      await running
    },
  }
}

type Begun = ClaimedDelivery & { begun: BegunAttempt }

const isBegun = (delivery: ClaimedDelivery): delivery is Begun => delivery.begun !== null
