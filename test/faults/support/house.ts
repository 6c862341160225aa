import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../../../src/app/migrate.ts'
import { openDatabase } from '../../../src/app/open-database.ts'
import { Organization } from '../../../src/organizations/organization.ts'
import { createApiKey } from '../../../src/access/api-keys.ts'
import { findFreePorts } from '../../../src/stack/ports.ts'
import { startPostgres } from '../../../src/stack/postgres.ts'
import { startTemporal } from '../../../src/stack/temporal.ts'
import { createClient, type TestClient } from '../../support/client.ts'
import { startProgram, type Program } from './program.ts'
import { startServer, type Server } from './server.ts'
import { parseSettings } from '../../../src/settings/settings.ts'

/** A whole durahook of real processes, each of which may be killed. */
export interface House {
  folder: string
  postgres: Server
  temporal: Server
  temporalAddress: string
  apis: Program[]
  workers: Program[]
  organizationId: string
  /** One for each API. */
  clients: TestClient[]
  /** What a process has logged so far. */
  logOf(program: Program): string
  /** Reads the tables, whatever state the rest is in; throws while Postgres is away. */
  query<Row = any>(statement: string, values?: unknown[]): Promise<Row[]>
}

export interface HouseOptions {
  apis?: number
  workers?: number
  environment?: Record<string, string>
  /** Starts Postgres on this port, in place of the embedded one; it can be started again and not be killed. */
  openPostgres?(port: number): Promise<AsyncDisposable & { url: string }>
  /** Called before Postgres starts, with the folder it will keep its data in; returns what undoes it. */
  preparePostgres?(folder: string): Promise<AsyncDisposable>
}

/** Opens a house, uses it and closes it, whatever happens; when the use fails, shows what its processes said last. */
export async function withHouse(options: HouseOptions, use: (house: House) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'durahook-faults-'))
  try {
    await using opened = new AsyncDisposableStack()
    await use(await openHouse(folder, options, opened))
  } catch (error) {
    console.log(tails(folder))
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function openHouse(
  folder: string,
  { apis = 1, workers = 1, environment: extra = {}, openPostgres, preparePostgres }: HouseOptions,
  opened: AsyncDisposableStack,
): Promise<House> {
  const log = () => {}
  const [postgresPort, temporalPort, ...apiPorts] = await findFreePorts(2 + apis)
  const postgresFolder = join(folder, 'postgres')
  if (preparePostgres) opened.use(await preparePostgres(postgresFolder))
  let databaseUrl = ''
  const postgres = opened.use(
    await startServer('postgres', join(postgresFolder, 'postgres.pid'), async () => {
      const running = openPostgres
        ? await openPostgres(postgresPort!)
        : await startPostgres({ folder: postgresFolder, port: postgresPort, log })
      databaseUrl = running.url
      return running
    }),
  )
  const temporalAddress = `127.0.0.1:${temporalPort}`
  const temporal = opened.use(
    await startServer('temporal', join(folder, 'temporal', 'temporal.pid'), () =>
      startTemporal({
        program: inject('temporalProgram'),
        folder: join(folder, 'temporal'),
        port: temporalPort,
        log,
      }),
    ),
  )
  const environment = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ALLOWED_RANGES: '127.0.0.1/32,::1/128',
    EXTRA_CA_FILE: `${inject('certificatesFolder')}/ca.crt`,
    DATABASE_POOL_SIZE: '10',
    LOG_LEVEL: 'warn',
    FIRST_ATTEMPT: process.env['FIRST_ATTEMPT'] ?? 'workflow',
    ...extra,
  }
  await migrate(databaseUrl, temporalAddress, parseSettings({}))
  const { organizationId, apiKey } = await createOrganization(databaseUrl)

  const program = async (command: 'api' | 'worker', index: number, more: Record<string, string> = {}) =>
    opened.use(
      await startProgram({
        name: `${command}-${index + 1}`,
        command,
        folder,
        environment: { ...environment, ...more },
      }),
    )
  const house: House = {
    folder,
    postgres,
    temporal,
    temporalAddress,
    apis: await Promise.all(apiPorts.map((port, index) => program('api', index, { PORT: String(port) }))),
    workers: await Promise.all(Array.from({ length: workers }, (_, index) => program('worker', index))),
    organizationId,
    clients: apiPorts.map((port) => createClient(port, apiKey)),
    logOf: ({ name }) => readFileSync(join(folder, `${name}.log`), 'utf8'),
    async query(statement, values) {
      const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
      client.on('error', () => {}) // the query fails too
      await client.connect()
      try {
        return (await client.query(statement, values)).rows as never
      } finally {
        await client.end().catch(() => {})
      }
    },
  }
  return house
}

async function createOrganization(databaseUrl: string): Promise<{ organizationId: string; apiKey: string }> {
  const database = await openDatabase(databaseUrl, 2)
  try {
    const organizationId = 'org_faults'
    const em = database.em.fork()
    em.create(Organization, {
      id: organizationId,
      name: 'Faults',
      plan: 'TEAM',
      dialect: 'standard',
      lane: null,
    })
    await em.flush()
    const { token } = await createApiKey(database, {
      organizationId,
      name: 'faults',
      scopes: ['PUBLISH', 'MANAGE', 'READ'],
      expiresAt: null,
    })
    return { organizationId, apiKey: token }
  } finally {
    await database.close()
  }
}

const TAIL = 6_000

function tails(folder: string): string {
  return ['', 'postgres', 'temporal']
    .flatMap((part) => filesOf(join(folder, part)))
    .map((file) => `=== ${file}\n${readFileSync(file, 'utf8').slice(-TAIL)}`)
    .join('\n')
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}
