import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

test('an empty organization says what to do, in order; what is done is ticked off, and with a delivery it is gone', async () => {
  const { id, apiKey, client } = await dashboard.app.organization()
  const context = await dashboard.browser.newContext()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  await page.goto(dashboard.base)
  await page.getByLabel('API key').fill(apiKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const card = page.getByRole('region', { name: 'First steps' })
  await card.waitFor()
  const done = () =>
    card.locator('[data-done]').evaluateAll((all) => all.map((step) => (step as HTMLElement).dataset['done']))
  expect(await done()).toEqual(['false', 'false', 'false'])

  const copy = card.locator('.code', { hasText: 'createEventType' }).getByRole('button', { name: 'Copy' })
  await copy.click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain('createEventType')
  const body = JSON.parse(/--data '(.*)'$/.exec(await copied())![1]!)
  expect((await client.request(body.query, body.variables)).createEventType.userErrors).toEqual([])
  await expect.poll(done).toEqual(['true', 'false', 'false'])
  await card.getByText('npx durahook listen --forward-to http://localhost:3000/hooks').waitFor()
  await card.getByText('npx durahook trigger invoice.paid').waitFor()

  await createEventType(client, 'a.b')
  await publish(client, 'a.b', {})
  await expect.poll(done).toEqual(['true', 'false', 'true'])
  await createWebhook(client, { url: `${dashboard.receiver.url}/x`, eventTypes: ['*'] })
  await expect.poll(done).toEqual(['true', 'true', 'true'])
  await card.getByText('Publish another event.').waitFor()
  await publish(client, 'a.b', {})
  await card.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  expect(page.url()).toContain(id)
  await context.close()
})

test('a customer’s session is shown the steps that it may do, and a read-only one none', async () => {
  const { id, client } = await dashboard.app.organization()
  const page = await dashboard.signIn(client)
  const card = page.getByRole('region', { name: 'First steps' })
  await card.waitFor()
  expect(await card.getByRole('region').count()).toBe(0)
  expect(await card.locator('[data-done]').count()).toBe(2)
  const reader = await dashboard.signIn(client, { readOnly: true })
  await reader.goto(`${dashboard.base}/o/${id}`)
  await reader.getByRole('heading', { name: 'Needs attention' }).waitFor()
  expect(await reader.getByRole('region', { name: 'First steps' }).count()).toBe(0)
  expect(dashboard.faults).toEqual([])
})
