import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Connection } from '@temporalio/client'
import { startChild } from './child.ts'
import type { Log } from './log.ts'
import { stopLeftover } from './pid-file.ts'
import { choosePort, LOOPBACK } from './ports.ts'
import { prepareTemporal } from './prepare-temporal.ts'
import { untilReady } from './ready.ts'
import {
  dynamicConfig,
  serverConfig,
  VISIBILITY_FILE,
  type StoreConfig,
  type TemporalTuning,
} from './temporal-config.ts'
import { chooseServicePorts } from './temporal-ports.ts'
import { setUpTemporalTables } from './temporal-tables.ts'
import { trimPostgresVisibility, trimSqliteVisibility } from './trim-visibility.ts'

export interface Temporal extends AsyncDisposable {
  /** host:port of the gRPC frontend. */
  readonly address: string
  readonly namespace: string
  /** Ends the server in order. Safe to call twice. */
  close(): Promise<void>
}

/** Where Temporal keeps its state. `sqlTool` is the program of findTemporalSqlTool(); `url` any database on the server. */
export type TemporalStore = { kind: 'sqlite' } | { kind: 'postgres'; url: string; sqlTool: string }

export interface TemporalOptions {
  /** The server program, see temporal-binaries.ts. */
  server: string
  /** Configuration, log and, with SQLite, data are kept here; made if missing. */
  folder: string
  /** Of the gRPC frontend; any free one if left out. The server's inner ports are always chosen. */
  port?: number | undefined
  /** Made if missing. Default `default`. */
  namespace?: string
  /** Default SQLite: in the folder, and about half the CPU of Postgres. */
  store?: TemporalStore
  /** `default` leaves Temporal's own settings as they are, for comparison. Default `tuned`. */
  tuning?: TemporalTuning
  log: Log
}

const STOP = { stopSignal: 'SIGTERM', graceMs: 10_000 } as const

/**
 * Starts a Temporal server on 127.0.0.1 with the namespace and durahook's search attributes in it, and resolves when it
 * takes workflows.
 * @throws StackError PORT_TAKEN, FOLDER_IN_USE, CHILD_ENDED, NOT_READY, TEMPORAL_SCHEMA_FAILED
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const { server, namespace = 'default', store = { kind: 'sqlite' }, tuning = 'tuned', log } = options
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  await stopLeftover(join(folder, 'temporal.pid'), { what: 'Temporal', ...STOP })
  const port = await choosePort(options.port, { what: 'Temporal', setting: 'LOCAL_TEMPORAL_PORT' })
  const storeConfig: StoreConfig =
    store.kind === 'sqlite' ? store : { kind: 'postgres', server: await setUpTemporalTables(store) }

  if (tuning === 'tuned' && storeConfig.kind === 'postgres') await trimPostgresVisibility(storeConfig.server)
  const ports = await chooseServicePorts({ folder, frontend: port })
  const configFile = join(folder, 'temporal.yaml')
  const dynamicConfigFile = join(folder, 'dynamic-config.yaml')
  writeFileSync(dynamicConfigFile, dynamicConfig(tuning))
  // 0600: with Postgres, its password is inside.
  writeFileSync(configFile, serverConfig({ folder, store: storeConfig, tuning, ports, dynamicConfigFile }), {
    mode: 0o600,
  })

  const child = await startChild({
    name: 'temporal',
    folder,
    command: server,
    args: ['--config-file', configFile, '--allow-no-auth', 'start'],
    cwd: folder,
    // Collects garbage less often than Go's 100: the server is busy with short-lived objects, and memory is there.
    env: tuning === 'tuned' ? { GOGC: '400' } : {},
    ...STOP,
  })
  const address = `${LOOPBACK}:${port}`
  await untilReady({
    what: 'Temporal',
    child,
    deadlineMs: 60_000,
    attempt: () => takesWorkflows(address, namespace),
  })
  if (tuning === 'tuned' && storeConfig.kind === 'sqlite') trimSqliteVisibility(join(folder, VISIBILITY_FILE))
  log(`Temporal answers on ${address}`)
  return { address, namespace, close: child.close, [Symbol.asyncDispose]: child.close }
}

/** Fails until each of the server's services does its part. */
async function takesWorkflows(address: string, namespace: string): Promise<void> {
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
