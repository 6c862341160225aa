import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { encodeLogCursor } from '../../src/log/log-position.ts'
import { findFreePorts } from '../../src/stack/ports.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import { temporaryFolder } from '../stack/temporary-folder.ts'
import type { LogFollower } from '../support/client.ts'
import { startDebianPostgres } from '../support/debian-postgres.ts'
import { eventually } from '../support/eventually.ts'
import {
  attemptsOf,
  createLoggedWebhook,
  logAttempts,
  openLogApi,
  query,
  type LoggedWebhook,
} from '../support/log-api.ts'

/** Options of pg_dump for rows that another database puts into partitions of its own. */
const ROWS = ['--data-only', '--load-via-partition-root']

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const numbers = ({ entries }: LogFollower) => entries.map(({ node }) => node.number)

async function untilSeen(follower: LogFollower, expected: number[]): Promise<void> {
  await eventually(() => follower.entries.length >= expected.length, {
    describe: () => `${expected.length} entries, seen: ${numbers(follower).join()}`,
  })
  expect(numbers(follower)).toEqual(expected)
}

async function migrated(databaseUrl: string): Promise<LoggedWebhook> {
  const database = await openDatabase(databaseUrl, 2)
  await migrate(database).finally(() => database.close())
  return createLoggedWebhook(databaseUrl)
}

/** Uses up transaction numbers: a cluster that has lived for a while is far ahead of a new one. */
const useUpTransactions = (databaseUrl: string, count: number) =>
  query(
    databaseUrl,
    `do $$ begin for n in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`,
  )

/** The page of the log that the API shows, the newest first. */
async function listed(webhook: LoggedWebhook, port: number): Promise<number[]> {
  const { webhook: shown } = await webhook
    .client(port)
    .request(`query ($id: ID!) { webhook(id: $id) { deliveryLog(first: 100) { nodes { number } } } }`, {
      id: webhook.webhookId,
    })
  return shown.deliveryLog.nodes.map(({ number }: { number: number }) => number)
}

/** One subscription that is not begun again; its results reject with GraphQL's errors. */
function subscribeOnce(webhook: LoggedWebhook, port: number, after: string) {
  const socket = webhook.client(port).socket({ retryAttempts: 0, onNonLazyError: () => {} })
  const results = socket.iterate<any>({
    query: `subscription ($id: ID!, $after: String) { deliveryLog(webhookId: $id, after: $after) { node { number } } }`,
    variables: { id: webhook.webhookId, after },
  })
  return { results, [Symbol.asyncDispose]: async () => socket.dispose() }
}

test('pg_dump and pg_restore into a new cluster: the log is all there, old cursors go on, new entries come (protocol 5.4)', async () => {
  const folder = temporaryFolder()
  await using old = await startDebianPostgres(join(folder, 'old'))
  await using other = await startDebianPostgres(join(folder, 'new'))
  await useUpTransactions(old.url, 3_000)
  const webhook = await migrated(old.url)
  await logAttempts(old.url, webhook, 1, 10)
  let cursor: string
  {
    await using api = await openLogApi(old.url)
    await using follower = webhook.client(api.port).followLog(webhook.webhookId)
    await untilSeen(follower, range(1, 10))
    cursor = follower.entries[6]!.cursor
  }
  const dump = join(folder, 'dump')
  await old.run('pg_dump', ['--format=custom', `--file=${dump}`, old.url])
  await other.run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${other.url}`, dump])

  await using api = await openLogApi(other.url)
  expect(await listed(webhook, api.port)).toEqual(range(1, 10).reverse())
  await using all = webhook.client(api.port).followLog(webhook.webhookId)
  await using resumed = webhook.client(api.port).followLog(webhook.webhookId, cursor)
  await untilSeen(all, range(1, 10))
  await untilSeen(resumed, range(8, 10))
  await using fresh = webhook.client(api.port).followLog(webhook.webhookId, null)
  // When the one without a cursor has begun can only be seen by what it gets.
  let last = 10
  await eventually(async () => {
    await logAttempts(other.url, webhook, (last += 1))
    return fresh.entries.length > 0
  })
  await logAttempts(other.url, webhook, last + 1, last + 20)
  last += 20
  await untilSeen(all, range(1, last))
  await untilSeen(resumed, range(8, last))
  expect(await listed(webhook, api.port)).toEqual(range(1, last).reverse().slice(0, 100))
  await eventually(() => numbers(fresh).at(-1) === last)
  expect(Math.min(...numbers(fresh))).toBeGreaterThan(10)
  expect(numbers(fresh)).toEqual(range(numbers(fresh)[0]!, last))
})

test('rows of an older cluster copied into a database that is in use already become a part of its log', async () => {
  const folder = temporaryFolder()
  await using old = await startDebianPostgres(join(folder, 'old'))
  await using other = await startDebianPostgres(join(folder, 'new'))
  const webhook = await migrated(other.url)
  await migrated(old.url)
  // The old one began its epoch after the new one: it was started again in between.
  await query(old.superuserUrl, `update log_clock set postmaster_started_at = '2020-01-01'`)
  for (const table of ['organizations', 'webhooks', 'events', 'deliveries']) {
    const file = join(folder, table)
    await other.run('pg_dump', [...ROWS, `--table=${table}*`, `--file=${file}`, other.url])
    await old.run('psql', ['--quiet', '--set=ON_ERROR_STOP=1', `--file=${file}`, old.url])
  }
  await logAttempts(old.url, webhook, 1, 5)
  const file = join(folder, 'attempts')
  await old.run('pg_dump', [...ROWS, '--table=attempts*', `--file=${file}`, old.url])

  await using api = await openLogApi(other.url)
  await using follower = webhook.client(api.port).followLog(webhook.webhookId)
  await eventually(() => query(other.url, `select 1 from pg_stat_activity where query ~ 'unnest' limit 1`))
  await other.run('psql', ['--quiet', '--set=ON_ERROR_STOP=1', `--file=${file}`, other.url])
  await untilSeen(follower, range(1, 5))
  await logAttempts(other.url, webhook, 6, 8)
  await untilSeen(follower, range(1, 8))
  expect(await listed(webhook, api.port)).toEqual(range(1, 8).reverse())
})

/** A Postgres whose data folder can be put back to what it was, under a running API. */
async function openRestorable() {
  const folder = temporaryFolder()
  const [port] = await findFreePorts(1)
  const start = () => startPostgres({ folder, port, durability: 'test', log: () => {} })
  let postgres = await start()
  onTestFinished(() => postgres.close())
  return {
    url: postgres.url,
    async save() {
      await postgres.close()
      copy(join(folder, 'data'), join(folder, 'saved'))
      postgres = await start()
    },
    async restore() {
      await postgres.close()
      rmSync(join(folder, 'data'), { recursive: true })
      copy(join(folder, 'saved'), join(folder, 'data'))
      postgres = await start()
    },
    restart: async () => {
      await postgres.close()
      postgres = await start()
    },
  }
}

/** With owner and rights, as Postgres wants them. */
const copy = (from: string, to: string) => execFileSync('cp', ['-a', from, to])

test('a restore to an earlier time under a running API: cursors of the lost future miss nothing that is new (protocol 5.4)', async () => {
  const postgres = await openRestorable()
  const webhook = await migrated(postgres.url)
  await logAttempts(postgres.url, webhook, 1, 5)
  await postgres.save()
  await using api = await openLogApi(postgres.url)
  await using follower = webhook.client(api.port).followLog(webhook.webhookId)
  await logAttempts(postgres.url, webhook, 6, 30)
  await untilSeen(follower, range(1, 30))
  const lost = follower.entries.at(-1)!.cursor

  await postgres.restore()
  // 20 new ones, which take the transaction numbers that the lost ones had.
  await logAttempts(postgres.url, webhook, 101, 120)
  await using resumed = webhook.client(api.port).followLog(webhook.webhookId, lost)
  await using all = webhook.client(api.port).followLog(webhook.webhookId)
  await untilSeen(follower, [...range(1, 30), ...range(101, 120)])
  await untilSeen(resumed, range(101, 120))
  await untilSeen(all, [...range(1, 5), ...range(101, 120)])
})

test('a cursor ahead of the log is told, and where to go on: when subscribing, while following, of a delivery (protocol 5.5)', async () => {
  const postgres = await openRestorable()
  const webhook = await migrated(postgres.url)
  await logAttempts(postgres.url, webhook, 1, 5)
  await using api = await openLogApi(postgres.url)
  const ahead = encodeLogCursor({ xid: String(2n ** 62n), id: '7' })

  {
    await using told = subscribeOnce(webhook, api.port, ahead)
    await expect(told.results.next()).rejects.toMatchObject([
      {
        message: expect.stringContaining('was restored to an earlier time'),
        extensions: { code: 'CURSOR_AHEAD', resumeAfter: expect.any(String) },
      },
    ])
  }
  const { errors } = await webhook
    .client(api.port)
    .send(
      `query ($id: ID!, $after: String) { delivery(id: $id) { attempts(after: $after) { nodes { id } } } }`,
      {
        id: webhook.deliveryId,
        after: ahead,
      },
    )
  expect(errors).toMatchObject([{ extensions: { code: 'CURSOR_AHEAD' } }])

  // A machine whose clock is behind: an hour of the log was written by one whose clock was ahead, and is lost.
  await postgres.save()
  await query(postgres.url, `update log_clock set shift = shift + 3600 * 1048576::bigint`)
  await logAttempts(postgres.url, webhook, 6, 8)
  await using follower = webhook.client(api.port).followLog(webhook.webhookId)
  await untilSeen(follower, range(1, 8))
  await using following = subscribeOnce(webhook, api.port, follower.entries.at(-2)!.cursor)
  expect((await following.results.next()).value.data.deliveryLog.node.number).toBe(8)
  const told = following.results.next().catch((errors: any[]) => errors)
  await postgres.restore()
  await logAttempts(postgres.url, webhook, 101, 104)
  const [error] = (await told) as any
  expect(error.extensions.code).toBe('CURSOR_AHEAD')
  await using resumed = webhook.client(api.port).followLog(webhook.webhookId, error.extensions.resumeAfter)
  await untilSeen(resumed, range(101, 104))
})

test('right after a restart many write at once: all get positions in order, followers get all', async () => {
  const postgres = await openRestorable()
  const webhook = await migrated(postgres.url)
  await logAttempts(postgres.url, webhook, 1)
  await using api = await openLogApi(postgres.url)
  await using follower = webhook.client(api.port).followLog(webhook.webhookId)
  await untilSeen(follower, [1])
  let written = 1
  for (const round of range(1, 3)) {
    const before = await query(postgres.url, `select max(xid::text::numeric) as newest from attempts`)
    await postgres.restart()
    const clients = await Promise.all(
      range(1, 8).map(async () => {
        const client = new pg.Client({ connectionString: postgres.url })
        await client.connect()
        return client
      }),
    )
    // Each has two transactions; in the first round some of the firsts are rolled back.
    await Promise.all(
      clients.map(async (client, index) => {
        const number = round * 100 + index * 2
        const spoiled = round === 1 && index % 2 === 0
        await client.query('begin')
        await client.query(`insert into attempts ${attemptsOf(webhook, number, number)}`)
        await client.query(spoiled ? 'rollback' : 'commit')
        await client.query(`insert into attempts ${attemptsOf(webhook, number + 1, number + 1)}`)
        written += spoiled ? 1 : 2
      }),
    )
    await Promise.all(clients.map((client) => client.end()))
    const [{ since }] = await query(postgres.url, `select since from log_clock`)
    expect(BigInt(since)).toBeGreaterThan(BigInt(before[0].newest))
    const later = await query(
      postgres.url,
      `select xid::text from attempts where number >= ${round * 100} and xid::text::numeric < ${since}`,
    )
    expect(later).toEqual([])
    await eventually(() => follower.entries.length >= written, {
      describe: () => `${written} entries, seen: ${numbers(follower).join()}`,
    })
    const table = await query(postgres.url, `select number from attempts order by xid, id`)
    expect(numbers(follower)).toEqual(table.map(({ number }) => number))
  }
})
