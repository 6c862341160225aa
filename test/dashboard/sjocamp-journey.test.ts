import { expect, test } from 'vitest'
import { openReceiver } from '../support/receiver.ts'
import { publish } from '../support/webhooks.ts'
import { openDashboard, rows } from './support/dashboard.ts'

const LEAD = {
  campaign_id: 'cmp_1',
  lead: { id: 'lead_1', email: 'ada@example.com', status: 'pending', position: 1, source: 'direct' },
}

test('from New webhook to a delivery that fails, is retried by hand, canceled and sent again, without a reload', async () => {
  await using dashboard = await openDashboard()
  let status = 200
  await using receiver = await openReceiver(() => ({
    status,
    // The next attempt comes by hand, not by itself.
    headers: { 'x-trace': 'abc', 'retry-after': '600' },
    body: `<script>alert(1)</script> answered ${status}`,
  }))
  const { client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(client)
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }))

  await page
    .getByRole('navigation', { name: 'Places' })
    .getByRole('link', { name: 'Webhooks', exact: true })
    .click()
  await page.getByText('No webhooks yet').waitFor()
  await page.getByRole('link', { name: 'New webhook' }).first().click()
  await page.getByLabel('URL').fill('http://example.com/hook')
  await page.getByText('Webhooks are sent over HTTPS only.').waitFor()
  await page.getByLabel('URL').fill(`${receiver.url}/leads`)
  await page.getByText('This address can receive webhooks').waitFor()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.getByText('Choose at least one event type.').waitFor()
  await page.getByLabel('lead.created').check()
  expect(await page.getByLabel('Campaign').locator('option').allTextContents()).toEqual(['All campaigns'])
  await page.getByRole('button', { name: 'Create webhook' }).click()

  await page.getByText('Shown once, now. Treat it like a password.').waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  expect(await page.getByTestId('secret').textContent()).toMatch(/^whsec_/)
  await page.getByRole('link', { name: 'Open the webhook' }).click()
  for (const tab of ['Delivery log', 'Test', 'Settings'])
    await page.getByRole('link', { name: tab, exact: true }).waitFor()
  await page.getByText('No deliveries yet').waitFor()
  await page.getByTestId('connection').getByText('Live').waitFor()

  await publish(client, 'lead.created', LEAD)
  await rows(page).first().getByText('Succeeded 200').waitFor()
  await page.getByTestId('chart-attempts').getByText('1', { exact: true }).waitFor()

  status = 500
  await publish(client, 'lead.created', LEAD)
  await rows(page).first().getByText('Failed 500').waitFor()
  await rows(page)
    .first()
    .getByText(/^in \d/)
    .waitFor()
  await rows(page).first().click()
  const panel = page.getByTestId('delivery-panel')
  await panel.getByText('Pending', { exact: true }).waitFor()
  await panel.getByText('The receiver answered 500').first().waitFor()
  await panel.getByText('<script>alert(1)</script> answered 500').waitFor()
  await panel.getByText('x-trace', { exact: true }).waitFor()
  await panel.getByText('First byte').waitFor()

  await panel.getByRole('button', { name: 'Retry now' }).click()
  await panel.locator('.attempt-head', { hasText: '#2' }).waitFor()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await panel.getByText('Canceled', { exact: true }).waitFor()
  status = 200
  await panel.getByRole('button', { name: 'Resend' }).click()
  await panel.getByText('Delivered', { exact: true }).waitFor()
  await panel.locator('.attempt-head', { hasText: '#3' }).waitFor()

  await page.getByLabel('Status').selectOption('FAILED')
  await expect.poll(() => rows(page).count()).toBe(2)
  await page.getByLabel('Text').fill('answered 200')
  await page.getByText('Nothing matches').waitFor()
  await page.getByLabel('Status').selectOption('')
  await expect.poll(() => rows(page).count()).toBe(2)

  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true)
  expect(dashboard.faults).toEqual([])
})

test('the Test tab sends edited data, byte for byte as shown, and shows the answer below', async () => {
  await using dashboard = await openDashboard()
  await using receiver = await openReceiver(() => ({ status: 202, body: 'thank you' }))
  const { client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const { createWebhook } = await client.request(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id organization { id } } } }`,
    { input: { url: `${receiver.url}/t`, eventTypes: ['lead.created'] } },
  )
  const { id, organization } = createWebhook.webhook
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${organization.id}/webhooks/${id}/test`)
  await page.getByText('X-Sjocamp-Signature').waitFor()
  const data = page.getByLabel('Data', { exact: true })
  const example = await data.inputValue()
  await data.fill('{ "campaign_id": ')
  await page.getByText(/This is not JSON/).waitFor()
  expect(await page.getByRole('button', { name: 'Send test event' }).isDisabled()).toBe(true)
  const edited = example.replace(/"position": \d+/, '"position": 7.0')
  await data.fill(edited)
  await page.getByRole('region', { name: 'Request body' }).getByText('"position": 7.0').waitFor()
  await page.getByTestId('connection').getByText('Live').waitFor()
  await page.getByRole('button', { name: 'Send test event' }).click()
  await page.getByTestId('delivery-panel').getByText('Delivered', { exact: true }).waitFor()
  await page.getByTestId('delivery-panel').getByText('thank you').waitFor()
  expect(receiver.received[0]!.body.toString()).toContain(edited)
  expect(dashboard.faults).toEqual([])
})

test('a plan without webhooks is told so kindly, and gets no form', async () => {
  await using dashboard = await openDashboard()
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp', plan: 'FREE' })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/new`)
  await page.getByText('Webhooks are part of the Team plan').waitFor()
  expect(await page.getByRole('button', { name: 'Create webhook' }).count()).toBe(0)
})
