import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql, transactional } from '../../src/database/sql.ts'
import { startWatchingHealth } from '../../src/operating/watch-health.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const LOG = pino({ level: 'silent' })
const settings = { DISABLE_FAILING_HOURS: 72, DISABLE_FAILING_DELIVERIES: 20 }

/** A webhook that has failed since so many hours. */
async function openFailing(hours: number): Promise<{ id: string; remove(): Promise<unknown> }> {
  const { id: organizationId, client } = await app.organization()
  await createEventType(client, 'a.b')
  const { id } = await createWebhook(client, { url: 'https://localhost:1/', eventTypes: ['a.b'] })
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, failures, failed_since, failing_since, counted_from)
      select ?, ?, 30, at, at, at from (select now() - make_interval(hours => ?) as at) a returning 1`,
    [id, organizationId, hours],
  )
  return {
    id,
    remove: () =>
      client.request(`mutation ($id: ID!) { deleteWebhook(id: $id) { userErrors { code } } }`, { id }),
  }
}

const health = async (id: string) =>
  (await rows(app, `select notices, counted_from from webhook_health where webhook_id = ?`, [id]))[0]

test('a failure that is recorded while its webhook is deleted leaves no health behind', async () => {
  const gone = await openFailing(1)
  const kept = await openFailing(1)
  const [row] = await rows(app, `select * from webhook_health where webhook_id = ?`, [gone.id])
  await gone.remove()
  expect(await health(gone.id)).toBeUndefined()
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, failures, failed_since) values (?, ?, 1, now()) returning 1`,
    [gone.id, row.organization_id],
  )
  const watching = startWatchingHealth({ database: app.database, log: LOG, settings, told: () => {} })
  await eventually(async () => (await health(gone.id)) === undefined)
  await watching.close()
  expect(await health(kept.id)).toBeDefined()
})

test('a webhook whose health somebody else changes now holds up no notice of another', async () => {
  const [busy, due] = [await openFailing(40), await openFailing(40)]
  let told = 0
  let watching: ReturnType<typeof startWatchingHealth> | undefined
  await transactional(app.database, async (em) => {
    await sql(em)`select 1 from webhook_health where webhook_id = ${busy.id} for update`
    watching = startWatchingHealth({
      database: app.database,
      log: LOG,
      settings,
      told: () => void (told += 1),
    })
    await eventually(async () => (await health(due.id)).notices === 1)
    expect((await health(busy.id)).notices).toBe(0)
  })
  await eventually(async () => (await health(busy.id)).notices === 1)
  await watching!.close()
  expect(told).toBe(2)
})
