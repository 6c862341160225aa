import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeLogCursor } from '../../src/log/log-position.ts'
import { purgeAttempts } from '../../src/retention/purge-deliveries.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { makePartitions } from '../../src/retention/make-partitions.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { keptFor, openPast, positionAt } from '../support/past.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

const DAY = 86_400_000
const SETTINGS = keptFor({ payload: 12, attempt: 12, delivery: 12, event: 40 })
const KEEPING = keepingOf(SETTINGS)

let app: TestApp
let organization: TestOrganization
let webhook: { id: string }
let quiet: { id: string }

async function log(number: number, daysAgo: number | null, of = webhook.id): Promise<string> {
  const at = new Date(Date.now() - (daysAgo ?? 0) * DAY)
  const [row] = await rows(
    app,
    `insert into attempts (xid, organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, response_headers,
        response_body_truncated, total_ms, decision, started_at, finished_at)
      values (coalesce(?::xid8, durahook_log_position()), ?, ?, 'wd_gone', 'a.b', ?, 'AUTOMATIC', 'SUCCEEDED', '[]', false, 1, '', ?, ?)
      returning xid::text, id::text`,
    [daysAgo === null ? null : positionAt(at.getTime()), organization.id, of, number, at, at],
  )
  return encodeLogCursor(row)
}

/** Subscribes once, and gives what comes until it ends or has `count` entries. */
async function follow(after: string | null, count: number, of = webhook.id) {
  const socket = organization.client.socket({ retryAttempts: 0, onNonLazyError: () => {} })
  const numbers: number[] = []
  try {
    const results = socket.iterate<any>({
      query: `subscription ($id: ID!, $after: String) { deliveryLog(webhookId: $id, after: $after) { node { number delivery { id } } } }`,
      variables: { id: of, after },
    })
    for await (const { data, errors } of results) {
      if (errors) return { numbers, error: errors[0]!.extensions! as any }
      numbers.push(data!.deliveryLog.node.number)
      if (numbers.length === count) return { numbers, error: null }
    }
    return { numbers, error: null }
  } catch (errors) {
    return { numbers, error: (errors as any)[0].extensions }
  } finally {
    await socket.dispose()
  }
}

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  await openPast(app.database, SETTINGS, 30)
  organization = await app.organization()
  await createEventType(organization.client, 'a.b')
  const input = { url: 'https://localhost:1/', eventTypes: ['a.b'] }
  webhook = await createWebhook(organization.client, input)
  quiet = await createWebhook(organization.client, input)
})
afterAll(() => app[Symbol.asyncDispose]())

test('a cursor from before what is kept is told where the log begins, also on a log without entries; later ones go on (protocol 5.6)', async () => {
  const cursors = []
  for (const [number, days] of [20, 17, 11, 5].entries()) cursors.push(await log(number + 1, days))
  await untilSettled(app)
  expect((await follow(cursors[0]!, 3)).numbers).toEqual([2, 3, 4])
  expect(await organizationLog()).toBeNull()

  await purgeAttempts(app.database, KEEPING, () => {})
  const { numbers, error } = await follow(cursors[0]!, 3)
  expect(numbers).toEqual([])
  expect(error).toMatchObject({ code: 'CURSOR_EXPIRED', resumeAfter: expect.any(String) })
  const since = new Date(error.completeSince).getTime()
  expect(since).toBeGreaterThan(Date.now() - 14 * DAY)
  expect(since).toBeLessThanOrEqual(Date.now() - 12 * DAY)
  expect(await organizationLog()).toBe(error.completeSince)
  expect((await follow(error.resumeAfter, 2)).numbers).toEqual([3, 4])
  expect((await follow(cursors[1]!, 1, quiet.id)).error).toMatchObject({ code: 'CURSOR_EXPIRED' })

  expect((await follow(cursors[2]!, 1)).numbers).toEqual([4])
  expect((await follow('', 2)).numbers).toEqual([3, 4]) // from where it begins
})

const organizationLog = async () =>
  (await organization.client.request(`query { organization { logCompleteSince } }`)).organization
    .logCompleteSince

test('who follows a quiet log is not told that entries are gone when there were none', async () => {
  const cursor = await log(10, 11.9, quiet.id)
  await untilSettled(app)
  await using live = organization.client.followLog(quiet.id, cursor)
  await log(11, null, quiet.id)
  await eventually(() => live.entries.length === 1)
  // The API looks for news every few seconds, and knows then that there was none up to that moment.
  const [{ horizon, at }] = await rows(
    app,
    `select durahook_log_horizon()::text as horizon, clock_timestamp()::text as at`,
  )
  await eventually(async () => {
    const looked = await rows(
      app,
      `select 1 from pg_stat_activity where datname = current_database() and state = 'idle' and query_start > ?::timestamptz
        and query ~ 'with positions as materialized' and pid <> pg_backend_pid()`,
      [at],
    )
    return looked.length > 0
  })
  // Then what is older is dropped, and the next entry comes.
  await rows(app, `update log_floors set position = ?::xid8`, [horizon])
  await log(12, null, quiet.id)
  await eventually(() => live.entries.length === 2)
  expect(live.entries.map(({ node }) => node.number)).toEqual([11, 12])
})

test('new attempts go to the partition of their time as soon as it begins, after all that was logged', async () => {
  const before = await log(20, null)
  const tomorrow = Date.now() + 1.5 * DAY
  await makePartitions(app.database, KEEPING, tomorrow)
  const place = (number: number) =>
    rows(app, `select tableoid::regclass::text as name, xid::text, id::text from attempts where number = ?`, [
      number,
    ])
  const [first] = await place(20)
  // The time has not come, so the positions are still of today.
  await log(21, null)
  expect((await place(21))[0].name).toBe(first.name)
  await rows(app, `update log_clock set shift = shift + ${2 ** 20} * 86400::bigint * 2`)
  const after = await log(22, null)
  expect((await place(22))[0].name).not.toBe(first.name)
  expect(BigInt((await place(22))[0].xid)).toBeGreaterThan(BigInt(first.xid))
  await untilSettled(app)
  expect((await follow(before, 2)).numbers).toEqual([21, 22])
  expect(after).not.toBe(before)
})
