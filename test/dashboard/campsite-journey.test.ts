import { expect, test } from 'vitest'
import { openReceiver } from '../support/receiver.ts'
import { openDashboard } from './support/dashboard.ts'

test('Organization settings, Integrations, an integration, its Webhooks, Add webhook, Copy secret', async () => {
  await using dashboard = await openDashboard()
  await using receiver = await openReceiver()
  const { client } = await dashboard.app.organization({ dialect: 'campsite', plan: 'FREE' })
  const page = await dashboard.signIn(client, {}, { permissions: ['clipboard-read', 'clipboard-write'] })

  await page.getByRole('link', { name: 'Organization settings' }).click()
  await page.getByRole('link', { name: 'Integrations', exact: true }).waitFor()
  await page.getByRole('button', { name: 'New integration' }).first().click()
  await page.getByLabel('Name').fill('Release bot')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('link', { name: 'Release bot' }).click()
  await page.getByRole('heading', { name: 'Webhooks' }).waitFor()
  await page.getByRole('link', { name: 'Add webhook' }).first().click()
  await page.getByLabel('Webhook URL').fill(`${receiver.url}/bot`)
  await page.getByLabel('post.created').check()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.getByRole('link', { name: 'Open the webhook' }).click()
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' })
  await expect
    .poll(() => crumbs.locator('li').allTextContents())
    .toEqual(['Organization settings', 'Integrations', 'Release bot', 'Webhooks'])

  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Copy secret' }).click()
  // The button says so for two seconds only; what is announced stays.
  await page.getByText('Copied.', { exact: true }).waitFor({ state: 'attached' })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{32}$/)
  await page.getByRole('tab', { name: 'Python' }).click()
  await page.getByRole('region', { name: 'Python code' }).getByText('X-Campsite-Signature').waitFor()
  expect(dashboard.faults).toEqual([])
})
