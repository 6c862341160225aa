import { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { createActivities } from '../../activities/create-activities.ts'
import type { ActivityDeps } from '../../activities/deps.ts'
import { TASK_QUEUE } from '../contracts.ts'
import { openDatabase } from '../database/database.ts'
import { listen } from '../database/listen.ts'
import { WAKE } from '../database/notify.ts'
import { CLAIM_PLANNING } from '../deliveries/claim-deliveries.ts'
import { createRelay } from '../deliveries/relay.ts'
import { startReconciling } from '../operating/start-reconciling.ts'
import type { Settings } from '../settings.ts'
import { bundleWorkflows } from './bundle-workflows.ts'
import { endOnLoops } from './end-on-loops.ts'
import { createSlots } from './slots.ts'
import { temporalWorkerOptions } from './temporal-worker-options.ts'

export interface DeliveryWorker {
  /** Claims nothing more, waits for attempts under way, and ends. */
  close(): Promise<void>
}

export interface WorkerDeps extends ActivityDeps {
  settings: Settings
  databaseUrl: string
  temporalAddress: string
}

/** How long attempts under way may take to end at a shutdown: the longest request, and recording it. */
const SHUTDOWN_GRACE_MS = 30_000

/** A worker process: runs workflows and attempts, and the relay that starts them. */
export async function startWorker(deps: WorkerDeps): Promise<DeliveryWorker> {
  const { settings, log, databaseUrl, temporalAddress } = deps
  const namespace = settings.TEMPORAL_NAMESPACE
  // One connection for worker and client: that is what lets a started workflow begin in this process without a poll.
  const connection = await NativeConnection.connect({ address: temporalAddress })
  let wakeRelay = () => {}
  let roomForRelay = () => {}
  // Before anything is taken on: a worker that starts while Postgres is away ends here, with no attempt to cut.
  const listener = await listen(databaseUrl, [WAKE.relay], () => wakeRelay(), log)
  const slots = createSlots(settings.ATTEMPT_SLOTS, () => roomForRelay())
  const activities = createActivities(deps)
  endOnLoops(log)

  const worker = await Worker.create({
    ...temporalWorkerOptions(settings),
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundleWorkflows(new URL('../../workflows/index.ts', import.meta.url)),
    activities: {
      ...activities,
      attemptDelivery: (input: Parameters<typeof activities.attemptDelivery>[0]) =>
        slots.run(input.deliveryId, () => activities.attemptDelivery(input)),
      retryDelivery: (input: Parameters<typeof activities.retryDelivery>[0]) =>
        slots.run(input.deliveryId, () => activities.retryDelivery(input)),
    },
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
  })
  const running = worker.run()

  const client = new Client({ connection, namespace })
  // One to claim, one to mark what was started.
  const queue = await openDatabase(databaseUrl, 2, CLAIM_PLANNING)
  const relay = createRelay({
    database: queue,
    client,
    dialects: deps.dialects,
    log,
    slots,
    perWebhook: settings.ATTEMPTS_PER_WEBHOOK,
  })
  const reconciling = startReconciling({
    database: deps.database,
    client,
    namespace,
    log,
    wakeRelay: relay.wake,
  })
  wakeRelay = relay.wake
  roomForRelay = relay.room
  log.info({ namespace }, 'The worker takes deliveries.')

  return {
    async close() {
      await listener.close()
      await reconciling.close()
      await relay.close()
      await queue.close()
      worker.shutdown()
      await running
      await deps.notify.flush()
      await connection.close()
    },
  }
}
