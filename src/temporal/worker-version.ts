/**
 * Which version's workers Temporal gives what waits to. Each delivery's workflow begins in the worker that started it, of whatever
 * version, and goes on in one of the current version. docs/decisions/0031 says how a version is brought in and taken back.
 */
import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import type { Logger } from 'pino'
import { TASK_QUEUE } from '../words/temporal.ts'
import { VERSION } from '../version.ts'

const DEPLOYMENT = 'durahook'

/** For Worker.create: what a worker is of, and that its workflows move on to each new current version. */
export const WORKER_DEPLOYMENT = {
  useWorkerVersioning: true,
  version: { deploymentName: DEPLOYMENT, buildId: VERSION },
  defaultVersioningBehavior: 'AUTO_UPGRADE',
} as const

/**
 * A worker asks for work all the time; one that has not for so long is gone, in milliseconds. Each question waits for a minute. A
 * version that was made the current one has so long to bring its first worker.
 */
const GONE_MS = 2 * 60_000

/** gRPC's, as https://grpc.io/docs/guides/status-codes/ has it. */
const NOT_FOUND = 5

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType

/** The part that the client's Connection and the worker's NativeConnection have in common. */
type Services = Pick<Connection, 'workflowService'>

/** Makes this version the current one, before or after it has workers. Safe to repeat, and with an older version than the current one. */
export async function makeCurrent({ workflowService }: Services, namespace: string): Promise<void> {
  await workflowService.setWorkerDeploymentCurrentVersion({
    namespace,
    deploymentName: DEPLOYMENT,
    buildId: VERSION,
    identity: `durahook ${VERSION}`,
    allowNoPollers: true,
    ignoreMissingTaskQueues: true,
  })
}

/**
 * Makes this version the current one if no worker of the current one is left: else what waits for a retry would wait for ever where an
 * older version was put back without its `migrate`, or where Temporal was replaced.
 */
export async function replaceGoneVersion(
  services: Services,
  namespace: string,
  log: Logger,
  goneMs = GONE_MS,
): Promise<void> {
  const current = await currentVersion(services, namespace)
  const since = Date.now() - goneMs
  if (current && (current.version === VERSION || current.since > since)) return
  const { pollers } = await services.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  })
  const isThere = pollers?.some(
    ({ deploymentOptions, lastAccessTime }) =>
      deploymentOptions?.buildId === current?.version && Number(lastAccessTime?.seconds ?? 0) * 1000 > since,
  )
  if (current && isThere) return
  await makeCurrent(services, namespace)
  log.warn(
    { was: current?.version ?? null, version: VERSION },
    'No worker of the current version is left: this version takes its place.',
  )
}

/** The current version, and since when it is that, in milliseconds; null in a Temporal without one. */
async function currentVersion(
  { workflowService }: Services,
  namespace: string,
): Promise<{ version: string; since: number } | null> {
  const description = await workflowService
    .describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT })
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code === NOT_FOUND) return null
      throw error
    })
  const { currentDeploymentVersion, currentVersionChangedTime } =
    description?.workerDeploymentInfo?.routingConfig ?? {}
  const version = currentDeploymentVersion?.buildId
  return version ? { version, since: Number(currentVersionChangedTime?.seconds ?? 0) * 1000 } : null
}
