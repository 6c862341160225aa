import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { startChild, type Child } from './child.ts'
import { endLeftover } from './leftover.ts'
import { choosePort, LOOPBACK } from './ports.ts'
import { choosePostgresAccount } from './postgres-account.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { openCluster, POSTGRES_USER } from './postgres-cluster.ts'
import { untilReady } from './ready.ts'
import { StackError } from './stack-error.ts'

export interface Postgres extends AsyncDisposable {
  /** Connects as the superuser to the database `durahook`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Lets running statements end in an error and writes everything to disk. Safe to call twice. */
  close(): Promise<void>
}

export interface PostgresOptions {
  /** Data, password and log are kept here; made if missing. */
  folder: string
  /** Any free one if left out. */
  port?: number | undefined
  /** `test` gives up surviving a power cut for speed; killed processes still lose nothing. Default `full`. */
  durability?: 'full' | 'test'
  log: (line: string) => void
}

const DATABASE = 'durahook'

/** SIGINT is Postgres's "fast" shutdown; SIGTERM would wait for every client to leave. */
const STOP = { stopSignal: 'SIGINT', graceMs: 20_000 } as const

/** Each API and worker process has a pool of its own, and Temporal may store here too; the default is 100. */
const SETTINGS = [
  'max_connections=200',
  'shared_buffers=256MB',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
]

const TEST_SETTINGS = ['fsync=off', 'full_page_writes=off']

/**
 * Starts a real Postgres on 127.0.0.1, with the database `durahook` in it, and resolves when it answers.
 * @throws StackError PORT_TAKEN, POSTGRES_…, CHILD_ENDED, NOT_READY
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { durability = 'full', log } = options
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  await endLeftover(join(folder, 'postgres.pid'), folder, STOP)
  // Postgres's own stays after a SIGKILL: it would refuse to start if any process has that id by now.
  await endLeftover(join(folder, 'data', 'postmaster.pid'), folder, STOP)
  const port = await choosePort(options.port, { what: 'Postgres', setting: 'LOCAL_POSTGRES_PORT' })

  const binaries = await findPostgresBinaries()
  const account = await choosePostgresAccount([binaries.folder, folder])
  const { dataFolder, password } = await openCluster({
    folder,
    initdb: binaries.initdb,
    account,
    durable: durability === 'full',
  })

  const settings = [
    `listen_addresses=${LOOPBACK}`,
    `port=${port}`,
    'unix_socket_directories=', // None: the default path is outside our folder and shared with other servers.
    ...SETTINGS,
    ...(durability === 'test' ? TEST_SETTINGS : []),
  ]
  const child = await startChild({
    name: 'postgres',
    folder,
    ...account.wrap(binaries.postgres, ['-D', dataFolder, ...settings.flatMap((setting) => ['-c', setting])]),
    ...STOP,
  })
  const url = (database: string) => `postgres://${POSTGRES_USER}:${password}@${LOOPBACK}:${port}/${database}`
  await createDatabase({ child, url: url('postgres') })
  log(`Postgres answers on ${LOOPBACK}:${port}`)
  const { pid, close } = child
  return { url: url(DATABASE), port, pid, close, [Symbol.asyncDispose]: close }
}

/** Waits until Postgres answers, and makes the database in the same connection. */
async function createDatabase({ child, url }: { child: Child; url: string }): Promise<void> {
  await untilReady({
    what: 'Postgres',
    child,
    deadlineMs: 60_000, // Recovery after a kill under load replays the log first.
    attempt: async () => {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
      client.on('error', () => {}) // Reported by the query that fails, too.
      try {
        await client.connect()
        const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
        if (rowCount === 0) await client.query(`create database ${DATABASE}`)
      } catch (cause) {
        throw (cause as { code?: string }).code === WRONG_PASSWORD ? wrongPassword(cause) : cause
      } finally {
        await client.end()
      }
    },
  })
}

/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = '28P01'

const wrongPassword = (cause: unknown) =>
  new StackError(
    'POSTGRES_PASSWORD',
    'The password file beside the data is not the one of this data. Put the right file back, or move the folder away to start empty.',
    { cause },
  )
