import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { encodeLogCursor, type LogPosition } from '../../src/log/log-position.ts'
import { createTestDatabase } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import {
  attemptsOf,
  connected,
  createKeylessWebhook,
  giveKey,
  logAttempts,
  openLogApi,
  query,
  type LoggedWebhook,
} from '../support/log-api.ts'

/** A database as the version before had it: positions are transaction numbers. */
async function openFormer() {
  const url = await createTestDatabase()
  const database = await openDatabase(url, 2)
  onTestFinished(() => database.close())
  await database.migrator.up({ to: '0003-pending-unordered' })
  const webhook = await createKeylessWebhook(url)
  return {
    url,
    webhook,
    async migrate() {
      await migrate(database)
      await giveKey(url, webhook)
    },
  }
}

const cursorsOf = async (url: string): Promise<(LogPosition & { number: number })[]> =>
  query(url, `select xid::text, id::text, number from attempts order by attempts.xid, attempts.id`)

async function expectFollowed(
  url: string,
  webhook: LoggedWebhook,
  after: LogPosition | '',
  expected: number[],
): Promise<void> {
  await using api = await openLogApi(url)
  await using follower = webhook
    .client(api.port)
    .followLog(webhook.webhookId, after === '' ? '' : encodeLogCursor(after))
  await eventually(() => follower.entries.length >= expected.length, {
    describe: () => `${follower.entries.length} of ${expected.length}`,
  })
  expect(follower.entries.map(({ node }) => node.number)).toEqual(expected)
}

test('cursors of the version before stay valid (protocol 5.2)', async () => {
  const { url, webhook, migrate } = await openFormer()
  await logAttempts(url, webhook, 1, 10)
  const old = (await cursorsOf(url))[5]!
  await migrate()
  await logAttempts(url, webhook, 11, 13)
  await expectFollowed(url, webhook, old, [7, 8, 9, 10, 11, 12, 13])
})

test('a log that was restored by pg_dump before is whole again, and what comes is after it', async () => {
  const { url, webhook, migrate } = await openFormer()
  await logAttempts(url, webhook, 1, 5)
  // What a cluster that had lived for longer had given them.
  await query(url, `update attempts set xid = (xid::text::bigint + 5000000000)::text::xid8`)
  await logAttempts(url, webhook, 6, 7) // since the restore
  const old = (await cursorsOf(url)).find(({ number }) => number === 2)!
  await migrate()
  await logAttempts(url, webhook, 8, 9)
  await expectFollowed(url, webhook, old, [3, 4, 5, 8, 9])
  await expectFollowed(url, webhook, '', [6, 7, 1, 2, 3, 4, 5, 8, 9])
})

test('processes of the version before write and follow while the database is migrated, and lose nothing', async () => {
  const { url, webhook, migrate } = await openFormer()
  await logAttempts(url, webhook, 1)
  let next = 2
  let stop = false
  const writers = Array.from({ length: 4 }, () =>
    connected(url, async (client) => {
      while (!stop) {
        const number = next++
        await client.query('begin')
        await client.query(`insert into attempts ${attemptsOf(webhook, number, number)}`)
        await client.query('commit')
      }
    }),
  )
  const seen: number[] = []
  const reader = connected(url, async (client) => {
    let at: LogPosition = { xid: '0', id: '0' }
    for (;;) {
      const last = stop
      const { rows } = await client.query({
        name: 'read',
        text: `select xid::text, id::text, number from attempts
            where webhook_id = $1 and (xid, id) > ($2::xid8, $3::bigint)
              and xid < pg_snapshot_xmin(pg_current_snapshot())
            order by attempts.xid, attempts.id limit 100`,
        values: [webhook.webhookId, at.xid, at.id],
      })
      seen.push(...rows.map(({ number }) => number))
      at = rows.at(-1) ?? at
      if (last && seen.length >= next - 1) return
    }
  })
  await eventually(() => seen.length > 200)
  await migrate()
  const migrated = seen.length
  await eventually(() => seen.length > migrated + 200)
  stop = true
  await Promise.all([...writers, reader])
  const table = (await cursorsOf(url)).map(({ number }) => number)
  expect(seen).toEqual(table)
  expect(new Set(table).size).toBe(next - 1)
  await expectFollowed(url, webhook, '', table)
})

test('the functions find their tables whatever the search path says, and survive a restore of the schema', async () => {
  const { url, webhook, migrate } = await openFormer()
  await migrate()
  await connected(url, async (client) => {
    await client.query(`set search_path = ''`)
    await client.query(`insert into public.attempts ${attemptsOf(webhook, 1, 3)}`)
    await client.query(`update public.log_clock set postmaster_started_at = '2020-01-01'`)
    await client.query(`insert into public.attempts ${attemptsOf(webhook, 4, 4)}`)
    await client.query(`delete from public.log_clock`)
    await client.query(`insert into public.attempts ${attemptsOf(webhook, 5, 5)}`)
    // A transaction of another test may hold the horizon back for a while.
    await eventually(async () => {
      const { rows } = await client.query(
        `select public.durahook_log_horizon() > max(xid::text::numeric)::text::xid8 as settled,
          public.durahook_log_adopt() as adopted from public.attempts`,
      )
      expect(rows).toMatchObject([{ adopted: false }])
      return rows[0].settled
    })
  })
  await expectFollowed(url, webhook, '', [1, 2, 3, 4, 5])
})
