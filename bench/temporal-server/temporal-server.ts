import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startChild } from '../../src/stack/child.ts'
import { choosePort, LOOPBACK } from '../../src/stack/ports.ts'
import { untilReady } from '../../src/stack/ready.ts'
import { checkTemporalReady } from '../../src/stack/temporal.ts'
import { trimVisibility } from '../../src/stack/trim-visibility.ts'
import {
  dynamicConfig,
  serverConfig,
  VISIBILITY_FILE,
  type StoreConfig,
  type TemporalTuning,
} from './temporal-config.ts'
import { chooseServicePorts } from './temporal-ports.ts'
import { findProgram } from './temporal-programs.ts'
import { setUpTemporalTables } from './temporal-tables.ts'
import { trimPostgresVisibility } from './trim-postgres-visibility.ts'

export interface TemporalServer extends AsyncDisposable {
  /** host:port of the gRPC frontend. */
  readonly address: string
  readonly namespace: string
  readonly pid: number
}

export interface TemporalServerOptions {
  /** Configuration, log and, with SQLite, data are kept here; made if missing. */
  folder: string
  /** SQLite is in the folder and costs about half the CPU of Postgres; `url` is any database on the server. */
  store: { kind: 'sqlite' } | { kind: 'postgres'; url: string }
  /** `default` leaves Temporal's own settings as they are, for comparison. Default `tuned`. */
  tuning?: TemporalTuning
  log: (line: string) => void
}

/** Starts Temporal's server as production runs it, on 127.0.0.1, and resolves when it takes workflows. */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { store, tuning = 'tuned', log } = options
  const tuned = tuning === 'tuned'
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  const server = await findProgram('temporal-server', log)
  const port = await choosePort(undefined, { what: 'Temporal', setting: '' })
  const storeConfig: StoreConfig =
    store.kind === 'sqlite'
      ? store
      : {
          kind: 'postgres',
          server: await setUpTemporalTables({
            url: store.url,
            sqlTool: await findProgram('temporal-sql-tool', log),
          }),
        }
  if (tuned && storeConfig.kind === 'postgres') await trimPostgresVisibility(storeConfig.server)
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
    // Collects garbage less often than Go's 100: the server is busy with short-lived objects, and memory is there.
    env: tuned ? { GOGC: '400' } : {},
  })
  const address = `${LOOPBACK}:${port}`
  const namespace = 'default'
  const attempt = () => checkTemporalReady(address, namespace)
  await untilReady({ what: 'Temporal', child, deadlineMs: 60_000, attempt })
  if (tuned && storeConfig.kind === 'sqlite') trimVisibility(join(folder, VISIBILITY_FILE))
  return { address, namespace, pid: child.pid, [Symbol.asyncDispose]: child.close }
}
