import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Locator } from 'playwright-core'
import { openReceiver } from '../support/receiver.ts'
import { rows as sqlRows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { accepted } from '../support/client.ts'
import { openDashboard, rows, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

test('on a phone, status, reason and attempts come before all else; an attempt shows its request as it was sent', async () => {
  await using receiver = await openReceiver(() => ({ status: 503, body: 'down' }))
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const url = `${receiver.url}/before`
  const headers = [
    { name: 'X-Team', value: 'blue' },
    { name: 'X-Api-Key', value: 'a-secret' },
  ]
  // No second attempt comes in the middle of the test.
  const retryPolicy = { delays: [600] }
  const { id } = await createWebhook(client, { url, eventTypes: ['a.b'], headers, retryPolicy })
  const page = await dashboard.signIn(client, {}, { viewport: { width: 390, height: 844 } })
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/${id}`)
  await publish(client, 'a.b', { n: 1 })
  await rows(page).first().waitFor()
  accepted(
    await client.request(
      `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
      { input: { id, url: `${receiver.url}/after` } },
    ),
  )
  await rows(page).first().click()
  const panel = page.getByTestId('delivery-panel')
  const status = panel.getByText('Pending')
  const reason = panel.getByText(/The receiver answered (with )?503/).first()
  const attempt = panel.getByRole('button', { name: /#1/ })
  await attempt.waitFor()
  const tops = await Promise.all([status, reason, attempt].map(topOf))
  expect(tops).toEqual(tops.toSorted((a, b) => a - b))
  expect(tops.at(-1)).toBeLessThan(400)
  expect(await topOf(panel.getByRole('heading', { name: 'Delivery' }))).toBeGreaterThan(tops.at(-1)!)

  await panel.getByText('/before').waitFor()
  await panel.getByText('The webhook has another URL now.').waitFor()
  await panel.getByText(/^Request headers/).click()
  const header = (name: string) => panel.locator('.headers > div', { hasText: name })
  expect(await header('X-Team').innerText()).toContain('blue')
  expect(await header('X-Api-Key').innerText()).toContain('left out')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)

  await sqlRows(dashboard.app, 'update attempts set target_version = null where webhook_id = ? returning 1', [
    id,
  ])
  await page.reload()
  await panel.getByText('How it was sent is not kept.').waitFor()
  expect(dashboard.faults).toEqual([])
})

const topOf = async (element: Locator) => (await element.boundingBox())!.y
