import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { createWebhook } from '../support/webhooks.ts'
import { createLink, openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard[Symbol.asyncDispose]())

/** A page signed in with a key of its own, and another key of the same organization. */
async function signedIn(
  dialect = 'sjocamp',
): Promise<{ page: Page; id: string; client: TestClient; end(): Promise<void> }> {
  const { id, client } = await dashboard.app.organization({ dialect })
  const { token } = await createApiKey(dashboard.app.database, {
    organizationId: id,
    name: 'first',
    scopes: ['READ', 'MANAGE'],
    expiresAt: null,
  })
  const page = await dashboard.signIn(createClient(dashboard.app.ports[0]!, token))
  const { organization } = await client.request(`{ organization { apiKeys { nodes { id name } } } }`)
  const key = organization.apiKeys.nodes.find(({ name }: { name: string }) => name === 'first')
  return {
    page,
    id,
    client,
    async end() {
      await client.request(`mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }`, {
        id: key.id,
      })
    },
  }
}

/** Lets no WebSocket through, as some proxies do: the page learns that the session ended when it asks something. */
const withoutSockets = (page: Page) => page.routeWebSocket(/./, (socket) => socket.close())

async function signInAgain(page: Page, apiKey: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.getByText('Your session has ended').waitFor()
  await dialog.getByLabel('API key').fill(apiKey)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
}

test('a form keeps what was typed when the session ends, and the Save that was refused is sent after signing in again', async () => {
  const { page, id, client, end } = await signedIn()
  await withoutSockets(page)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/new`)
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/typed`)
  await page.getByLabel('lead.created').check()
  await page.getByText('This address can receive webhooks').waitFor()
  await end()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await signInAgain(page, client.apiKey)
  await page.getByText('The webhook is ready').waitFor()
  const { webhooks } = await client.request(`{ webhooks { nodes { url } } }`)
  expect(webhooks.nodes).toEqual([{ url: `${dashboard.receiver.url}/typed` }])
  await page.context().close()
})

test('the page says at once that the session ended, and keeps what was typed', async () => {
  const { page, id, client, end } = await signedIn()
  await page.goto(`${dashboard.base}/o/${id}/webhooks/new`)
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/typed`)
  await end()
  await signInAgain(page, client.apiKey)
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor({ state: 'detached' })
  expect(await page.getByLabel('URL').inputValue()).toBe(`${dashboard.receiver.url}/typed`)
  await page.context().close()
})

test('a form in a dialog keeps it too, and nothing of the page is to be seen meanwhile', async () => {
  const { page, id, client, end } = await signedIn('campsite')
  await withoutSockets(page)
  await page.goto(`${dashboard.base}/o/${id}/channels`)
  await page.getByRole('button', { name: 'New integration' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('Bot')
  await end()
  await page.getByRole('button', { name: 'Create' }).click()
  // Escape does not lead past it.
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.waitFor()
  // Not even for the moment until it is shown again: whatever closes says so here.
  const closings = await page.evaluateHandle(() => {
    const closed: string[] = []
    const note = ({ target }: Event) =>
      closed.push((target as Element).getAttribute('aria-label') ?? 'the form')
    document.addEventListener('close', note, { capture: true })
    return closed
  })
  for (let press = 0; press < 6; press++) await page.keyboard.press('Escape')
  await page.mouse.click(5, 5) // moves the focus out of the form
  for (let press = 0; press < 6; press++) await page.keyboard.press('Escape')
  expect(await closings.jsonValue()).toEqual([])
  const covered = await page.evaluate(() => {
    const places = [1, 2, 3].flatMap((x) => [1, 2, 3].map((y) => [x / 4, y / 4] as const))
    return places.every(([x, y]) =>
      document
        .elementFromPoint(innerWidth * x, innerHeight * y)
        ?.closest('dialog[aria-label="Sign in again"]'),
    )
  })
  expect(covered).toBe(true)
  await signInAgain(page, client.apiKey)
  await page.getByRole('link', { name: 'Bot' }).waitFor()
  await page.context().close()
})

test('while nobody is signed in the page does not go on asking', async () => {
  const { page, id, client, end } = await signedIn()
  const webhook = await createWebhook(client, {
    url: `${dashboard.receiver.url}/a`,
    eventTypes: ['lead.created'],
  })
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhook.id}`)
  await page.getByTestId('connection').getByText('Live').waitFor()
  await end()
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  await page.waitForLoadState('networkidle')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('websocket', (socket) => asked.push(socket.url()))
  await new Promise((resolve) => setTimeout(resolve, 12_000)) // what is measured is a time
  // A connection that each of its two subscriptions was to try already, and what the refusal made the page ask.
  expect(asked.length, asked.join(', ')).toBeLessThanOrEqual(4)
  await signInAgain(page, client.apiKey)
  await page.getByTestId('connection').getByText('Live').waitFor()
  await page.context().close()
})

test('somebody else who signs in there finds nothing of it', async () => {
  const { page, id, end } = await signedIn()
  const other = await dashboard.app.organization({ dialect: 'sjocamp' })
  await withoutSockets(page)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/new`)
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/typed`)
  await page.getByLabel('lead.created').check()
  await page.getByText('This address can receive webhooks').waitFor()
  await end()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await signInAgain(page, other.client.apiKey)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(page.url()).toBe(`${dashboard.base}/o/${other.id}`)
  await page.goto(`${dashboard.base}/o/${other.id}/webhooks/new`)
  expect(await page.getByLabel('URL').inputValue()).toBe('')
  const { webhooks } = await other.client.request(`{ webhooks { nodes { url } } }`)
  expect(webhooks.nodes).toEqual([])
  await page.context().close()
})

test('a link that is opened in another tab signs the first one in too', async () => {
  const { page, id, client, end } = await signedIn()
  await withoutSockets(page)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/new`)
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/typed`)
  await page.getByText('This address can receive webhooks').waitFor()
  await end()
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/typed/more`)
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  const second = await page.context().newPage()
  await second.goto(await createLink(client))
  await second.getByRole('heading', { name: 'Overview' }).waitFor()
  // Headless browsers show every tab at once, so the page is told what a real one would notice.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(() => page.getByRole('dialog', { name: 'Sign in again' }).count()).toBe(0)
  expect(await page.getByLabel('URL').inputValue()).toBe(`${dashboard.receiver.url}/typed/more`)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})
