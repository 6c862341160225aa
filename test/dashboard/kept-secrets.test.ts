import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLink, openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard[Symbol.asyncDispose]())

async function secretOn(page: Page): Promise<string> {
  await page.getByTestId('secret').waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  return (await page.getByTestId('secret').textContent())!
}

/** What the tab keeps, whichever way it is kept. */
const kept = (page: Page) => page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))

async function createOn(page: Page, organizationId: string): Promise<void> {
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/new`)
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/leads`)
  await page.getByLabel('lead.created').check()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.getByText('The webhook is ready').waitFor()
}

test('a new secret is there after a reload and in the settings, until its reader has stored it', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(client)
  await createOn(page, id)
  const secret = await secretOn(page)
  expect(secret).toMatch(/^whsec_/)
  await page.reload()
  expect(await secretOn(page)).toBe(secret)

  await page.getByRole('link', { name: 'Open the webhook' }).click()
  await page.getByText('No deliveries yet').waitFor()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  expect(await secretOn(page)).toBe(secret)
  await page.reload()
  expect(await secretOn(page)).toBe(secret)
  const other = await page.context().newPage() // of this tab alone
  await other.goto(page.url())
  await other.getByText('It was shown when it was made').waitFor()

  // Leaving the tab would lose it: the browser asks.
  const asked = new Promise<string>((resolve) =>
    page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.type()))),
  )
  await page.close({ runBeforeUnload: true })
  expect(await asked).toBe('beforeunload')

  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByText('It was shown when it was made').waitFor()
  expect(await kept(page)).not.toContain(secret)
  await page.reload()
  await page.getByText('It was shown when it was made').waitFor()
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
})

test('so is one that a rotation made; Back to the page that showed it first goes on to the webhook', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(client)
  await createOn(page, id)
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByText('No deliveries yet').waitFor()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Make a new one' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new one' }).click()
  const secret = await secretOn(page)
  await page.reload()
  expect(await secretOn(page)).toBe(secret)
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByText('It was shown when it was made').waitFor()
  await page.goto(`${dashboard.base}/o/${id}/webhooks/new?made=${new URL(page.url()).pathname.split('/')[4]}`)
  await page.getByText('No deliveries yet').waitFor()
  await page.context().close()
})

test('so are new API keys, several at once', async () => {
  const { id } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(await dashboard.app.operator())
  await page.goto(`${dashboard.base}/o/${id}/api-keys`)
  for (const name of ['one', 'two']) {
    await page.getByRole('button', { name: 'New API key' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText(`The new key “${name}”`).waitFor()
  }
  await page.reload()
  await expect.poll(() => page.getByTestId('secret').count()).toBe(2)
  await page.getByRole('button', { name: 'Show' }).first().click()
  expect(await page.getByTestId('secret').first().textContent()).toMatch(/^dk_/)
  await page.getByRole('button', { name: 'I have stored it' }).first().click()
  await expect.poll(() => page.getByTestId('secret').count()).toBe(1)
  await page.getByText('The new key “two”').waitFor()
  await page.context().close()
})

test('nobody else who signs in to the tab sees it: gone with signing out, and with another organization', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(client)
  await createOn(page, id)
  const secret = await secretOn(page)
  expect(await kept(page)).toContain(secret)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('API key').waitFor()
  await expect.poll(() => kept(page)).not.toContain(secret)

  await page.getByLabel('API key').fill(client.apiKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await createOn(page, id)
  const second = await secretOn(page)
  const other = await dashboard.app.organization({ dialect: 'sjocamp' })
  await page.goto(await createLink(other.client))
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await expect.poll(() => kept(page)).not.toContain(second)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('where a secret can be copied again nothing has to be confirmed', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'campsite' })
  const channel = await client.request(
    `mutation { createChannel(input: { id: "int_1", name: "Bot" }) { userErrors { code } } }`,
  )
  expect(channel.createChannel.userErrors).toEqual([])
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/channels/int_1/webhooks/new`)
  await page.getByLabel(/URL/).fill(`${dashboard.receiver.url}/leads`)
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: /Create|Add|Save/ }).click()
  await page.getByText('The webhook is ready').waitFor()
  await page.reload()
  await page.getByTestId('secret').waitFor()
  expect(await page.getByText('I have stored it').count()).toBe(0)
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
})
