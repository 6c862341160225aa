import type { TestApp } from './app.ts'
import { openTemporal } from './temporal.ts'

export interface ToldWorker {
  host: string
  version: string
  /** How long ago it told of itself, in seconds; 3 unless given. */
  ago?: number
  /** Of 150 first attempts and 50 retries. */
  firstAttempts?: number
  retries?: number
  /** Whether it takes nothing new. */
  ending?: boolean
  cpu?: number
  memory?: number
}

/** Tells Temporal of workers on other machines, as they would do themselves. It forgets them after five minutes. */
export async function tellOfWorkers(app: TestApp, workers: readonly ToldWorker[]): Promise<void> {
  await using temporal = await openTemporal(app)
  const time = (ago: number) => ({ seconds: Math.floor(Date.now() / 1000 - ago) as never, nanos: 0 })
  const slots = (used: number, all: number) => ({
    currentUsedSlots: used,
    currentAvailableSlots: all - used,
  })
  await temporal.client.workflowService.recordWorkerHeartbeat({
    namespace: app.namespace,
    workerHeartbeat: workers.map(
      ({
        host,
        version,
        ago = 3,
        firstAttempts = 0,
        retries = 0,
        ending = false,
        cpu = 0.1,
        memory = 0.3,
      }) => ({
        workerInstanceKey: `test-${host}`,
        workerIdentity: `durahook/${version} 1@${host}`,
        taskQueue: 'deliveries',
        hostInfo: {
          hostName: host,
          processId: '1',
          currentHostCpuUsage: cpu,
          currentHostMemUsage: memory,
        },
        status: ending ? 2 : 1,
        startTime: time(ago + 93_780),
        heartbeatTime: time(ago),
        localActivitySlotsInfo: slots(firstAttempts, 400),
        activityTaskSlotsInfo: slots(retries, 50),
      }),
    ),
  })
}
