import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'
import { copyWebhook } from './support/webhook-rows.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const urls = (page: Page) => page.getByRole('table').getByRole('row').getByRole('link').allTextContents()

test('300 webhooks are found by text and status, in a chosen order; the conditions are in the URL, and Back keeps them', async () => {
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const made = await createWebhook(client, { url: `${dashboard.receiver.url}/first`, eventTypes: ['a.b'] })
  await copyWebhook(dashboard.app, made.id, 300)
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks`)
  await page.getByText('n300.example').waitFor()
  expect(await urls(page)).toHaveLength(50)

  const text = page.getByLabel('Text')
  await text.fill('customer-29')
  await expect.poll(() => urls(page)).toHaveLength(11)
  await page.getByLabel('Status').selectOption('Disabled')
  const found = ['n297.example/hooks', 'n294.example/hooks', 'n291.example/hooks']
  await expect.poll(() => urls(page)).toEqual(found)
  expect(page.url()).toContain('?text=customer-29&status=DISABLED')
  await page.getByRole('link', { name: 'n294.example/hooks' }).click()
  await page.getByRole('heading', { level: 1, name: 'n294.example/hooks' }).waitFor()
  await page.goBack()
  await expect.poll(() => urls(page)).toEqual(found)
  await expect.poll(() => text.inputValue()).toBe('customer-29')

  await text.fill('nobody has this')
  await page.getByText('Nothing matches').waitFor()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByText('n300.example').waitFor()

  await page.getByLabel('Order').selectOption('By URL')
  await page.getByText('n10.example').waitFor()
  const first = await urls(page)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect.poll(async () => (await urls(page)).some((url) => first.includes(url))).toBe(false)
  const second = await urls(page)
  await page.reload()
  await expect.poll(() => urls(page)).toEqual(second)
  await page.getByRole('button', { name: 'Back' }).click()
  await expect.poll(() => urls(page)).toEqual(first)
  expect(dashboard.faults).toEqual([])
})
