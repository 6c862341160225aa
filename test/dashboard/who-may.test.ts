import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../support/client.ts'
import { createWebhook } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => {
  dashboard = await openDashboard()
})
afterAll(() => dashboard[Symbol.asyncDispose]())

/** What can be pressed in the places of an organization, by place. */
async function offered(page: Page, organizationId: string, channelId: string): Promise<string[]> {
  const found: string[] = []
  for (const [path, ready] of [
    ['api-keys', page.getByRole('table')],
    ['event-types', page.locator('summary').first()],
    ['channels', page.getByRole('table')],
    [`channels/${channelId}`, page.getByRole('heading', { level: 1 })],
    ['webhooks', page.getByRole('heading', { level: 1 })],
  ] as const) {
    await page.goto(`${dashboard.base}/o/${organizationId}/${path}`)
    await ready.waitFor()
    if (path === 'event-types')
      for (const summary of await page.locator('summary').all()) await summary.click()
    for (const button of await page.locator('main').locator('button, a.button').allTextContents())
      if (/new|add|edit|revoke|rotate|rename|delete/i.test(button)) found.push(`${path}: ${button}`)
  }
  return found
}

async function withChannel(client: TestClient): Promise<void> {
  await client.request(
    `mutation { createChannel(input: { id: "ch_1", name: "One" }) { userErrors { code } } }`,
  )
  await client.request(
    `mutation { createEventType(input: { name: "own.type", description: "", example: {} }) { userErrors { code } } }`,
  )
}

/** Signs in with the key itself, as one of the product's team does. */
async function signInWithKey(apiKey: string): Promise<Page> {
  const page = await dashboard.browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(dashboard.base)
  await page.getByLabel('API key').fill(apiKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  return page
}

test('a customer is offered what concerns webhooks and what it has the right to, who holds a key all of it, who only reads nothing', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  await withChannel(client)
  const team = await signInWithKey(client.apiKey)
  const all = await offered(team, id, 'ch_1')
  expect(all).toEqual(
    expect.arrayContaining([
      'api-keys: Revoke',
      'event-types: New event type',
      'event-types: Edit',
      'channels: New campaign',
      'channels/ch_1: Rename',
      'channels/ch_1: Delete',
      'webhooks: New webhook',
    ]),
  )
  const customer = await dashboard.signIn(client)
  expect(new Set(await offered(customer, id, 'ch_1'))).toEqual(
    new Set(['channels/ch_1: New webhook', 'webhooks: New webhook']),
  )
  const given = await dashboard.signIn(client, { rights: ['API_KEYS', 'EVENT_TYPES', 'CHANNELS'] })
  expect(new Set(await offered(given, id, 'ch_1'))).toEqual(new Set([...all, 'api-keys: New API key']))
  const reader = await dashboard.signIn(client, { readOnly: true })
  expect(await offered(reader, id, 'ch_1')).toEqual([])
})

test('where webhooks belong to a channel a customer may add one', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'campsite' })
  await withChannel(client)
  const customer = await dashboard.signIn(client)
  expect(await offered(customer, id, 'ch_1')).toContain('channels: New integration')
  await customer.goto(`${dashboard.base}/o/${id}/channels`)
  await customer.getByRole('button', { name: 'New integration' }).click()
  await customer.getByRole('dialog').getByLabel('Name').fill('Bot')
  await customer.getByRole('button', { name: 'Create' }).click()
  await customer.getByRole('link', { name: 'Bot' }).waitFor()
})

test('a plan is changed after a question that says what it does to webhooks', async () => {
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp', plan: 'TEAM' })
  const eventTypes = ['lead.created']
  const ids: string[] = []
  for (const path of ['a', 'b', 'c'])
    ids.push((await createWebhook(client, { url: `${dashboard.receiver.url}/${path}`, eventTypes })).id)
  for (const [mutation, webhook] of [
    ['pauseWebhook', ids[1]],
    ['disableWebhook', ids[2]],
  ])
    await client.request(`mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code } } }`, {
      id: webhook,
    })
  const read = async () =>
    (await client.request(`{ organization { plan webhooks { nodes { id status } } } }`)).organization
  const before = await read()
  const page = await dashboard.signIn(await dashboard.app.operator())
  const select = page.getByLabel(`Plan of ${id}`)
  const dialog = page.getByRole('dialog')

  await select.selectOption('FREE')
  await dialog.getByText('2 webhooks will be disabled').waitFor()
  await dialog.getByText('What waits to be delivered is skipped.').waitFor()
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  expect(await select.inputValue()).toBe('TEAM')
  expect(await read()).toEqual(before)

  await select.selectOption('FREE')
  await dialog.getByRole('button', { name: 'Change to Free' }).click()
  await expect.poll(() => select.inputValue()).toBe('FREE')
  const free = await read()
  expect(free.webhooks.nodes.map(({ status }: { status: string }) => status)).toEqual(
    Array(3).fill('DISABLED'),
  )

  await select.selectOption('TEAM')
  await dialog.getByText('2 webhooks that the plan had disabled').waitFor()
  await dialog.getByRole('button', { name: 'Change to Team' }).click()
  await expect.poll(() => select.inputValue()).toBe('TEAM')
  expect(await read()).toEqual(before)
  expect(dashboard.faults).toEqual([])
})
