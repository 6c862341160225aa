import { Migrator } from '@mikro-orm/migrations'
import { defineConfig, type MikroORM } from '@mikro-orm/postgresql'
import { types, type Pool, type TypeOverrides } from 'pg'
import { markErrors } from './mark-errors.ts'
import { Migration0001Initial } from './migrations/migration-0001-initial.ts'
import { Migration0002DashboardSessions } from './migrations/migration-0002-dashboard-sessions.ts'
import { Migration0003PendingUnordered } from './migrations/migration-0003-pending-unordered.ts'
import { Migration0004LogClock } from './migrations/migration-0004-log-clock.ts'
import { Migration0005ListsByFilter } from './migrations/migration-0005-lists-by-filter.ts'
import { Migration0007WebhookChanges } from './migrations/migration-0007-webhook-changes.ts'
import { Migration0008AttemptsResent } from './migrations/migration-0008-attempts-resent.ts'
import { Migration0009Reconcile } from './migrations/migration-0009-reconcile.ts'

export type Database = MikroORM

/**
 * Longest wait for a connection, new or from the pool; then whoever asked hears that the database is out of reach. As
 * long as the API lets a statement take: who waits longer waits for a Postgres that hangs.
 */
const CONNECT_TIMEOUT_MS = 5_000

/**
 * What the API's connections are told. A statement of the API takes milliseconds; one that does not is ended, so that a
 * dear read or a Postgres that hangs can't keep the pool. Shorter for locks: what publishing waits for is another
 * transaction that uses the same idempotency key, which is over in milliseconds too. Nothing the API does between two
 * statements of a transaction waits for anything outside.
 */
export const API_SESSION = {
  statement_timeout: "'5s'",
  max_parallel_workers_per_gather: '0', // a dear read is one process's work, not three's
  random_page_cost: '1.1', // pages are read in the order of an index, not sorted out of all there is
  lock_timeout: "'3s'",
  idle_in_transaction_session_timeout: "'5s'",
}

/**
 * What the workers' connections are told. Recording an attempt is worth waiting for, and is tried again; the minute's
 * sweep reads much. So these end only what hangs.
 */
export const WORKER_SESSION = {
  statement_timeout: "'30s'",
  idle_in_transaction_session_timeout: "'30s'",
}

/**
 * How MikroORM opens Postgres's pool, and the migrations of its tables; which entities are in them is src/app's.
 * `poolSize` is the most connections it holds, `session` Postgres's settings on each (their values as SQL writes them).
 */
export function databaseOptions(url: string, poolSize: number, session: Record<string, string>) {
  return defineConfig({
    clientUrl: url,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    logger: () => {}, // what matters is thrown
    ensureDatabase: false, // a mistake in the URL must not make an empty database
    driverOptions: {
      connectionString: url, // for what MikroORM does not read of it: sslmode, socket files
      onPoolCreated(pool: Pool) {
        giveDates(pool)
        setUp(pool, session)
        markErrors(pool)
      },
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    },
    migrations: {
      snapshot: false,
      migrationsList: [
        { name: '0001-initial', class: Migration0001Initial },
        { name: '0002-dashboard-sessions', class: Migration0002DashboardSessions },
        { name: '0003-pending-unordered', class: Migration0003PendingUnordered },
        { name: '0004-log-clock', class: Migration0004LogClock },
        { name: '0005-lists-by-filter', class: Migration0005ListsByFilter },
        { name: '0007-webhook-changes', class: Migration0007WebhookChanges },
        { name: '0008-attempts-resent', class: Migration0008AttemptsResent },
        { name: '0009-reconcile', class: Migration0009Reconcile },
      ],
    },
  })
}

/** MikroORM leaves instants as text for its entities to parse; hand-written statements want them as dates. */
function giveDates({ options }: Pool): void {
  ;(options.types as TypeOverrides).setTypeParser(types.builtins.TIMESTAMPTZ, (text) => new Date(text))
}

/**
 * `set` for each of the settings, before any other statement of a connection. Not among what a connection is opened
 * with, because poolers refuse what they don't know there.
 */
function setUp({ options }: Pool, session: Record<string, string>): void {
  const statement = Object.entries(session)
    .map(([setting, value]) => `set ${setting} = ${value}`)
    .join('; ')
  if (statement !== '') options.onConnect = async (client) => void (await client.query(statement))
}

/** Brings the tables to this version; does nothing when they are. Safe to run from several processes at once. */
export async function migrate(database: Database): Promise<void> {
  await database.em.fork().transactional(async (em) => {
    // Several processes of one deployment may start at the same moment.
    await em.execute(`select pg_advisory_xact_lock(hashtext('durahook:migrate'))`)
    await database.migrator.up({ transaction: em.getTransactionContext() })
  })
}
