import { join } from 'node:path'
import { LOOPBACK } from '../../src/stack/ports.ts'
import type { ServicePorts } from './temporal-ports.ts'

export type TemporalTuning = 'default' | 'tuned'

/** A database server for Temporal's own tables, as the parts of its URL. */
export interface SqlServer {
  /** host:port */
  address: string
  user: string
  password: string
}

export type StoreConfig = { kind: 'sqlite' } | { kind: 'postgres'; server: SqlServer }

/** The names of Temporal's two databases in Postgres. */
export const TEMPORAL_DATABASE = 'temporal'
export const VISIBILITY_DATABASE = 'temporal_visibility'

/** A file of its own for visibility: SQLite has one writer per file, and listing must not hold up deliveries. */
export const VISIBILITY_FILE = 'visibility.sqlite'

/**
 * The server's configuration file. Written as YAML text, because it lies in the data folder for people to read.
 * Source of the keys: go.temporal.io/server/common/config/config.go, v1.32.1.
 */
export function serverConfig(options: {
  folder: string
  store: StoreConfig
  tuning: TemporalTuning
  ports: ServicePorts
  dynamicConfigFile: string
}): string {
  const { store, ports } = options
  const service = (name: string, index: number) => `
  ${name}:
    rpc: { grpcPort: ${ports.grpc[index]}, membershipPort: ${ports.membership[index]}, bindOnLocalHost: true }`
  return `# Written by durahook at each start: changes made here are lost.
log: { stdout: true, level: warn }
persistence:
  defaultStore: default
  visibilityStore: visibility
  # Can't be changed once there is data. A shard is a unit of locking: SQLite has one writer anyway.
  numHistoryShards: ${store.kind === 'sqlite' ? 1 : 4}
  datastores:
${store.kind === 'sqlite' ? sqliteStores(options) : postgresStores(store.server, options.tuning)}
global:
  membership: { maxJoinDuration: 30s, broadcastAddress: "${LOOPBACK}" }
services:${['frontend', 'history', 'matching', 'worker'].map(service).join('')}
clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: active
  currentClusterName: active
  clusterInformation:
    active: { enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "${LOOPBACK}:${ports.grpc[0]}" }
dcRedirectionPolicy: { policy: noop }
dynamicConfigClient: { filepath: ${JSON.stringify(options.dynamicConfigFile)}, pollInterval: 10s }
`
}

function sqliteStores({ folder, tuning }: { folder: string; tuning: TemporalTuning }): string {
  const store = (name: string, file: string, synchronous: 1 | 2) => `    ${name}:
      sql:
        pluginName: sqlite
        databaseName: ${JSON.stringify(join(folder, file))}
        connectAddr: localhost
        connectProtocol: tcp
        # setup makes the tables if they are missing. synchronous 2 waits for the disk at each commit; with 1 a power
        # cut may lose the last commits, and nothing else can.
        connectAttributes: { mode: rwc, setup: "true", cache: private, journal_mode: wal, synchronous: "${synchronous}" }
        maxConns: 1
        maxIdleConns: 1`
  const stores =
    tuning === 'tuned'
      ? [store('default', 'temporal.sqlite', 1), store('visibility', VISIBILITY_FILE, 1)]
      : [store('default', 'temporal.sqlite', 2), store('visibility', 'temporal.sqlite', 2)]
  return stores.join('\n')
}

function postgresStores(server: SqlServer, tuning: TemporalTuning): string {
  const store = (name: string, database: string, connections: number) => `    ${name}:
      sql:
        # pgx prepares statements once for each connection, which saves Postgres a quarter of its work.
        pluginName: ${tuning === 'tuned' ? 'postgres12_pgx' : 'postgres12'}
        databaseName: ${database}
        connectAddr: ${JSON.stringify(server.address)}
        connectProtocol: tcp
        user: ${JSON.stringify(server.user)}
        password: ${JSON.stringify(server.password)}
        maxConns: ${connections}
        maxIdleConns: ${connections}
        maxConnLifetime: 1h`
  // Temporal opens a pool per service; together they have to stay below Postgres's max_connections.
  return [store('default', TEMPORAL_DATABASE, 20), store('visibility', VISIBILITY_DATABASE, 5)].join('\n')
}

/** What can be changed while the server runs. Source of the keys: common/dynamicconfig/constants.go, v1.32.1. */
export function dynamicConfig(tuning: TemporalTuning): string {
  return `# Written by durahook at each start: changes made here are lost.

# Tests and demos run a day of retries in seconds. It has to be asked for per workflow, so it changes nothing else.
frontend.WorkflowTimeSkippingEnabled: [{ value: true }]

# Retries of one organization don't wait behind a backlog of another: the fairness key is the organization.
matching.enableFairness: [{ value: true }]
${tuning === 'tuned' ? TUNED : ''}`
}

const TUNED = `
# Visibility, what lists in the UI are made of, was 58 % of the server's CPU. A workflow that is closed when its
# visibility task runs is written once instead of twice, so the tasks wait up to a second. The price: lists in
# Temporal UI are a second or two late.
history.visibilityProcessorMaxPollRPS: [{ value: 1 }]

# The default of 512 would bring the same number of goroutines to a SQLite file with one writer.
history.visibilityProcessorSchedulerWorkerCount: [{ value: 1 }]
`
