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
  /** Ends the server in order. Safe to call twice. */
  close(): Promise<void>
}

export interface TemporalOptions {
  /** The makers' CLI, see temporal-program.ts. */
  program: string
  /** Data and log are kept here; made if missing. */
  folder: string
  /** Of the gRPC frontend and of Temporal UI; any free ones if left out. */
  port?: number | undefined
  uiPort?: number | undefined
  /** Made if missing. Default `default`. */
  namespace?: string
  log: (line: string) => void
}

/** What can be changed in a server. Source of the keys: common/dynamicconfig/constants.go, v1.32.0. */
export const DYNAMIC_CONFIG = [
  // Tests and demos run a day of retries in seconds. It has to be asked for per workflow, so it changes nothing else.
  'frontend.WorkflowTimeSkippingEnabled=true',
  // Retries of one organization don't wait behind a backlog of another: the fairness key is the organization.
  'matching.enableFairness=true',
  // Lists in Temporal UI are a second or two late, and in return a workflow that is closed by then is written to them
  // once and not twice. They were 58 % of the server's work.
  'history.visibilityProcessorMaxPollRPS=1',
  // The default of 512 would bring the same number of goroutines to a SQLite file with one writer.
  'history.visibilityProcessorSchedulerWorkerCount=1',
]

const STOP = { stopSignal: 'SIGTERM', graceMs: 10_000 } as const

/** Commits don't wait for the disk: what a power cut takes from Temporal, reconciling starts again from Postgres. */
const SQLITE = ['journal_mode=wal', 'synchronous=1']

/**
 * Starts a Temporal server with its UI on 127.0.0.1, with the namespace and durahook's search attributes in it, and
 * resolves when it takes workflows.
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
    // Collects garbage less often than Go's 100: the server is busy with short-lived objects, and memory is there.
    env: { GOGC: '400' },
    ...STOP,
  })
  const address = `${LOOPBACK}:${port}`
  const uiUrl = `http://${LOOPBACK}:${uiPort}`
  const attempt = async () => {
    await takesWorkflows(address, namespace)
    // Temporal UI starts first, and tries again to reach the server only after a second.
    const { status } = await fetch(`${uiUrl}/api/v1/namespaces/${encodeURIComponent(namespace)}`)
    if (status !== 200) throw new Error(`Temporal UI answers ${status}`)
  }
  await untilReady({ what: 'Temporal', child, deadlineMs: 60_000, attempt })
  trimVisibility(data)
  log(`Temporal answers on ${address}, Temporal UI on ${uiUrl}`)
  const { pid, close } = child
  return { address, namespace, uiUrl, pid, close, [Symbol.asyncDispose]: close }
}

/** Fails until each of a server's services does its part. */
export async function takesWorkflows(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({
    address,
    connectTimeout: 1000,
    // gRPC would wait a whole second after the first refusal.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100 },
  })
  try {
    await prepareTemporal(connection, namespace)
    // Answered by history; a missing workflow proves that its shard is loaded.
    await connection.workflowService
      .describeWorkflowExecution({ namespace, execution: { workflowId: 'durahook-none' } })
      .catch((error: { code?: number }) => {
        if (error.code !== NOT_FOUND) throw error
      })
    // Answered by matching.
    await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'durahook-none' } })
  } finally {
    await connection.close()
  }
}

/** gRPC status code. */
const NOT_FOUND = 5
