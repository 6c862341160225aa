import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { API_SESSION, type Database } from '../../src/database/database.ts'
import { countHeld } from '../../src/health/count-held.ts'
import { lastSuccess } from '../../src/health/last-success.ts'
import { readHealth } from '../../src/health/read-health.ts'
import { webhooksInNeed } from '../../src/health/webhooks-in-need.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { countRowsRead } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

/** Of each webhook: attempts in the log, and deliveries that wait. */
const MANY = 12_000

let app: TestApp
let organization: TestOrganization
/** Of one connection, whose reads can be counted. */
let database: Database
/** One whose attempts all succeeded, and one whose attempts all failed. */
let healthy: string
let failing: string

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  organization = await app.organization()
  await createEventType(organization.client, 'a.b')
  const webhook = async () =>
    (await createWebhook(organization.client, { url: 'https://localhost:1/', eventTypes: ['a.b'] })).id
  healthy = await webhook()
  failing = await webhook()
  for (const [id, outcome] of [
    [healthy, 'SUCCEEDED'],
    [failing, 'FAILED'],
  ] as const) {
    const values = `'${organization.id}', '${id}', '${outcome}' || lpad(n::text, 26, '0')`
    await rows(
      app,
      `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, response_headers,
          response_body_truncated, total_ms, decision, started_at, finished_at, xid)
        select ${values}, 'a.b', 1, 'AUTOMATIC', '${outcome}', '[]', false, 1, '', now(), now(),
          (durahook_log_position()::text::bigint - ${MANY} + n)::text::xid8
        from generate_series(1, ${MANY}) n`,
    )
    await rows(
      app,
      `insert into deliveries (organization_id, webhook_id, id, event_id, status, decision, trigger, attempt_count, created_at)
        select ${values}, 'evt', 'PENDING', '', 'AUTOMATIC', 0, now() from generate_series(1, ${MANY}) n`,
    )
    await rows(app, `insert into webhook_health (webhook_id, organization_id) values (?, ?) returning 1`, [
      id,
      organization.id,
    ])
  }
  await rows(app, `update webhook_health set failing_since = now() where webhook_id = ? returning 1`, [
    failing,
  ])
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, failing_since)
      select 'wh_' || n, 'org_' || n % 100, now() from generate_series(1, 5000) n returning 1`,
  )
  await rows(app, 'analyze')
  database = await openDatabase(app.databaseUrl, 1, API_SESSION)
})
afterAll(async () => {
  await database.close()
  await app[Symbol.asyncDispose]()
})

/** Reads, and counts the rows that it reads. */
const reading = <Result>(read: () => Promise<Result>) =>
  countRowsRead(database, ['attempts', 'deliveries', 'webhook_health', 'webhooks'], read)

test('the last success is mostly the newest attempt, and no more than so many are looked at', async () => {
  const newest = await reading(() => lastSuccess(database, healthy))
  expect(newest.result).toBeInstanceOf(Date)
  expect(newest.rowsRead).toBeLessThan(10)
  const none = await reading(() => lastSuccess(database, failing))
  expect(none.result).toBeNull()
  expect(none.rowsRead).toBeLessThanOrEqual(10_100)
})

test('no more than 10,000 deliveries are counted as held, and none are read where nothing can be', async () => {
  const held = async (id: string) => {
    const [row] = await readHealth(database, [id])
    const webhook = { id, organizationId: organization.id, status: 'ENABLED', statusReason: null } as const
    return reading(() => countHeld(database, { webhook, row: row! }, new Date()))
  }
  const counted = await held(failing)
  expect(counted.result).toBe(10_000)
  expect(counted.rowsRead).toBeLessThanOrEqual(10_100)
  const nothing = await held(healthy)
  expect(nothing.result).toBe(0)
  expect(nothing.rowsRead).toBeLessThan(10)
})

test('webhooks in need are read without those of others', async () => {
  const found = await reading(() => webhooksInNeed(database, organization.id))
  expect(found.result).toEqual([failing])
  expect(found.rowsRead).toBeLessThan(20)
})
