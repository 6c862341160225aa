import { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { createActivities } from '../../activities/create-activities.ts'
import type { AttemptDeps } from '../attempts/attempt-deps.ts'
import { TASK_QUEUE } from '../words/temporal.ts'
import { WORKER_SESSION } from '../database/database.ts'
import { openDatabase } from './open-database.ts'
import { listen } from '../database/listen.ts'
import { WAKE } from '../database/notify.ts'
import { CLAIM_PLANNING } from '../starting/claim-deliveries.ts'
import { startRelay } from '../starting/relay.ts'
import { endWithin, LeftBehindError } from '../end-within.ts'
import { startReconciling } from '../operating/start-reconciling.ts'
import type { Settings } from '../settings/settings.ts'
import { loadWorkflows } from '../temporal/build-workflows.ts'
import { bundleWorkflows } from '../temporal/bundle-workflows.ts'
import { endOnLoops } from '../temporal/end-on-loops.ts'
import { createQuota } from '../starting/quota.ts'
import { createRunningAttempts } from '../attempts/running-attempts.ts'
import { divideSlots, temporalWorkerOptions } from '../temporal/worker-options.ts'

export interface DeliveryWorker {
  /** Resolves with what went wrong when it can't go on by itself; who opened it then closes it and ends the process. */
  failed: Promise<unknown>
  /**
   * Claims nothing more, waits for attempts under way, and ends: within SHUTDOWN_GRACE_MS and 2 s, whatever hangs.
   * Rejects with a LeftBehindError when attempts were left on their way: they are logged as INTERRUPTED and made again.
   */
  close(): Promise<void>
}

export interface WorkerDeps extends AttemptDeps {
  settings: Settings
  databaseUrl: string
  temporalAddress: string
  /** A file that exports the workflows; durahook's own unless given. */
  workflows?: URL
}

/** How long attempts under way may take to end at a shutdown: the longest request, and recording it. */
const SHUTDOWN_GRACE_MS = 30_000

/** How long starts that Temporal was asked for may take at a shutdown; what was claimed in vain is claimed again. */
const STARTS_END_MS = 5_000

/** How long connections may take to end in order, in milliseconds. */
const CONNECTIONS_END_MS = 2_000

/** A worker process: runs workflows and attempts, and the relay that starts them. */
export async function startWorker(deps: WorkerDeps): Promise<DeliveryWorker> {
  const { settings, log, databaseUrl, temporalAddress } = deps
  const namespace = settings.TEMPORAL_NAMESPACE
  // One connection for worker and client: that is what lets a started workflow begin in this process without a poll.
  const connection = await NativeConnection.connect({ address: temporalAddress })
  // Before anything is taken on: a worker that starts while Postgres is away ends here, with no attempt to cut.
  const listener = await listen(databaseUrl, [WAKE.relay], log)
  const quota = createQuota(divideSlots(settings.ATTEMPT_SLOTS).first)
  const activities = createActivities(deps)
  const attempts = createRunningAttempts()
  endOnLoops(log)

  const worker = await Worker.create({
    ...temporalWorkerOptions(settings),
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: deps.workflows ? await bundleWorkflows(deps.workflows) : await loadWorkflows(),
    activities: {
      ...activities,
      attemptDelivery: (input: Parameters<typeof activities.attemptDelivery>[0]) =>
        attempts.run(input.deliveryId, () =>
          quota.run(input.deliveryId, () => activities.attemptDelivery(input)),
        ),
      retryDelivery: (input: Parameters<typeof activities.retryDelivery>[0]) =>
        attempts.run(input.deliveryId, () => activities.retryDelivery(input)),
    },
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
  })
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>()
  const running = worker.run().catch(fail)

  const client = new Client({ connection, namespace })
  // One to claim, one to mark what was started.
  const queue = await openDatabase(databaseUrl, 2, { ...CLAIM_PLANNING, ...WORKER_SESSION })
  const relay = startRelay({
    database: queue,
    client,
    dialects: deps.dialects,
    log,
    quota,
    perWebhook: settings.ATTEMPTS_PER_WEBHOOK,
  })
  listener.on(WAKE.relay, relay.wake)
  const reconciling = startReconciling({
    database: deps.database,
    client,
    namespace,
    log,
    wakeRelay: relay.wake,
  })
  log.info({ namespace }, 'The worker takes deliveries.')

  return {
    failed,
    async close() {
      const endBy = performance.now() + SHUTDOWN_GRACE_MS
      // Claims nothing more from here on; nor does reconciling begin again, and where it is now it may be cut.
      const reconciled = reconciling.close()
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
          `Ended with ${left.length} attempts on their way. Each will be logged as INTERRUPTED and made again.`,
        )
      await endWithin(log, CONNECTIONS_END_MS, {
        "Postgres's listening connection": () => listener.close(),
        "the relay's connections to Postgres": async () => {
          await reconciled
          await queue.close()
        },
        'notifications of the log': () => deps.notify.flush(),
        // Temporal's native part waits for the attempts it knows of.
        ...(inOrder && {
          'the connection to Temporal': async () => {
            await reconciled
            await connection.close()
          },
        }),
      })
      if (!inOrder)
        throw new LeftBehindError('The worker ended with attempts on their way; its log names them.')
    },
  }
}
