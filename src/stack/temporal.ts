import { join, resolve } from 'node:path'
import { Connection } from '@temporalio/client'
import { prepareTemporal } from '../temporal/prepare-temporal.ts'
import { startChild } from './child.ts'
import { endLeftover } from './leftover.ts'
import { choosePort, LOOPBACK } from './ports.ts'
import { untilReady } from './ready.ts'
import { trimVisibility } from './trim-visibility.ts'

export interface Temporal extends AsyncDisposable {
  /** host:port of the gRPC frontend. */
  readonly address: string
  readonly namespace: string
  readonly uiUrl: string
  readonly pid: number
  /** Shuts the server down in order. Safe to call twice. */
  close(): Promise<void>
}

export interface TemporalOptions {
  /** Path of Temporal's CLI, see temporal-program.ts. */
  program: string
  /** For data and log; created if missing. */
  folder: string
  /** Of the gRPC frontend and of Temporal UI; any free ports if left out. */
  port?: number | undefined
  uiPort?: number | undefined
  /** Created if missing. Default `default`. */
  namespace?: string
  log: (line: string) => void
}

/** Dynamic configuration of the server. Source of the keys: common/dynamicconfig/constants.go, v1.32.0. */
export const DYNAMIC_CONFIG = [
  // Lets tests and demos run a day of retries in seconds. Only affects workflows that ask for it.
  'frontend.WorkflowTimeSkippingEnabled=true',
  // So that one organization's retries don't wait behind another's backlog: the fairness key is the organization.
  'matching.enableFairness=true',
  // Lists in Temporal UI are a second or two late. In return a workflow that closes within that time is written once and
  // not twice. These writes were 58 % of the server's work.
  'history.visibilityProcessorMaxPollRPS=1',
  // With the default, 512 goroutines would compete for a SQLite file that allows one writer.
  'history.visibilityProcessorSchedulerWorkerCount=1',
]

const STOP = { stopSignal: 'SIGTERM', graceMs: 10_000 } as const

/** Commits don't wait for the disk: workflows lost in a power cut are started again from Postgres by reconciling. */
const SQLITE = ['journal_mode=wal', 'synchronous=1']

/**
 * Starts a Temporal server with its UI on 127.0.0.1, creates the namespace and durahook's search attributes, and resolves
 * when workflows can be started.
 * @throws StackError
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const { program, namespace = 'default', log } = options
  const folder = resolve(options.folder)
  await endLeftover(join(folder, 'temporal.pid'), folder, STOP)
  const port = await choosePort(options.port, { what: 'Temporal', setting: 'LOCAL_TEMPORAL_PORT' })
  const uiPort = await choosePort(options.uiPort, { what: 'Temporal UI', setting: 'LOCAL_TEMPORAL_UI_PORT' })
  const data = join(folder, 'data.sqlite')
  const each = (flag: string, values: readonly string[]) => values.flatMap((value) => [flag, value])
  const child = await startChild({
    name: 'temporal',
    folder,
    command: program,
    args: [
      'server',
      'start-dev',
      ...['--ip', LOOPBACK, '--port', `${port}`, '--ui-port', `${uiPort}`, '--ui-disable-news-fetch'],
      ...['--db-filename', data, '--log-level', 'warn'],
      ...each('--sqlite-pragma', SQLITE),
      ...each('--dynamic-config-value', DYNAMIC_CONFIG),
    ],
    // Less frequent garbage collection than with Go's default of 100, for more memory: the server creates many short-lived
    // objects.
    env: { GOGC: '400' },
    ...STOP,
  })
  const address = `${LOOPBACK}:${port}`
  const uiUrl = `http://${LOOPBACK}:${uiPort}`
  const attempt = async () => {
    await checkTemporalReady(address, namespace)
    // Temporal UI starts before the server, and retries its connection to the server only after a second.
    const { status } = await fetch(`${uiUrl}/api/v1/namespaces/${encodeURIComponent(namespace)}`)
    if (status !== 200) throw new Error(`Temporal UI answers ${status}`)
  }
  await untilReady({ what: 'Temporal', child, deadlineMs: 60_000, attempt })
  trimVisibility(data)
  log(`Temporal answers on ${address}, Temporal UI on ${uiUrl}`)
  const { pid, close } = child
  return { address, namespace, uiUrl, pid, close, [Symbol.asyncDispose]: close }
}

/** Throws until all of the server's services are ready. */
export async function checkTemporalReady(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({
    address,
    connectTimeout: 1000,
    // By default gRPC waits a second after the first refused connection.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100 },
  })
  try {
    await prepareTemporal(connection, namespace)
    // Answered by the history service: "not found" proves that the workflow's shard is loaded.
    await connection.workflowService
      .describeWorkflowExecution({ namespace, execution: { workflowId: 'durahook-none' } })
      .catch((error: { code?: number }) => {
        if (error.code !== NOT_FOUND) throw error
      })
    // Answered by the matching service.
    await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'durahook-none' } })
  } finally {
    await connection.close()
  }
}

/** gRPC status code. */
const NOT_FOUND = 5
