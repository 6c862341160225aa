/**
 * `npm run bench:retention`: deletes ten of forty days of 2,000,000 attempts while deliveries go on. `-- flat`: half an hour at full
 * speed with a retention of a minute. `-- migrate`: 2,000,000 attempts of a version without partitions. `-- quick`: small, only to
 * see that it runs.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Client, Connection } from '@temporalio/client'
import { openDatabase } from '../src/app/open-database.ts'
import { migrate } from '../src/app/migrate.ts'
import { migrate as migrateTables } from '../src/database/database.ts'
import { sql } from '../src/database/sql.ts'
import { keepingOf } from '../src/retention/keeping.ts'
import { dropPartition } from '../src/retention/drop-partition.ts'
import { listPartitions, PARTITIONED } from '../src/retention/partitions.ts'
import { startPostgres } from '../src/stack/postgres.ts'
import { parseSettings } from '../src/settings/settings.ts'
import { openPast } from '../test/support/past.ts'
import { percentile } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { sizeOf, storeFormerHistory, storeHistory } from './retention/history.ts'
import { watchLocks } from './retention/locks.ts'
import { createTarget } from './scenarios/target.ts'
import { deliver, startDurahook } from './stand/durahook.ts'
import { keepBusy } from './stand/load.ts'
import { openStand, type Stand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const recorder = createRecorder('sqlite')
const kind = (['flat', 'migrate'] as const).find((name) => process.argv.includes(name)) ?? 'purge'
if (kind === 'migrate') await measureMigration()
else {
  await using stand = await openStand('sqlite')
  await (kind === 'flat' ? measureFlat(stand) : measurePurge(stand))
}
publishResults(`retention-${kind}`, recorder.figures)

function daysOf(days: number): Record<string, string> {
  const names = ['PAYLOAD', 'ATTEMPT', 'DELIVERY', 'EVENT', 'IDEMPOTENCY_KEY']
  return Object.fromEntries(names.map((name) => [`${name}_DAYS`, String(days)]))
}

async function measurePurge(stand: Stand): Promise<void> {
  const { databaseUrl, temporalAddress, receiver } = stand
  const DAYS = 40
  const KEPT = 30
  const perDay = quick ? 1_000 : 50_000
  const environment = daysOf(KEPT)
  const settings = parseSettings(environment)
  const database = await openDatabase(databaseUrl, 2)
  await openPast(database, parseSettings(daysOf(DAYS)), DAYS + 2)
  await migrate(databaseUrl, temporalAddress, settings)
  await using durahook = await startDurahook(stand, environment)
  const { client, webhookId } = await createTarget(stand, durahook, 'DIRECT')
  await storeHistory(database, webhookId, DAYS, perDay)
  await database.em.execute('vacuum analyze')
  const before = await sizeOf(database)

  const times = async (until: Promise<unknown>): Promise<number[]> => {
    const found: number[] = []
    const stop = new AbortController()
    void until.finally(() => stop.abort())
    for (let number = 1; !stop.signal.aborted; number += 1) {
      const begun = performance.now()
      found.push(await deliver(client, receiver, (published += 1)))
      await delay(Math.max(0, 20 - (performance.now() - begun)))
    }
    return found
  }
  let published = 1_000_000
  await times(delay(5_000))
  const quiet = await times(delay(quick ? 5_000 : 60_000))

  const connection = await Connection.connect({ address: temporalAddress })
  const temporal = new Client({ connection, namespace: 'default' })
  const locks = await watchLocks(databaseUrl)
  const purged = runPurge(temporal)
  const during = await times(Promise.all([purged, delay(quick ? 5_000 : 20_000)]))
  const result = await purged
  console.log(result)
  const after = await sizeOf(database)
  await locks.stop()

  // One more day, alone, of each table: how long dropping a day takes.
  const [day] = await listPartitions(database, PARTITIONED.attempts)
  const begun = performance.now()
  await dropPartition(database, PARTITIONED.attempts, day!)
  recorder.add('purge', 'dropping a day of attempts', 'ms', performance.now() - begun, { atMost: 1_000 })
  recorder.add('purge', 'longest wait of others for a lock', 'ms', locks.longestMs(), { atMost: 100 })
  recorder.add('purge', 'publish to receive, quiet, p99', 'ms', percentile(quiet, 0.99))
  recorder.add('purge', 'publish to receive, during the purge, p99', 'ms', percentile(during, 0.99))
  recorder.add(
    'purge',
    'publish to receive, p99, during / quiet',
    '',
    percentile(during, 0.99) / percentile(quiet, 0.99),
    { atMost: 1.2 },
  )
  recorder.add('purge', 'deliveries while it ran', '', during.length)
  recorder.add('purge', 'size before', 'MiB', before / 2 ** 20)
  recorder.add('purge', 'size after', 'MiB', after / 2 ** 20)
  recorder.add('purge', 'size after / what is kept', '', after / (before * (KEPT / DAYS)), { atMost: 1.15 })
  const [left] = await sql<{ days: number }>(database)`
    select extract(epoch from now() - min(finished_at)) / 86400 as days from attempts`
  recorder.add('purge', 'oldest attempt', 'days', Number(left!.days))
  await connection.close()
  await database.close()
}

/** Runs the purge by its schedule, and returns its result. */
async function runPurge(temporal: Client): Promise<string> {
  const handle = temporal.schedule.getHandle('purge')
  const { numActionsTaken } = (await handle.describe()).info
  await handle.trigger()
  for (;;) {
    const { info } = await handle.describe()
    const last = info.recentActions.at(-1)
    if (info.numActionsTaken > numActionsTaken && last?.action.type === 'startWorkflow')
      return temporal.workflow.getHandle(last.action.workflow.workflowId).result()
    await delay(100)
  }
}

async function measureFlat(stand: Stand): Promise<void> {
  const { databaseUrl, temporalAddress } = stand
  const environment = daysOf(0.000695) // a minute
  const settings = parseSettings(environment)
  const database = await openDatabase(databaseUrl, 2)
  await openPast(database, settings, 0.0005)
  await migrate(databaseUrl, temporalAddress, settings)
  await using durahook = await startDurahook(stand, environment)
  const { client } = await createTarget(stand, durahook, 'DIRECT')
  const stop = new AbortController()
  let delivered = 0
  const busy = keepBusy(64, stop.signal, async (number) => {
    await deliver(client, stand.receiver, number)
    delivered += 1
  })
  const sizes: number[] = []
  for (let minute = 0; minute < (quick ? 4 : 30); minute += 1) {
    await delay(60_000)
    sizes.push((await sizeOf(database)) / 2 ** 20)
    console.log(`minute ${minute + 1}: ${sizes.at(-1)!.toFixed(1)} MiB, ${delivered} delivered`)
  }
  stop.abort()
  await busy
  const third = (from: number) => Math.max(...sizes.slice(from, from + Math.ceil(sizes.length / 3)))
  const [early, late] = [
    third(Math.floor(sizes.length / 6)),
    third(sizes.length - Math.ceil(sizes.length / 3)),
  ]
  recorder.add('flat', 'size, first third', 'MiB', early)
  recorder.add('flat', 'size, last third', 'MiB', late)
  recorder.add('flat', 'size, last / first third', '', late / early, { atMost: 1.15 })
  recorder.add('flat', 'deliveries', '', delivered)
  console.log(keepingOf(settings))
  await database.close()
}

/** How long others wait for a table while a database of a version without partitions is migrated. */
async function measureMigration(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'durahook-bench-'))
  await using postgres = await startPostgres({ folder: join(folder, 'postgres'), log: () => {} })
  const database = await openDatabase(postgres.url, 2)
  await database.migrator.up({ to: '0010-lanes' })
  await storeFormerHistory(database, quick ? 50_000 : 2_000_000)

  const other = new pg.Client({ connectionString: postgres.url })
  await other.connect()
  let longest = 0
  let migrated = false
  const waiting = (async () => {
    while (!migrated) {
      const begun = performance.now()
      for (const table of ['events', 'deliveries', 'attempts'])
        await other.query(`select id from ${table} order by id limit 1`)
      longest = Math.max(longest, performance.now() - begun)
      await delay(5)
    }
  })()
  const begun = performance.now()
  await migrateTables(database)
  recorder.add('migrate', 'the whole', 's', (performance.now() - begun) / 1000)
  migrated = true
  await waiting
  recorder.add('migrate', 'longest wait of others', 'ms', longest, { atMost: 1_000 })
  await other.end()
  await database.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
