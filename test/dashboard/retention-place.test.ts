import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { raiseLogFloor } from '../../src/log/log-floor.ts'
import type { TestClient } from '../support/client.ts'
import { openTemporal } from '../support/temporal.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { openDashboard, rows, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const TYPE = 'thing.done'

async function openStage(): Promise<{ id: string; client: TestClient; webhookId: string }> {
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, TYPE)
  const webhook = await createWebhook(client, { url: `${dashboard.receiver.url}/a`, eventTypes: [TYPE] })
  return { id, client, webhookId: webhook.id }
}

const statusOf = async (client: TestClient, event: string) => (await deliveriesOf(client, event))[0]?.status
const card = (page: Page) => page.locator('[data-replay]')

test('an operator chooses how long things are kept, an organization sees it', async () => {
  const { id, client } = await openStage()
  const operators = await dashboard.signIn(await dashboard.app.operator())
  await operators.goto(`${dashboard.base}/o/${id}/retention`)
  const payloads = operators.getByLabel('Data of events, in days')
  const save = operators.locator('form', { has: payloads }).getByRole('button', { name: 'Save' })
  expect(await payloads.inputValue()).toBe('')
  expect(await save.isDisabled()).toBe(true)
  await payloads.fill('7')
  await operators.getByLabel('Attempts, in days').fill('0.5')
  await save.click()
  await operators.getByText('Now: 7 days.').waitFor()
  await operators.getByText('Now: 12 hours.').waitFor()

  // Longer than the server keeps it: said at the field, and nothing is stored.
  await payloads.fill('4000')
  await save.click()
  await expect.poll(() => payloads.getAttribute('aria-invalid')).toBe('true')
  await operators.reload()
  expect(await payloads.inputValue()).toBe('7')

  const page = await dashboard.signIn(client)
  await page.getByRole('link', { name: 'Retention' }).click()
  await page
    .getByRole('row', { name: /Data of events/ })
    .getByText('7 days')
    .waitFor()
  await page
    .getByRole('row', { name: /Attempts/ })
    .getByText('12 hours')
    .waitFor()
  expect(await page.getByRole('textbox').count()).toBe(0)
  await page.goto(`${dashboard.base}/o/${id}/deliveries/log`)
  await page.getByText('The log is kept for 12 hours. Nothing of it was dropped yet.').waitFor()

  // Empty: the server's again.
  await payloads.fill('')
  await save.click()
  await operators.getByText('As the server keeps them: 30 days.').waitFor()
  expect(dashboard.faults).toEqual([])
  await operators.context().close()
  await page.context().close()
})

test('a page that was away until entries were dropped says so, and goes on with what is kept', async () => {
  const { id, client, webhookId } = await openStage()
  const first = await publish(client, TYPE, { n: 1 })
  await expect.poll(() => statusOf(client, first)).toBe('SUCCEEDED')
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhookId}`)
  await expect.poll(() => rows(page).count()).toBe(1)
  await page.getByTestId('connection').getByText('Live').waitFor()
  await dashboard.closeApi()
  const { database } = dashboard.app
  const [position] = await sql<{ xid: string }>(database)`select durahook_log_position()::text as xid`
  const since = new Date('2026-01-02T03:04:05Z')
  await raiseLogFloor(database, id, position!.xid, since)
  await dashboard.openApi()
  await page.getByText('This page was away for too long').waitFor()
  await page.getByText(/Entries before .* are no longer kept/).waitFor()
  await page.getByText('It is complete since').waitFor()
  await publish(client, TYPE, { n: 2 })
  await expect.poll(() => rows(page).count()).toBe(2)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('enabling a webhook asks whether to send what was skipped or missed, and shows how it goes on', async () => {
  const { id, client, webhookId } = await openStage()
  const change = (mutation: string) =>
    client.request(`mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code } } }`, { id: webhookId })
  await change('pauseWebhook')
  const skipped = await publish(client, TYPE, { n: 1 })
  await change('disableWebhook')
  expect(await statusOf(client, skipped)).toBe('SKIPPED')
  const missed = await publish(client, TYPE, { n: 2 })
  expect(await deliveriesOf(client, missed)).toEqual([])

  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/deliveries`)
  await page.locator('[data-delivery]').getByText('Skipped', { exact: true }).waitFor()
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhookId}/settings`)
  await page.getByRole('button', { name: 'Enable' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Send what it missed?').waitFor()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  expect(await statusOf(client, skipped)).toBe('SKIPPED')

  await page.getByRole('button', { name: 'Disable' }).click()
  await dialog.getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Enable' }).click()
  // It was disabled twice: the dialog asks for what happened since the second time, and can go further back.
  const since = dialog.getByLabel('Since')
  await since.fill('2020-01-01T00:00')
  await dialog.getByRole('button', { name: 'Resend 2' }).click()
  await card(page).getByText('2 delivered').waitFor()
  await page.reload()
  await card(page).getByText('Completed').waitFor()
  await expect.poll(() => statusOf(client, skipped)).toBe('SUCCEEDED')
  await expect.poll(() => statusOf(client, missed)).toBe('SUCCEEDED')
  await card(page).getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => card(page).count()).toBe(0)

  // Enabling one that was only paused asks nothing.
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Enable' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  expect(await dialog.count()).toBe(0)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('the question after enabling, as it is asked: all that was skipped and missed, whatever was edited meanwhile', async () => {
  const { id, client, webhookId } = await openStage()
  const change = (mutation: string) =>
    client.request(`mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code } } }`, { id: webhookId })
  await change('pauseWebhook')
  const events = [await publish(client, TYPE, { n: 1 }), await publish(client, TYPE, { n: 2 })]
  // They had waited for a while.
  await sql(dashboard.app.database)`
    update deliveries set created_at = created_at - interval '30 minutes' where webhook_id = ${webhookId}`
  await change('disableWebhook')
  events.push(await publish(client, TYPE, { n: 3 }))
  await sql(dashboard.app.database)`
    update events set created_at = created_at - interval '5 minutes' where id = ${events[2]!}`
  await client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
    { input: { id: webhookId, description: 'Edited while it is disabled' } },
  )
  events.push(await publish(client, TYPE, { n: 4 }))

  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhookId}/settings`)
  await page.getByRole('button', { name: 'Enable' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Resend 4' }).waitFor()
  // It is still asked after a reload.
  await page.reload()
  await dialog.getByRole('button', { name: 'Resend 4' }).click()
  await card(page).getByText('4 delivered').waitFor()
  for (const event of events) await expect.poll(() => statusOf(client, event)).toBe('SUCCEEDED')
  await page.reload()
  await card(page).getByText('Completed').waitFor()
  expect(await dialog.count()).toBe(0)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('an operator deletes an organization by typing its name, and is shown the receipt', async () => {
  await using temporal = await openTemporal(dashboard.app)
  const { id, client } = await openStage()
  const event = await publish(client, TYPE, { n: 1 })
  await expect.poll(() => statusOf(client, event)).toBe('SUCCEEDED')
  const page = await dashboard.signIn(await dashboard.app.operator())
  await page.goto(`${dashboard.base}/organizations`)
  await page.getByRole('button', { name: `Delete ${id}` }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: 'Delete for good' })
  await dialog.getByLabel('To confirm').fill('something else')
  expect(await confirm.isDisabled()).toBe(true)
  await dialog.getByLabel('To confirm').fill(id)
  await confirm.click()
  const receipt = page.getByTestId('deletion')
  await receipt.getByText('Under way').waitFor()
  await page.reload()
  await receipt.getByText('Under way').waitFor()
  await temporal.skipTime(`delete-${id}`) // it waits a minute for what had begun before
  await receipt.getByText('Complete', { exact: true }).waitFor()
  await receipt.getByRole('listitem').filter({ hasText: '1 events' }).waitFor()
  expect(await page.getByRole('button', { name: `Delete ${id}` }).count()).toBe(0)
  await receipt.getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => receipt.count()).toBe(0)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})
