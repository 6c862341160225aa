import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldTotals } from '../../src/operating/fold-totals.ts'
import { readTables } from '../../src/operating/read-tables.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0)

/** What the totals say of a dialect; they always agree with each other. */
async function totalsOf(dialect: string) {
  const { deliveries } = await readTables(app.database, 'WORKFLOW')
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
    await foldTotals(app.database)
    expect(await totalsOf('sjocamp')).toMatchObject({ accepted: 2, finished: { SUCCEEDED: 3 }, reopened: 1 })
    expect(await rows(app, `select * from delivery_totals where dialect = 'sjocamp'`)).toHaveLength(2)
  }
})
