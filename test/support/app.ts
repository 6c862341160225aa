import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import { openApi } from '../../src/app/open-api.ts'
import { openWorker } from '../../src/app/open-worker.ts'
import { migrate } from '../../src/app/migrate.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { Organization } from '../../src/organizations/organization.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { parseSettings, type Settings } from '../../src/settings/settings.ts'
import { createClient, type TestClient } from './client.ts'
import type { Plan, Scope } from '../../src/words/enums.ts'

/** A durahook of a test's own: its own database and Temporal namespace, any number of APIs and workers. */
export interface TestApp extends AsyncDisposable {
  settings: Settings
  databaseUrl: string
  database: Database
  temporalAddress: string
  namespace: string
  /** What a process of its own needs in its environment to be a part of this app. */
  environment: Record<string, string>
  /** Ports of the APIs, in the order opened. */
  ports: number[]
  openApi(): Promise<{ port: number; close(): Promise<void> }>
  openWorker(): Promise<{ close(): Promise<void> }>
  /** Makes an organization and a client with a key of its own. `port` is the first API's unless given. */
  organization(options?: {
    id?: string
    dialect?: string
    plan?: Plan
    scopes?: Scope[]
    port?: number
  }): Promise<TestOrganization>
  operator(port?: number): Promise<TestClient>
}

export interface TestOrganization {
  id: string
  apiKey: string
  client: TestClient
}

export interface TestAppOptions {
  /** How many of each run in this process; 1 unless given. */
  apis?: number
  workers?: number
  /** Settings as environment variables. */
  environment?: Record<string, string>
  /** Migrates in place of this version. */
  migrates?: (environment: Record<string, string>) => Promise<void>
  /** Fills the empty database as an earlier version did, before it is migrated. */
  fill?: (database: Database, settings: Settings) => Promise<void>
}

/** Opens one; dispose of it with `await using`. */
export async function openTestApp({
  apis = 1,
  workers = 1,
  environment: extra = {},
  fill,
  migrates,
}: TestAppOptions = {}): Promise<TestApp> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const databaseUrl = await createTestDatabase(name)
  const temporalAddress = inject('temporalAddress')
  const environment = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: name,
    PORT: '0',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ALLOWED_RANGES: '127.0.0.1/32,::1/128',
    EXTRA_CA_FILE: `${inject('certificatesFolder')}/ca.crt`,
    DATABASE_POOL_SIZE: '8',
    LOG_LEVEL: 'fatal',
    ...extra,
  }
  const settings = parseSettings(environment)
  const log = pino({ level: settings.LOG_LEVEL })
  const database = await openDatabase(databaseUrl, 4)
  await fill?.(database, settings)
  await (migrates ? migrates(environment) : migrate(databaseUrl, temporalAddress, settings))

  const opened = new AsyncDisposableStack()
  opened.defer(() => database.close())
  const ports: number[] = []
  const options = { settings, databaseUrl, temporalAddress, log }
  const app: TestApp = {
    settings,
    databaseUrl,
    database,
    temporalAddress,
    namespace: name,
    environment,
    ports,
    async openApi() {
      const api = once(await openApi(options))
      opened.defer(api.close)
      ports.push(api.port)
      return api
    },
    async openWorker() {
      const worker = once(await openWorker(options))
      opened.defer(worker.close)
      return worker
    },
    async organization({
      id = `org_${randomBytes(8).toString('hex')}`,
      dialect = 'standard',
      plan = 'TEAM',
      scopes = ['PUBLISH', 'MANAGE', 'READ'] as Scope[],
      port,
    } = {}) {
      const em = database.em.fork()
      em.create(Organization, { id, name: id, plan, dialect, lane: null })
      await em.flush()
      const { token } = await createApiKey(database, {
        organizationId: id,
        name: 'test',
        scopes,
        expiresAt: null,
      })
      return { id, apiKey: token, client: createClient(port ?? ports[0]!, token) }
    },
    async operator(port) {
      const { token } = await createApiKey(database, {
        organizationId: null,
        name: 'operator',
        scopes: ['OPERATE'],
        expiresAt: null,
      })
      return createClient(port ?? ports[0]!, token)
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
  try {
    for (let count = 0; count < workers; count += 1) await app.openWorker()
    for (let count = 0; count < apis; count += 1) await app.openApi()
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
  return app
}

/** A test may close a part itself; the app then does not again. */
function once<Part extends { close(): Promise<void> }>(part: Part): Part {
  let closing: Promise<void> | undefined
  return { ...part, close: () => (closing ??= part.close()) }
}

/** Makes a database in the test run's Postgres and gives its URL. */
export async function createTestDatabase(name = `test_${randomBytes(6).toString('hex')}`): Promise<string> {
  const admin = new pg.Client({ connectionString: inject('databaseUrl') })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${name}`
  return url.href
}
