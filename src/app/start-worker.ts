import { randomUUID } from 'node:crypto'
import { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { createActivities } from '../../activities/create-activities.ts'
import { createDeletionActivities } from '../../activities/create-deletion-activities.ts'
import { createPurgeActivities } from '../../activities/create-purge-activities.ts'
import { createReplayActivities } from '../../activities/create-replay-activities.ts'
import type { AttemptDeps } from '../attempts/attempt-deps.ts'
import { TASK_QUEUE } from '../words/temporal.ts'
import { INDEX_PLANNING, WORKER_SESSION } from '../database/database.ts'
import { openDatabase } from './open-database.ts'
import { listen } from '../database/listen.ts'
import { WAKE } from '../database/notify.ts'
import { defaultLane } from '../organizations/default-lane.ts'
import { firstAttemptOf } from '../starting/start-workflow.ts'
import { createBacklogReport } from '../starting/backlog-report.ts'
import { startRelay } from '../starting/relay.ts'
import { endWithin, LeftBehindError } from '../end-within.ts'
import { repeat } from '../operating/repeat.ts'
import { startReconciling } from '../operating/start-reconciling.ts'
import { startWatchingHealth } from '../operating/watch-health.ts'
import { foldTotals } from '../operating/fold-totals.ts'
import { attemptSlots } from '../metrics/metrics.ts'
import { needsClaims, needsNotifications, needsPostgres, needsTemporal } from '../probes/needs.ts'
import { createReadiness, type Readiness } from '../probes/readiness.ts'
import { startReplaying } from '../replay/start-replaying.ts'
import { keepingOf } from '../retention/keeping.ts'
import { startDeletions } from '../erasure/start-deletion.ts'
import { removeListeners } from '../listening/remove-listeners.ts'
import { createAnnouncer } from '../operational-events/announcer.ts'
import { makePartitions } from '../retention/make-partitions.ts'
import type { Settings } from '../settings/settings.ts'
import { loadWorkflows } from '../temporal/build-workflows.ts'
import { bundleWorkflows } from '../temporal/bundle-workflows.ts'
import { endOnLoops } from '../temporal/end-on-loops.ts'
import { createQuota } from '../starting/quota.ts'
import { completeAttempt } from '../attempts/make-attempt.ts'
import { createRunningAttempts } from '../attempts/running-attempts.ts'
import { createSpreadTimeouts } from '../attempts/spread-timeouts.ts'
import { workerIdentity } from '../temporal/worker-identity.ts'
import { divideSlots, temporalWorkerOptions } from '../temporal/worker-options.ts'
import { replaceGoneVersion, WORKER_DEPLOYMENT } from '../temporal/worker-version.ts'

export interface DeliveryWorker {
  /** Whether it can make deliveries. */
  readiness: Readiness
  /** Resolves with the error when the worker can't go on; the caller then closes it and ends the process. */
  failed: Promise<unknown>
  /**
   * Stops claiming deliveries, waits for attempts under way, and ends after SHUTDOWN_GRACE_MS and 2 s at the latest.
   * Rejects with a LeftBehindError if attempts were still under way: they are logged as INTERRUPTED and made again.
   */
  close(): Promise<void>
}

export interface WorkerDeps extends Omit<
  AttemptDeps,
  'spreadTimeouts' | 'answered' | 'timedOut' | 'told' | 'freed'
> {
  settings: Settings
  databaseUrl: string
  temporalAddress: string
  /** A file that exports the workflows; durahook's own unless given. */
  workflows?: URL
}

/** How long attempts under way may take to end at a shutdown: enough for the longest request and for recording it. */
const SHUTDOWN_GRACE_MS = 35_000

/** How long pending workflow starts may take at a shutdown. Deliveries claimed but not started are claimed again. */
const STARTS_END_MS = 5_000

/** How often the tables for coming events are looked after, in milliseconds. */
const PARTITIONS_MS = 20_000

/** How often deletions of organizations are looked after that Temporal may have lost, in milliseconds. */
const DELETIONS_MS = 60_000

/** How often listeners are looked after for which nobody comes any more, in milliseconds. */
const LISTENERS_MS = 10 * 60_000

/** How often it is checked whether the current version has workers, in milliseconds. */
const VERSION_MS = 30_000

/** How often the counts of ended deliveries are folded, in milliseconds. */
const TOTALS_MS = 60_000

/** How long connections may take to close, in milliseconds. */
const CONNECTIONS_END_MS = 2_000

/** Starts a worker: it runs workflows and attempts, and the relay that starts workflows. */
export async function startWorker(deps: WorkerDeps): Promise<DeliveryWorker> {
  const { settings, log, databaseUrl, temporalAddress } = deps
  const namespace = settings.TEMPORAL_NAMESPACE
  // Worker and client share a connection: Temporal's eager start needs that to run a workflow here without a poll.
  const connection = await NativeConnection.connect({ address: temporalAddress })
  // First, so that a worker that can't reach Postgres fails before it has taken any work.
  const listener = await listen(databaseUrl, [WAKE.relay, WAKE.tell], log)
  const announcer = createAnnouncer(deps)
  listener.on(WAKE.tell, announcer.wake)
  const quota = createQuota(divideSlots(settings.ATTEMPT_SLOTS).first)
  const unwatchSlots = attemptSlots.add(quota)
  const spreadTimeouts = createSpreadTimeouts()
  const { answer: answered, timedOut } = quota
  let wakeRelay = () => {}
  const attemptDeps: AttemptDeps = {
    ...deps,
    spreadTimeouts,
    answered,
    timedOut,
    told: announcer.wake,
    // Attempts can end before the relay is there.
    freed: () => wakeRelay(),
  }
  const activities = createActivities(attemptDeps)
  const attempts = createRunningAttempts()
  const ending = new AbortController()
  endOnLoops(log)

  const worker = await Worker.create({
    ...temporalWorkerOptions(settings),
    identity: workerIdentity(),
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workerDeploymentOptions: WORKER_DEPLOYMENT,
    workflowBundle: deps.workflows ? await bundleWorkflows(deps.workflows) : await loadWorkflows(),
    activities: {
      ...activities,
      ...createPurgeActivities({ database: deps.database, settings }, ending.signal),
      ...createDeletionActivities(deps.database, ending.signal),
      attemptDelivery: (input: Parameters<typeof activities.attemptDelivery>[0]) =>
        attempts.run(input.deliveryId, () =>
          quota.run(input.deliveryId, () => activities.attemptDelivery(input)),
        ),
      retryDelivery: (input: Parameters<typeof activities.retryDelivery>[0]) =>
        attempts.run(input.deliveryId, () => activities.retryDelivery(input)),
      ...createReplayActivities(deps),
    },
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
  })
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>()
  const running = worker.run().catch(fail)

  const client = new Client({ connection, namespace })
  // One connection to claim deliveries, one to mark them as started.
  const queue = await openDatabase(databaseUrl, 2, { ...INDEX_PLANNING, ...WORKER_SESSION })
  const backlog = createBacklogReport(randomUUID(), deps.notify.deliveriesLate)
  const relay = startRelay({
    database: queue,
    client,
    dialects: deps.dialects,
    log,
    quota,
    backlog,
    perWebhook: settings.ATTEMPTS_PER_WEBHOOK,
    lane: defaultLane(settings),
    completeFirstAttempt: (delivery) =>
      attempts.run(delivery.id, () =>
        quota.run(delivery.id, async () => {
          const input = firstAttemptOf(deps.dialects, delivery)
          const { kind } = await completeAttempt(attemptDeps, input, delivery.begun)
          return kind !== 'delivered'
        }),
      ),
  })
  wakeRelay = relay.wake
  listener.on(WAKE.relay, relay.wake)
  const reconciling = startReconciling({
    database: deps.database,
    client,
    namespace,
    log,
    wakeRelay: relay.wake,
  })
  const replaying = startReplaying({ database: deps.database, client, log })
  const partitions = repeat(
    PARTITIONS_MS,
    () => makePartitions(deps.database, keepingOf(settings)),
    log,
    'The tables for coming events could not be made; trying again.',
  )
  const deletions = repeat(
    DELETIONS_MS,
    () => startDeletions(deps.database, client, log),
    log,
    'Deletions of organizations could not be looked up; trying again.',
  )
  const listeners = repeat(
    LISTENERS_MS,
    () => removeListeners(deps.database),
    log,
    'Listeners for which nobody comes could not be removed; trying again.',
  )
  const version = repeat(
    VERSION_MS,
    () => replaceGoneVersion(connection, namespace, log),
    log,
    'Whether the current version has workers could not be checked; trying again.',
  )
  const totals = repeat(
    TOTALS_MS,
    () => foldTotals(deps.database),
    log,
    'The counts of ended deliveries could not be folded; trying again.',
  )
  const watching = startWatchingHealth({ database: deps.database, log, settings, told: attemptDeps.told })
  log.info({ namespace }, 'The worker takes deliveries.')

  const readiness = createReadiness([
    needsPostgres(deps.database),
    needsNotifications(listener),
    needsTemporal(connection, namespace),
    needsClaims(relay),
  ])
  return {
    failed,
    readiness,
    async close() {
      readiness.end()
      unwatchSlots()
      const endBy = performance.now() + SHUTDOWN_GRACE_MS
      ending.abort(new Error('This worker ends, another one goes on.'))
      spreadTimeouts.close()
      backlog.close()
      // Stops the relay and reconciling. A reconciliation under way may be cut off.
      const reconciled = Promise.all(
        [reconciling, replaying, partitions, deletions, listeners, totals, version, watching].map(
          (repetition) => repetition.close(),
        ),
      )
      await endWithin(log, STARTS_END_MS, { "Temporal's answer to starts": () => relay.close() })
      if (worker.getState() === 'RUNNING') worker.shutdown()
      const inOrder = await endWithin(log, endBy - performance.now(), {
        'attempts under way': async () => {
          await running
          await attempts.none()
        },
      })
      const left = attempts.deliveries()
      if (!inOrder)
        log.error(
          { deliveries: left },
          `Ended with ${left.length} attempts under way. Each will be logged as INTERRUPTED and made again.`,
        )
      await endWithin(log, CONNECTIONS_END_MS, {
        "Postgres's listening connection": () => listener.close(),
        "the relay's connections to Postgres": async () => {
          await reconciled
          await queue.close()
        },
        // What the last attempts told of.
        'operational events and notifications': async () => {
          await announcer.close()
          await deps.notify.flush()
        },
        // Only then: Temporal's native code waits for the attempts it knows of before it closes.
        ...(inOrder && {
          'the connection to Temporal': async () => {
            await reconciled
            await connection.close()
          },
        }),
      })
      if (!inOrder) throw new LeftBehindError('The worker ended with attempts under way; its log names them.')
    },
  }
}
