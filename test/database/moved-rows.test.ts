import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { makePartitions } from '../../src/retention/make-partitions.ts'
import { boundOf, PARTITIONED } from '../../src/retention/partitions.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { untilWaiting } from '../support/made-to-meet.ts'
import { operate } from '../support/operate.ts'
import { idAt } from '../support/past.ts'
import { rows } from '../support/sql.ts'
import { readDelivery } from '../support/webhooks.ts'

const DAY = 86_400_000

let app: TestApp
let organization: DialectOrganization
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  organization = await openOrganization(app)
  await organization.webhook('https://localhost:1/')
})
afterAll(() => app[Symbol.asyncDispose]())

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.databaseUrl })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

describe('a delivery that ends while somebody waits for it is moved, and the one who waits goes on', () => {
  test.each([
    ['cancelDelivery', 'SUCCEEDED', ['ALREADY_FINISHED'], 'SUCCEEDED'],
    ['retryDelivery', 'FAILED', [], 'PENDING'],
    ['disableWebhook', 'SUCCEEDED', [], 'SUCCEEDED'],
  ] as const)('%s', async (operation, status, codes, expected) => {
    const own = await openOrganization(app)
    const { id: webhookId } = await own.webhook('https://localhost:1/')
    const id = (await own.publish()).deliveryIds[0]!
    if (operation === 'retryDelivery')
      await rows(app, `update deliveries set next_attempt_at = now() + interval '1 hour' where id = ?`, [id])
    const other = await connect()
    await other.query('begin')
    await other.query(`update deliveries set status = $2, finished_at = now() where id = $1`, [id, status])
    const asked = operate(own.client, operation, operation === 'disableWebhook' ? webhookId : id)
    await other.query(`${untilWaiting(1)}; commit`)
    expect((await asked).userErrors.map(({ code }: { code: string }) => code)).toEqual(codes)
    expect((await readDelivery(own.client, id)).status).toBe(expected)
  })
})

test('an event for which a partition is made at this moment is stored in it', async () => {
  const at = Date.now() + 100 * DAY
  const [from, to] = [at - DAY, at + DAY].map((moment) => boundOf(PARTITIONED.events, moment))
  const maker = await connect()
  await maker.query('begin')
  await maker.query('lock table events_other in access exclusive mode')
  await maker.query('create table events_late (like events including defaults)')
  await maker.query(
    `alter table events attach partition events_late for values from ('${from}') to ('${to}')`,
  )
  const id = idAt('evt_', at, 1)
  const stored = sql(app.database)`
    insert into events (id, organization_id, type, occurred_at, data, channels, test)
    values (${id}, ${organization.id}, 'a.b', now(), '{}', '{}', false)`
  await maker.query(`${untilWaiting(1)}; commit`)
  await stored
  expect(await rows(app, `select tableoid::regclass::text as name from events where id = ?`, [id])).toEqual([
    { name: 'events_late' },
  ])
})

test('making partitions waits for a reader that takes long, and those who come after it do not', async () => {
  const partitions = async () =>
    (await rows(app, `select 1 from pg_inherits where inhparent = 'events'::regclass`)).length
  const before = await partitions()
  const reader = await connect()
  await reader.query('begin')
  await reader.query('select from events_other limit 1')
  const made = makePartitions(app.database, keepingOf(app.settings), Date.now() + 10 * DAY)
  // Behind a lock that is waited for without end, none of these would be answered before the reader has ended.
  for (let count = 0; count < 20; count += 1)
    await rows(app, 'select id from events order by id desc limit 1')
  expect(await partitions()).toBe(before) // it still waits
  await reader.query('commit')
  await made
  expect(await partitions()).toBeGreaterThan(before)
})
