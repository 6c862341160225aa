import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'
import pMap from 'p-map'
import { attemptSlotsOf, divideSlots } from '../temporal/worker-options.ts'
import { versionOf } from '../temporal/worker-identity.ts'
import type { WorkerStatus } from '../words/enums.ts'
import { TASK_QUEUE } from '../words/temporal.ts'

/** A worker as it told Temporal; null is what it did not say. */
export interface KnownWorker {
  identity: string
  version: string | null
  host: string | null
  processId: string | null
  status: WorkerStatus
  /** Inside of workflows. */
  firstAttempts: Slots | null
  retries: Slots | null
  /** Of its machine: 0 to 1. */
  cpu: number | null
  memory: number | null
  startedAt: Date | null
  heartbeatAt: Date
}

interface Slots {
  used: number
  all: number
}

type Heartbeat = proto.temporal.api.worker.v1.IWorkerHeartbeat
type SlotsInfo = proto.temporal.api.worker.v1.IWorkerSlotsInfo
type Timestamp = proto.google.protobuf.ITimestamp

const Status = proto.temporal.api.enums.v1.WorkerStatus

/** Maximum of workers that are read. */
const MAXIMUM = 100

/** How many are asked for at once. */
const CONCURRENCY = 20

/** A worker that has not told of itself for so long is gone, in milliseconds. Temporal forgets it after the same time. */
const GONE_MS = 5 * 60_000

/** One that ends does so within this time (see start-worker.ts), in milliseconds; that it has ended nobody tells Temporal. */
const ENDED_MS = 40_000

/** gRPC status code. Source: https://grpc.io/docs/guides/status-codes/ */
const NOT_FOUND = 5

/**
 * The workers that Temporal knows, by host and process. Costs a call to Temporal for each: its list does not say what they do. Temporal
 * has them in memory only; after it was started again they come back with their next heartbeat. Throws Temporal's errors.
 */
export async function readWorkers({ workflowService, options }: Client): Promise<KnownWorker[]> {
  const { namespace } = options
  const { workers } = await workflowService.listWorkers({
    namespace,
    pageSize: MAXIMUM,
    query: `TaskQueue = '${TASK_QUEUE}'`,
  })
  const heartbeats = await pMap(
    workers ?? [],
    async ({ workerInstanceKey: key }) => {
      try {
        const { workerInfo } = await workflowService.describeWorker({
          namespace,
          workerInstanceKey: key ?? null,
        })
        return workerInfo?.workerHeartbeat ?? null
      } catch (error) {
        // It has ended since it was listed.
        if ((error as { code?: unknown }).code === NOT_FOUND) return null
        throw error
      }
    },
    { concurrency: CONCURRENCY },
  )
  const nameOf = ({ host, processId }: KnownWorker) => `${host} ${processId?.padStart(10)}`
  return heartbeats
    .flatMap((heartbeat) => (heartbeat ? [workerOf(heartbeat)] : []))
    .filter(
      ({ status, heartbeatAt }) =>
        Date.now() - heartbeatAt.getTime() < (status === 'ENDING' ? ENDED_MS : GONE_MS),
    )
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

function workerOf({
  workerIdentity,
  hostInfo,
  status,
  startTime,
  heartbeatTime,
  localActivitySlotsInfo,
  activityTaskSlotsInfo,
}: Heartbeat): KnownWorker {
  const identity = workerIdentity ?? ''
  const first = slotsOf(localActivitySlotsInfo)
  return {
    identity,
    version: versionOf(identity),
    host: hostInfo?.hostName || null,
    processId: hostInfo?.processId || null,
    status:
      status === Status.WORKER_STATUS_SHUTTING_DOWN || status === Status.WORKER_STATUS_SHUTDOWN
        ? 'ENDING'
        : 'RUNNING',
    firstAttempts: first && { used: first.used, all: divideSlots(attemptSlotsOf(first.all)).first },
    retries: slotsOf(activityTaskSlotsInfo),
    cpu: hostInfo?.currentHostCpuUsage ?? null,
    memory: hostInfo?.currentHostMemUsage ?? null,
    startedAt: dateOf(startTime),
    heartbeatAt: dateOf(heartbeatTime) ?? new Date(0),
  }
}

/** Null: not said, or without a limit, which Temporal writes as -1. */
function slotsOf(info: SlotsInfo | null | undefined): Slots | null {
  const used = info?.currentUsedSlots ?? 0
  const free = info?.currentAvailableSlots ?? 0
  return info && free >= 0 ? { used, all: used + free } : null
}

const dateOf = (time: Timestamp | null | undefined): Date | null =>
  time ? new Date(Number(time.seconds ?? 0) * 1000 + (time.nanos ?? 0) / 1e6) : null
