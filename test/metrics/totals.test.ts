import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldTotals } from '../../src/operating/fold-totals.ts'
import { readTables } from '../../src/operating/read-tables.ts'
import { shareTables } from '../../src/operating/share-tables.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { purgeDeliveriesOf } from '../../src/retention/purge-deliveries.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { hold } from '../support/made-to-meet.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'

const PER_WEBHOOK = 2

const KEEPING = keepingOf(parseSettings({}))

let app: TestApp
/** One without a worker: nothing changes by itself. */
let idle: TestApp
const opened = new AsyncDisposableStack()
beforeAll(async () => {
  app = opened.use(await openTestApp())
  idle = opened.use(await openTestApp({ workers: 0 }))
})
afterAll(() => opened.disposeAsync())

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0)

/** What the totals say of a dialect; they always agree with each other. */
async function totalsOf(dialect: string, of = app) {
  const { deliveries } = await readTables(of.database, 'WORKFLOW', PER_WEBHOOK)
  const [found] = deliveries.filter((one) => one.dialect === dialect)
  const { accepted, reopened, finished, open } = found!
  const states = Object.fromEntries(open.map(({ state, count }) => [state, count]))
  expect(accepted + reopened).toBe(sum(finished) + sum(states))
  return { accepted, reopened, finished, open: states, ages: open.map(({ ageSeconds }) => ageSeconds) }
}

test('what was stored, ended, and is open is counted, and a delivery that is sent again ends twice', async () => {
  await using receiver = await openReceiver(({ path }) => ({ status: path === '/gone' ? 410 : 200 }))
  const organization = await openOrganization(app, 'sjocamp')
  await organization.webhook(receiver.url)
  const first = (await organization.publish()).deliveryIds[0]!
  await organization.publish()
  await eventually(async () => (await totalsOf('sjocamp')).finished['SUCCEEDED'] === 2)
  expect(await totalsOf('sjocamp')).toMatchObject({ accepted: 2, reopened: 0, open: {} })

  await operate(organization.client, 'retryDelivery', first)
  await eventually(async () => (await totalsOf('sjocamp')).finished['SUCCEEDED'] === 3)
  expect(await totalsOf('sjocamp')).toMatchObject({ accepted: 2, reopened: 1, open: {} })

  for (let time = 0; time < 2; time += 1) {
    await foldTotals(app.database, 3)
    await foldTotals(app.database)
    expect(await totalsOf('sjocamp')).toMatchObject({ accepted: 2, finished: { SUCCEEDED: 3 }, reopened: 1 })
    expect(await rows(app, `select * from delivery_totals where dialect = 'sjocamp'`)).toHaveLength(2)
  }
})

test('what is purged, or moved to another partition, stays counted once', async () => {
  await using receiver = await openReceiver()
  const organization = await openOrganization(app, 'standard')
  await organization.webhook(receiver.url)
  await organization.publish()
  await organization.publish()
  await eventually(async () => (await totalsOf('standard')).finished['SUCCEEDED'] === 2)
  const before = await totalsOf('standard')

  // As an earlier version does it too, beside this one.
  await rows(
    app,
    `with moved as (delete from deliveries_ended where organization_id = ? returning *) select count(*) from moved`,
    [organization.id],
  )
  expect(await totalsOf('standard')).toEqual(before)

  await organization.publish()
  await eventually(async () => (await totalsOf('standard')).finished['SUCCEEDED'] === 3)
  const later = Date.now() + 400 * 24 * 60 * 60_000
  const keeping = { ...KEEPING, organizationId: organization.id }
  expect(await purgeDeliveriesOf(app.database, keeping, () => {}, later)).toBe(1)
  expect(await totalsOf('standard')).toMatchObject({
    accepted: 3,
    reopened: 0,
    finished: { SUCCEEDED: 3 },
    open: {},
  })
})

test('what waits for its receiver, which has all attempts of a webhook, is held; what waited for its owner began to wait when it changed', async () => {
  const organization = await openOrganization(idle, 'campsite')
  const { id } = await organization.webhook('https://localhost:1/')
  const { deliveryIds } = await organization.publish()
  await organization.publish()
  await organization.publish()
  // Of three, as many as a webhook may have at once are under way, and one is not.
  await rows(
    idle,
    `update deliveries set attempt_started_at = now(), started_at = now(), attempt_count = 1
    where webhook_id = ? and id <> ? returning 1`,
    [id, deliveryIds[0]],
  )
  expect((await totalsOf('campsite', idle)).open).toEqual({ IN_ATTEMPT: 2, HELD: 1 })
  await rows(
    idle,
    `update deliveries set attempt_started_at = null, started_at = null, created_at = created_at - interval '1 day'
    where webhook_id = ? and status = 'PENDING' returning 1`,
    [id],
  )
  const { open, ages } = await totalsOf('campsite', idle)
  expect(open).toEqual({ QUEUED: 3 })
  expect(ages[0]).toBeLessThan(3600)
})

test('one process reads the tables for all, and nobody waits for it', async () => {
  const share = () => shareTables(idle.database, 'WORKFLOW', PER_WEBHOOK)
  const first = await share()
  // What took long to read is fresh for longer.
  await rows(idle, `update read_tables set took_ms = 0 returning 1`)
  const again = await share()
  expect(again.tables).toEqual(JSON.parse(JSON.stringify(first.tables)))
  expect(again.freshMs).toBeLessThanOrEqual(first.freshMs)
  const age = `update read_tables set read_at = read_at - interval '30 seconds', tried_at = tried_at - interval '30 seconds', took_ms = 0 returning 1`
  await rows(idle, age)
  let reads: ReturnType<typeof share>
  {
    await using held = await hold(idle, 'deliveries', null)
    await held.change('lock table deliveries_open in access exclusive mode', [])
    reads = share()
    await held.waiting(1)
    // What was read before is said, until it is a minute older.
    expect((await share()).tables).toEqual(again.tables)
    await rows(idle, age)
    await rows(idle, age)
    expect((await share()).tables).toBe(null)
  }
  expect((await reads).tables!.deliveries.length).toBeGreaterThan(0)
})
