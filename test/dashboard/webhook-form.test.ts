import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import type { TestClient } from '../support/client.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const READ = `{ webhooks { nodes { id uid url description eventTypes status secretKind headers { name value }
  retryPolicy { own { delays exponential { initialSeconds factor maximumSeconds } maximumRetries timeoutMs deadlineSeconds } } } } }`
const webhooks = async (client: TestClient) => (await client.request(READ)).webhooks.nodes

const times = (page: Page) =>
  page.getByRole('list', { name: 'Times of the attempts' }).getByRole('listitem').allInnerTexts()

test('a new webhook takes all that createWebhook takes', async () => {
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'invoice.paid')
  await createEventType(client, 'invoice.voided')
  await createEventType(client, 'other')
  const page = await dashboard.signIn(client)
  const url = `${dashboard.receiver.url}/new`
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/new`)
  await page.getByLabel('URL').fill(url)
  await page.getByRole('checkbox', { name: /^invoice\.\*/ }).check()
  const paid = page.getByRole('checkbox', { name: /^invoice\.paid/ })
  expect(await paid.isChecked()).toBe(true)
  expect(await paid.isDisabled()).toBe(true)
  await page.getByLabel('Another beginning of event types').fill('refund')
  await page.keyboard.press('Enter')
  expect(await page.getByRole('checkbox', { name: /^refund\.\*/ }).isChecked()).toBe(true)

  await page.getByText('More settings').click()
  await page.getByLabel('Description').fill('Billing')
  await page.getByLabel('Your own id').fill('customer-7')
  await page.getByLabel('I bring a secret from another system').check()
  await page.getByLabel('Secret', { exact: true }).fill('too short')
  await page.getByLabel('Create it disabled').check()
  await page.getByRole('button', { name: 'Add a header' }).click()
  await page.getByLabel('Name of header 1').fill('X-Team')
  await page.getByLabel('Value of header 1').fill('blue')
  await page.getByLabel('When attempts are made').selectOption('A list of delays')
  await page.getByLabel('Delays', { exact: true }).fill('5 s, 1 min')
  await expect.poll(() => times(page)).toEqual(['#1 at once', '#2 after 5 s', '#3 after 1 min 05 s'])
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.locator('.said.bad', { hasText: 'whsec_' }).waitFor()
  expect(await webhooks(client)).toEqual([])

  const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`
  await page.getByLabel('Secret', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.getByRole('heading', { name: 'The webhook is ready' }).waitFor()
  expect(await webhooks(client)).toMatchObject([
    {
      uid: 'customer-7',
      url,
      description: 'Billing',
      eventTypes: ['invoice.*', 'refund.*'],
      status: 'DISABLED',
      secretKind: 'HMAC',
      headers: [{ name: 'X-Team', value: 'blue' }],
      retryPolicy: { own: { delays: [5, 60], exponential: null, maximumRetries: null } },
    },
  ])
  const [{ id }] = await webhooks(client)
  const reveal = `mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret userErrors { code } } }`
  const revealed = (await client.request(reveal, { id })).revealWebhookSecret
  expect(revealed.secret ?? secret).toBe(secret)

  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/new`)
  await page.getByLabel('URL').fill(url)
  await page.getByRole('checkbox', { name: /^\*/ }).check()
  await page.getByText('More settings').click()
  await page.getByLabel('Your own id').fill('customer-7')
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await expect.poll(() => page.getByLabel('Your own id').getAttribute('aria-invalid')).toBe('true')
  expect(dashboard.faults).toEqual([])
})

test('a webhook for all event types: its log and its Test tab offer those that there are', async () => {
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  await createEventType(client, 'c.d')
  const { id } = await createWebhook(client, { url: `${dashboard.receiver.url}/x`, eventTypes: ['*'] })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/${id}`)
  const options = (label: string) => page.getByLabel(label).getByRole('option').allTextContents()
  await expect.poll(() => options('Event type')).toEqual(['Any event', 'a.b', 'c.d'])
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await expect.poll(() => options('Event type')).toEqual(['a.b', 'c.d'])
})

test('a webhook’s own retry policy: its times while one types, errors at the fields, and back to the dialect’s', async () => {
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const { id } = await createWebhook(client, { url: `${dashboard.receiver.url}/x`, eventTypes: ['a.b'] })
  const page = await dashboard.signIn(client)
  const settings = `${dashboard.base}/o/${organizationId}/webhooks/${id}/settings`
  await page.goto(settings)
  const kind = page.getByLabel('When attempts are made')
  await expect.poll(async () => (await times(page)).length).toBeGreaterThan(2)
  const standard = await times(page)
  const own = async () => (await webhooks(client))[0].retryPolicy.own
  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
  }

  await kind.selectOption('Delays that grow')
  await page.getByLabel('First delay').fill('soon')
  await page.getByText('Write a time such as 30 s, 5 min or 2 h.').first().waitFor()
  await page.getByLabel('First delay').fill('10 s')
  await page.getByLabel('Factor').fill('99')
  await page.getByLabel('Longest delay').fill('1 min')
  await page.getByLabel('Maximum of retries').fill('3')
  await page.getByText('It is a number from 1 to 10.').waitFor()
  expect(await page.getByLabel('Factor').getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel('Factor').fill('3')
  await page.getByLabel('Timeout').fill('5 s')
  await page.getByLabel('Deadline').fill('1 h')
  await expect
    .poll(() => times(page))
    .toEqual(['#1 at once', '#2 after 10 s', '#3 after 40 s', '#4 after 1 min 40 s'])
  await save()
  await expect.poll(own).toEqual({
    delays: null,
    exponential: { initialSeconds: 10, factor: 3, maximumSeconds: 60 },
    maximumRetries: 3,
    timeoutMs: 5_000,
    deadlineSeconds: 3_600,
  })

  await page.reload()
  await expect.poll(() => kind.inputValue()).toBe('exponential')
  expect(await page.getByLabel('Longest delay').inputValue()).toBe('1 min')
  await kind.selectOption({ value: 'dialect' })
  await expect.poll(() => times(page)).toEqual(standard)
  await save()
  await expect.poll(own).toBe(null)
  expect(dashboard.faults).toEqual([])
})

test('where the dialect promises its receivers when it retries, no policy is offered', async () => {
  const { id: organizationId, client } = await dashboard.app.organization({
    dialect: 'sjocamp',
    plan: 'TEAM',
  })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/new`)
  await page.getByText('More settings').click()
  await page.getByLabel('Your own id').waitFor()
  expect(await page.getByLabel('When attempts are made').count()).toBe(0)
})
