import { mkdtemp, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src/app/migrate.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import type { Store } from '../figures.ts'
import type { Measured } from '../measure/processes.ts'
import { print } from '../measure/progress.ts'
import type { TemporalTuning } from '../temporal-server/temporal-config.ts'
import { startTemporalServer } from '../temporal-server/temporal-server.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { parseSettings } from '../../src/settings/settings.ts'

/** What everything is measured on: a fresh Postgres, a fresh Temporal, a receiver in this process. */
export interface Stand extends AsyncDisposable {
  store: Store
  databaseUrl: string
  temporalAddress: string
  receiver: Receiver
  /** For processes of durahook and of the floor. */
  environment: Record<string, string>
  /** Of the servers; Postgres counts for the floor only where Temporal uses it. */
  processes: { temporal: Measured; postgres: Measured }
  folder: string
}

export async function openStand(store: Store, tuning: TemporalTuning = 'tuned'): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'durahook-bench-'))
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const postgres = opened.use(await startPostgres({ folder: join(folder, 'postgres'), log: () => {} }))
  const temporal = opened.use(
    await startTemporalServer({
      folder: join(folder, 'temporal'),
      tuning,
      store: store === 'sqlite' ? { kind: 'sqlite' } : { kind: 'postgres', url: postgres.url },
      log: print,
    }),
  )
  await migrate(postgres.url, temporal.address, parseSettings({}))
  const certificates = await createCertificates(join(folder, 'certificates'))
  const receiver = opened.use(await openReceiver(certificates.localhost))
  const environment = {
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    ALLOWED_RANGES: '127.0.0.1/32,::1/128',
    EXTRA_CA_FILE: certificates.caFile,
  }
  const processes = {
    temporal: { pid: temporal.pid },
    postgres: { pid: postgres.pid, withChildren: true },
  }
  const parts = opened.move()
  return {
    store,
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    receiver,
    environment,
    processes,
    folder,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
