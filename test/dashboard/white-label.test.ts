import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard[Symbol.asyncDispose]())

const iconOf = async (page: Page) =>
  decodeURIComponent((await page.locator('link[rel="icon"]').getAttribute('href')) ?? '')

test("a customer's tab has the product's name and colour, and nothing of durahook; the team's has durahook's", async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'standard' })
  const customer = await dashboard.signIn(client, { name: 'Acme <Hooks>', accentColor: '#ffcc00' })
  await expect.poll(() => customer.title()).toMatch(/ · Acme <Hooks>$/)
  const icon = await iconOf(customer)
  expect(icon).toContain('fill="#ffcc00"')
  expect(icon).toMatch(/fill="#000"[^>]*>A<\/text>/)
  await customer.goto(`${dashboard.base}/o/${id}/webhooks`)
  await customer.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => customer.title()).toBe('Webhooks · Acme <Hooks>')
  expect(await customer.content()).not.toMatch(/durahook/i)

  const team = await dashboard.browser.newPage()
  await team.goto(dashboard.base)
  await team.getByLabel('API key').waitFor()
  await expect.poll(() => team.title()).toBe('Sign in')
  await team.getByLabel('API key').fill(client.apiKey)
  await team.getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(() => team.title()).toMatch(/ · durahook$/)
  expect(await iconOf(team)).toBe('/icon.svg')
  expect(dashboard.faults).toEqual([])
})

test('one failure among thousands is seen in the chart', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'standard' })
  await createEventType(client, 'thing.happened')
  const { id: webhookId } = await createWebhook(client, {
    url: `${dashboard.receiver.url}/chart`,
    eventTypes: ['thing.happened'],
  })
  await rows(
    dashboard.app,
    `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body_truncated, total_ms, error, decision, started_at, finished_at)
    select '${id}', '${webhookId}', 'wd_' || n, 'thing.happened', 1, 'AUTOMATIC', case when n = 1 then 'FAILED' else 'SUCCEEDED' end,
      case when n = 1 then 500 else 200 end, '[]', false, 5, '', '', now(), now()
    from generate_series(1, 2000) n`,
  )
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhookId}`)
  await page.getByText('2000 attempts').first().waitFor({ state: 'attached' })
  const height = await page
    .locator('svg rect.failed')
    .evaluateAll((bars) => Math.max(...bars.map((bar) => bar.getBoundingClientRect().height)))
  expect(height).toBeGreaterThanOrEqual(4)
})

test('a new secret begins with an overlap, where the dialect has one', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'standard' })
  await createEventType(client, 'thing.happened')
  const { id: webhookId } = await createWebhook(client, {
    url: `${dashboard.receiver.url}/secret`,
    eventTypes: ['thing.happened'],
  })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhookId}/settings`)
  await page.getByRole('button', { name: 'Make a new one' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'The old secret' }).waitFor()
  await dialog.getByRole('button', { name: 'Make a new one' }).click()
  await page.getByText('The older secret signs along until').waitFor()
})
