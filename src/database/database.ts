import { setTimeout as delay } from 'node:timers/promises'
import { Migrator } from '@mikro-orm/migrations'
import { defineConfig, type MikroORM } from '@mikro-orm/postgresql'
import { Client, types, type Pool, type TypeOverrides } from 'pg'
import { connections, connectionsWanted } from '../metrics/metrics.ts'
import { markErrors } from './mark-errors.ts'
import { releaseBroken } from './release-broken.ts'
import { Migration0001Initial } from './migrations/migration-0001-initial.ts'
import { Migration0002DashboardSessions } from './migrations/migration-0002-dashboard-sessions.ts'
import { Migration0003PendingUnordered } from './migrations/migration-0003-pending-unordered.ts'
import { Migration0004LogClock } from './migrations/migration-0004-log-clock.ts'
import { Migration0005ListsByFilter } from './migrations/migration-0005-lists-by-filter.ts'
import { Migration0007WebhookChanges } from './migrations/migration-0007-webhook-changes.ts'
import { Migration0008AttemptsResent } from './migrations/migration-0008-attempts-resent.ts'
import { Migration0009Reconcile } from './migrations/migration-0009-reconcile.ts'
import { Migration0010Lanes } from './migrations/migration-0010-lanes.ts'
import { Migration0011Partitions } from './migrations/migration-0011-partitions.ts'
import { Migration0014Erasure } from './migrations/migration-0014-erasure.ts'
import { Migration0017Missed } from './migrations/migration-0017-missed.ts'
import { Migration0018Integrators } from './migrations/migration-0018-integrators.ts'
import { Migration0019Requests } from './migrations/migration-0019-requests.ts'
import { Migration0020Catalogue } from './migrations/migration-0020-catalogue.ts'
import { Migration0021Listeners } from './migrations/migration-0021-listeners.ts'
import { Migration0022SessionRights } from './migrations/migration-0022-session-rights.ts'
import { Migration0023Health } from './migrations/migration-0023-health.ts'
import { Migration0024AttemptsUnderWay } from './migrations/migration-0024-attempts-under-way.ts'
import { Migration0025NeededMigration } from './migrations/migration-0025-needed-migration.ts'
import { Migration0026Totals } from './migrations/migration-0026-totals.ts'
import { Migration0027Traces } from './migrations/migration-0027-traces.ts'
import { Migration0028Sweeps } from './migrations/migration-0028-sweeps.ts'
import { Migration0012Replays } from './migrations/migration-0012-replays.ts'
import { Migration0015Purge } from './migrations/migration-0015-purge.ts'
import { prepareReplays } from './migrations/prepare-replays.ts'
import { Migration0013Search } from './migrations/migration-0013-search.ts'
import { Migration0016ReplayWaiting } from './migrations/migration-0016-replay-waiting.ts'
import { finishSplit, prepareSplit } from './migrations/split-point.ts'

export type Database = MikroORM

/**
 * Longest wait for a connection, new or from the pool; then the caller gets an error that the database can't be reached.
 * The same as the API's statement timeout: a longer wait means that Postgres hangs.
 */
const CONNECT_TIMEOUT_MS = 5_000

/**
 * A connection that nobody used for so long is closed, in milliseconds. Not soon: a new one plans each statement anew, and planning those
 * that claim, begin and record takes ten times as long as running them.
 */
const IDLE_TIMEOUT_MS = 10 * 60_000

/** Postgres has this time to say that a statement took too long, in seconds. */
const ANSWER_MARGIN_S = 1

/**
 * Settings of every session, whatever the server's own. Compiling a statement (`jit`, on by default where Postgres has it) takes
 * seconds for those of INDEX_PLANNING, each time they run: what must not be used counts as costly.
 */
const EVERY_SESSION = { jit: 'off' }

/**
 * Session settings of the API's connections. A statement of the API takes milliseconds. The timeout keeps an expensive
 * read, or a Postgres that hangs, from using up the pool. The lock timeout is shorter: publishing only waits for another
 * transaction with the same idempotency key, which also takes milliseconds. Between two statements of a transaction the
 * API never waits for anything external.
 */
export const API_SESSION = {
  statement_timeout: "'5s'",
  max_parallel_workers_per_gather: '0', // an expensive read uses one Postgres process, not three
  random_page_cost: '1.1', // so that the planner reads pages through an ordered index rather than sort the whole table
  lock_timeout: "'3s'",
  idle_in_transaction_session_timeout: "'5s'",
}

/**
 * Planner settings for the statements of every event and delivery. They force an index look-up for each step, whatever the
 * statistics say: statistics from a moment when a table was small, or nothing was waiting, lead to plans that read whole
 * tables, once for each row of a batch.
 */
export const INDEX_PLANNING = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_sort: 'off',
}

/**
 * Session settings of the workers' connections. The timeouts are long, so that they end only what hangs: recording an
 * attempt is worth waiting for, and the sweep each minute reads a lot.
 */
export const WORKER_SESSION = {
  statement_timeout: "'30s'",
  idle_in_transaction_session_timeout: "'30s'",
}

/**
 * MikroORM's options for the connection pool and the migrations; src/app adds the entities. `poolSize` is the maximum
 * number of connections. `session` has the Postgres settings of each connection, with values in SQL syntax.
 */
export function databaseOptions(url: string, poolSize: number, session: Record<string, string>) {
  return defineConfig({
    clientUrl: url,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize, idleTimeoutMillis: IDLE_TIMEOUT_MS },
    forceUtcTimezone: true,
    logger: () => {}, // errors are thrown, so nothing needs to be logged
    ensureDatabase: false, // a mistake in the URL must not make an empty database
    driverOptions: {
      connectionString: url, // for the parts that MikroORM does not read: sslmode, socket files
      onPoolCreated(pool: Pool) {
        parseInstants(pool)
        applySession(pool, { ...EVERY_SESSION, ...session })
        markErrors(pool)
        releaseBroken(pool)
        connections.add(pool)
        connectionsWanted.add(pool)
      },
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      ...answerTimeout(session),
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
        { name: '0010-lanes', class: Migration0010Lanes },
        { name: '0011-partitions', class: Migration0011Partitions },
        { name: '0012-replays', class: Migration0012Replays },
        { name: '0013-search', class: Migration0013Search },
        { name: '0014-erasure', class: Migration0014Erasure },
        { name: '0015-purge', class: Migration0015Purge },
        { name: '0016-replay-waiting', class: Migration0016ReplayWaiting },
        { name: '0017-missed', class: Migration0017Missed },
        { name: '0018-integrators', class: Migration0018Integrators },
        { name: '0019-requests', class: Migration0019Requests },
        { name: '0020-catalogue', class: Migration0020Catalogue },
        { name: '0021-listeners', class: Migration0021Listeners },
        { name: '0022-session-rights', class: Migration0022SessionRights },
        { name: '0023-health', class: Migration0023Health },
        { name: '0024-attempts-under-way', class: Migration0024AttemptsUnderWay },
        { name: '0025-needed-migration', class: Migration0025NeededMigration },
        { name: '0026-totals', class: Migration0026Totals },
        { name: '0027-traces', class: Migration0027Traces },
        { name: '0028-sweeps', class: Migration0028Sweeps },
      ],
    },
  })
}

/** A Postgres that hangs does not end a statement itself. Once this time has passed, pg gives it up (see markErrors). */
function answerTimeout({ statement_timeout: timeout }: Record<string, string>): { query_timeout?: number } {
  const seconds = /^'(\d+)s'$/.exec(timeout ?? '')?.[1]
  return seconds === undefined ? {} : { query_timeout: (Number(seconds) + ANSWER_MARGIN_S) * 1_000 }
}

/** Parses instants to dates for hand-written statements: MikroORM leaves them as text and parses them in its entities. */
function parseInstants({ options }: Pool): void {
  // pg's own parser: `new Date` takes the years 1 to 99 for others, or for none.
  ;(options.types as TypeOverrides).setTypeParser(
    types.builtins.TIMESTAMPTZ,
    types.getTypeParser(types.builtins.TIMESTAMPTZ),
  )
}

/**
 * Runs `set` for each of the settings before any other statement of a connection. They are not startup parameters of the
 * connection, because poolers refuse parameters they don't know.
 */
function applySession({ options }: Pool, session: Record<string, string>): void {
  const statement = Object.entries(session)
    .map(([setting, value]) => `set ${setting} = ${value}`)
    .join('; ')
  options.onConnect = async (client) => void (await client.query(statement))
}

/**
 * Divides the connections of an API: `hot` for publishing and for the key of each request, with INDEX_PLANNING, where many
 * calls share one statement; the others for everything else.
 */
export function divideConnections(poolSize: number): { hot: number; others: number } {
  const hot = Math.max(Math.floor(poolSize / 4), 1)
  return { hot, others: poolSize - hot }
}

/** Brings the tables to this version; does nothing if they are up to date. Safe to run from several processes at once. */
export async function migrate(database: Database): Promise<void> {
  // Several processes of one deployment may start at the same moment.
  const lock = new Client({ connectionString: database.config.get('clientUrl')! })
  await lock.connect()
  try {
    await lock.query('begin')
    // Tried again and again: an index that is made meanwhile would wait for a statement that waits here.
    while (!(await isLocked(lock))) await delay(MIGRATION_LOOK_MS)
    await prepareSplit(database.em.fork())
    await prepareReplays(database.em.fork())
    await database.em
      .fork()
      .transactional((em) => database.migrator.up({ transaction: em.getTransactionContext() }))
    await finishSplit(database.em.fork())
  } finally {
    await lock.end()
  }
}

const MIGRATION_LOOK_MS = 200

async function isLocked(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('durahook:migrate')) as locked`,
  )
  return rows[0]!.locked
}
