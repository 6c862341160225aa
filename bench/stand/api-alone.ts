import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { migrate, type Database } from '../../src/database/database.ts'
import { Organization } from '../../src/organizations/organization.ts'
import { choosePort } from '../../src/stack/ports.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import { createClient, type TestClient } from '../../test/support/client.ts'
import type { Measured } from '../measure/processes.ts'
import { createEventType, untilHealthy } from './durahook.ts'
import { startNode } from './node-process.ts'

/** A fresh Postgres and an API process, without Temporal and workers: for what needs neither. */
export interface ApiAlone extends AsyncDisposable {
  database: Database
  processes: { postgres: Measured; api: Measured }
  /** Makes an organization, and a client that acts for it. `indexedSince`: since when its events are in the index of the search. */
  organization(indexedSince: Date | null): Promise<{ id: string; client: TestClient }>
}

export async function startApiAlone(): Promise<ApiAlone> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'durahook-bench-'))
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const postgres = opened.use(await startPostgres({ folder: join(folder, 'postgres'), log: () => {} }))
  const database = await openDatabase(postgres.url, 2)
  opened.defer(() => database.close())
  await migrate(database)
  const port = await choosePort(undefined, { what: 'API', setting: 'PORT' })
  const environment = {
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1', // nobody answers there
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    EVENTS_PER_MINUTE: '10000000',
    REQUESTS_PER_MINUTE: '10000000',
    PORT: String(port),
  }
  const api = opened.use(startNode({ name: 'api', file: 'bench/stand/api-process.ts', environment, folder }))
  await untilHealthy(port)
  const parts = opened.move()
  return {
    database,
    processes: { postgres: { pid: postgres.pid, withChildren: true }, api: { pid: api.pid } },
    async organization(searchIndexedSince) {
      const id = `bench_${Math.random().toString(36).slice(2)}`
      const em = database.em.fork()
      em.create(Organization, {
        id,
        name: id,
        plan: 'TEAM',
        dialect: 'standard',
        lane: null,
        searchIndexedSince,
      })
      await em.flush()
      const { token } = await createApiKey(database, {
        organizationId: id,
        name: 'bench',
        expiresAt: null,
        scopes: ['PUBLISH', 'MANAGE', 'READ'],
      })
      const client = createClient(port, token)
      await createEventType(client)
      return { id, client }
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
