import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventType, createWebhook, deliveriesOf, publish, readDelivery } from '../support/webhooks.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import type { TestClient } from '../support/client.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'
import { disableForFailing, makeFailing, setHealth, tell } from './support/health.ts'
import { withoutLongTimers } from './support/without-long-timers.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const TYPE = 'thing.done'

interface Stage {
  id: string
  client: TestClient
  webhookId: string
  /** The webhook's page. */
  at: string
}

async function openStage(receiver: { url: string } = dashboard.receiver): Promise<Stage> {
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, TYPE)
  const webhook = await createWebhook(client, {
    url: `${receiver.url}/a`,
    eventTypes: [TYPE],
    retryPolicy: { delays: [600, 600] }, // what fails is not tried again by itself
  })
  return { id, client, webhookId: webhook.id, at: `${dashboard.base}/o/${id}/webhooks/${webhook.id}` }
}

/** The webhook's page, which is told of what happens from here on. */
async function openWebhook({ client, at }: Stage): Promise<Page> {
  const page = await dashboard.signIn(client)
  const follows = page.waitForResponse(
    (response) => response.frame().url() === at && !!response.request().postData()?.includes('NoticesHead'),
  )
  await page.goto(at)
  await follows
  await page.locator('.page-header .badge', { hasText: 'Enabled' }).waitFor()
  return page
}

/** Publishes an event and gives its delivery's id, once its first attempt has failed and is recorded. */
async function publishFailing({ client }: Stage): Promise<string> {
  const event = await publish(client, TYPE, { n: 1 })
  const [delivery] = await deliveriesOf(client, event)
  await expect.poll(async () => (await readDelivery(client, delivery.id)).nextAttemptAt).not.toBe(null)
  return delivery.id
}

const HEALTH = `query ($id: ID!) { webhook(id: $id) { status statusReason rateLimit { limit per } health { state disableAt } } }`
const webhookOf = async ({ client, webhookId: id }: Stage) => (await client.request(HEALTH, { id })).webhook

const notice = (page: Page, title: RegExp | string) => page.locator('.notice').filter({ hasText: title })

test('a webhook that fails says so on its page and in the list, while they are open; "Keep it enabled" moves the date', async () => {
  await using receiver = await openReceiver(() => ({ status: 503 }))
  const stage = await openStage(receiver)
  const page = await openWebhook(stage)
  const probeId = await publishFailing(stage)

  // No reload: the page follows what happens to the webhook.
  await makeFailing(dashboard.app, stage.webhookId, { hours: 2, probeId })
  await tell(dashboard.app, stage.id, 'webhook.failing', { webhookId: stage.webhookId })
  const failing = notice(page, 'Failing since')
  await failing.getByText('(2 hours)').waitFor()
  await failing.getByText(/3[7-9] attempts failed/).waitFor()
  await failing.getByText(/Last error: The receiver answered 503/).waitFor()
  await page.locator('.page-header .badge', { hasText: 'Failing' }).waitFor()
  const link = failing.getByRole('link', { name: 'One delivery' })
  expect(await link.getAttribute('href')).toContain(`attempt=${probeId}`)
  expect(await failing.getByRole('link', { name: 'Send a test event' }).getAttribute('href')).toMatch(
    /\/test$/,
  )

  const before = (await webhookOf(stage)).health.disableAt
  const date = failing.locator('p strong time')
  expect(await date.getAttribute('datetime')).toBe(before)
  await failing.getByRole('button', { name: 'Keep it enabled' }).click()
  await expect.poll(() => date.getAttribute('datetime')).not.toBe(before)
  const after = (await webhookOf(stage)).health.disableAt
  expect(Date.parse(after) - Date.parse(before)).toBeGreaterThan(1.9 * 3_600_000)
  await page.getByText(/^It is kept enabled, until /).waitFor({ state: 'attached' })

  await page.goto(`${dashboard.base}/o/${stage.id}/webhooks`)
  await page.getByRole('row').filter({ hasText: 'Failing' }).getByText(/since/).waitFor()

  // One success ends it.
  await page.goto(stage.at)
  await failing.waitFor()
  await setHealth(dashboard.app, stage.webhookId, { failing_since: null, failures: 0 })
  await tell(dashboard.app, stage.id, 'webhook.recovered', { webhookId: stage.webhookId })
  await failing.waitFor({ state: 'detached' })
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('a receiver that goes down and comes back: the banner comes and goes with the attempts, and both are told', async () => {
  let status = 500
  await using receiver = await openReceiver(() => ({ status }))
  const stage = await openStage(receiver)
  const page = await openWebhook(stage)
  const id = await publishFailing(stage)
  // As if it had gone on for longer.
  const since = new Date(Date.now() - 600_000)
  await setHealth(dashboard.app, stage.webhookId, { failures: 5, failed_since: since })
  const retry = `mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code } } }`
  await stage.client.request(retry, { id })
  const failing = notice(page, 'Failing since')
  await failing.getByText('(10 minutes)').waitFor()
  await failing.getByRole('link', { name: 'One delivery' }).waitFor()
  status = 200
  await stage.client.request(retry, { id })
  await failing.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Notices' }).click()
  const told = page.locator('[data-notice]')
  await told.getByText('Webhook recovered').waitFor()
  await told.getByText('Webhook failing').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('where failing webhooks are never disabled there is no date and nothing to keep; who only reads has no buttons', async () => {
  const stage = await openStage()
  const operator = await dashboard.signIn(await dashboard.app.operator())
  await operator.goto(`${dashboard.base}/o/${stage.id}/retention`)
  const rule = operator.getByRole('region', { name: 'When a webhook fails' })
  await rule.getByText('no attempt has succeeded for 72 hours, and 20 different deliveries').waitFor()
  expect(await rule.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await rule.getByLabel('Hours without one success').fill('0.5')
  await rule.getByRole('button', { name: 'Save' }).click()
  await rule.getByText('It must be 0 (never), or from 1 to 8760 hours.').waitFor()
  await rule.getByLabel('Hours without one success').fill('12')
  await rule.getByLabel('Different deliveries that failed').fill('5')
  await rule.getByRole('button', { name: 'Save' }).click()
  await rule.getByText('for 12 hours, and 5 different deliveries').waitFor()

  await makeFailing(dashboard.app, stage.webhookId, { hours: 1, failures: 1 })
  const page = await dashboard.signIn(stage.client, { readOnly: true })
  await page.goto(stage.at)
  const failing = notice(page, 'Failing since')
  await failing.getByText('It will be disabled on').waitFor()
  await failing.getByText('1 attempt failed').waitFor()
  await failing.getByText('The next delivery goes on trying.').waitFor()
  expect(await failing.locator('.button').count()).toBe(0)

  await rule.getByLabel('Never disable it').check()
  await rule.getByRole('button', { name: 'Save' }).click()
  await rule.getByText('It is never disabled').waitFor()
  await failing.getByText('It will be disabled on').waitFor({ state: 'detached' })
  await operator.goto(stage.at)
  await notice(operator, 'Failing since').getByRole('link', { name: 'Send a test event' }).waitFor()
  expect(await operator.getByRole('button', { name: 'Keep it enabled' }).count()).toBe(0)

  // The organization sees the rule, and has nothing to change it with.
  await page.goto(`${dashboard.base}/o/${stage.id}/retention`)
  const seen = page.getByRole('region', { name: 'When a webhook fails' })
  await seen.getByText('It is never disabled').waitFor()
  expect(await seen.locator('input, button').count()).toBe(0)

  await operator.goto(`${dashboard.base}/o/${stage.id}/retention`)
  await expect.poll(() => rule.getByLabel('Never disable it').isChecked()).toBe(true)
  await rule.getByLabel('Never disable it').uncheck()
  await rule.getByLabel('Different deliveries that failed').fill('')
  await rule.getByRole('button', { name: 'Save' }).click()
  await rule.getByText('for 72 hours, and 20 different deliveries').waitFor()
  expect(dashboard.faults).toEqual([])
  await operator.context().close()
  await page.context().close()
})

test('one that was disabled because it failed is enabled on its page, and can get what it missed', async () => {
  const stage = await openStage()
  await makeFailing(dashboard.app, stage.webhookId, { hours: 73 })
  await disableForFailing(dashboard.app, stage.webhookId)
  const missed = await publish(stage.client, TYPE, { n: 1 })
  expect(await deliveriesOf(stage.client, missed)).toEqual([])
  const page = await dashboard.signIn(stage.client)
  await page.goto(stage.at)
  const disabled = notice(page, 'because no attempt succeeded')
  await disabled.getByText('Events pass it by.').waitFor()
  await disabled.getByRole('button', { name: 'Enable' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Send what it missed?').waitFor()
  await page.reload()
  await dialog.getByRole('button', { name: 'Resend 1' }).click()
  await page.locator('[data-replay]').waitFor()
  expect(await webhookOf(stage)).toMatchObject({ status: 'ENABLED', statusReason: null })
  // What it missed was the first to try, and succeeded.
  await expect.poll(async () => (await deliveriesOf(stage.client, missed))[0]?.status).toBe('SUCCEEDED')
  await expect.poll(async () => (await webhookOf(stage)).health.state).toBe('HEALTHY')
  await expect.poll(() => page.locator('.notice').count()).toBe(0)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('a pause and a slower pace that its receiver asked for are told, and what waits for its own limit', async () => {
  const stage = await openStage()
  const { app } = dashboard
  const page = await dashboard.signIn(stage.client)
  await page.goto(stage.at)
  await setHealth(app, stage.webhookId, { quiet_until: new Date(Date.now() + 600_000), pace: 0.5 })
  await page.reload()
  await notice(page, 'Its receiver asked for a pause until').waitFor()
  // Nothing is told of this: the page reads again by itself.
  await setHealth(app, stage.webhookId, { quiet_until: null, rate_limit: 10, rate_seconds: 1 })
  await notice(page, 'Its receiver asked for fewer requests: 30 per minute now').waitFor()
  await page.getByText('up to the rate limit of 10 per second').waitFor()
  await setHealth(app, stage.webhookId, { pace: null })
  await page.locator('.notice').waitFor({ state: 'detached' })
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('a rate limit is given to a new webhook, changed, contested and taken away', async () => {
  const stage = await openStage()
  const { client } = stage
  const page = await dashboard.signIn(client)
  // A page that reads again by itself tells of a conflict before Save is pressed.
  await page.addInitScript(withoutLongTimers)
  await page.goto(`${dashboard.base}/o/${stage.id}/webhooks/new`)
  await page.getByLabel('URL').fill(`${dashboard.receiver.url}/limited`)
  await page.getByRole('checkbox', { name: /^thing\.done/ }).check()
  await page.getByText('More settings').click()
  const limit = page.getByLabel('Rate limit', { exact: true })
  const period = page.getByLabel('Period of the rate limit')
  await limit.fill('1.5')
  await page.getByText('Write a whole number').waitFor()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await limit.fill('30')
  await period.selectOption('per minute')
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.getByRole('heading', { name: 'The webhook is ready' }).waitFor()
  const made = new URL(page.url()).searchParams.get('made')!
  const rateOf = async () => (await webhookOf({ ...stage, webhookId: made })).rateLimit
  expect(await rateOf()).toEqual({ limit: 30, per: 'MINUTE' })

  await page.goto(`${dashboard.base}/o/${stage.id}/webhooks/${made}/settings`)
  await expect.poll(() => limit.inputValue()).toBe('30')
  expect(await period.inputValue()).toBe('MINUTE')
  await limit.fill('5')
  await period.selectOption('per second')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(rateOf).toEqual({ limit: 5, per: 'SECOND' })

  await page.reload() // it may not have read again yet what it has saved
  await expect.poll(() => limit.inputValue()).toBe('5')
  await limit.fill('7')
  const change = `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`
  await client.request(change, { input: { id: made, rateLimit: { limit: 9, per: 'HOUR' } } })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Rate limit is now').waitFor()
  await page.getByText('9 per hour').waitFor()
  expect(await rateOf()).toEqual({ limit: 9, per: 'HOUR' })
  await page.getByRole('button', { name: 'Take it' }).click()
  await expect.poll(() => limit.inputValue()).toBe('9')
  await limit.fill('')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(rateOf).toBe(null)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('"Needs attention" has what fails with its date, what was disabled for that or is gone, and nothing that somebody chose', async () => {
  const stage = await openStage()
  const { client, id } = stage
  const { app } = dashboard
  const others: string[] = []
  for (const path of ['gone', 'asked', 'off'])
    others.push(
      (await createWebhook(client, { url: `${dashboard.receiver.url}/${path}`, eventTypes: [TYPE] })).id,
    )
  const [gone, asked, off] = others as [string, string, string]
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}`)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByText('Nothing does.', { exact: true }).waitFor()

  await makeFailing(app, stage.webhookId, { hours: 2 })
  await rows(
    app,
    `update webhooks set status = 'DISABLED', status_reason = 'GONE' where id = ? returning 1`,
    [gone],
  )
  await makeFailing(app, off, { hours: 80 })
  await disableForFailing(app, off)
  await client.request(`mutation ($id: ID!) { disableWebhook(id: $id) { userErrors { code } } }`, {
    id: asked,
  })
  await page.reload()
  const items = attention.getByRole('listitem')
  await expect.poll(() => items.count()).toBe(3)
  expect(await items.first().innerText()).toMatch(
    /A webhook is failing[\s\S]*Nothing has succeeded since\. It will be disabled on \w/,
  )
  await items
    .filter({ hasText: 'the receiver answered 410 Gone' })
    .getByText('A webhook is disabled')
    .waitFor()
  await items.filter({ hasText: 'no attempt succeeded for too long' }).getByText('/off').waitFor()
  expect(await attention.getByText(/nothing does/i).count()).toBe(0)
  await attention.getByRole('link', { name: 'A webhook is failing' }).click()
  await notice(page, 'Failing since').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('what waits for a failing webhook, or for its receiver, says so', async () => {
  await using receiver = await openReceiver(() => ({ status: 503 }))
  const stage = await openStage(receiver)
  const { app } = dashboard
  const deliveryId = await publishFailing(stage)
  // It stays as it is set from here on; no other test follows.
  await dashboard.closeWorker()
  const due = (time: Date) =>
    rows(app, `update deliveries set next_attempt_at = ? where id = ? returning 1`, [time, deliveryId])
  const page = await dashboard.signIn(stage.client)
  await page.goto(`${dashboard.base}/o/${stage.id}/deliveries?delivery=${deliveryId}`)
  const line = page.locator('[data-delivery]')
  await due(new Date(Date.now() + 600_000))
  await line.getByText(/^in /).waitFor()

  await makeFailing(app, stage.webhookId, { hours: 1 })
  await due(new Date(Date.now() - 60_000))
  await line.getByText('held: webhook failing').waitFor()
  await page.reload()
  await page.getByTestId('delivery-panel').getByText('Held: its webhook has been failing since').waitFor()

  await setHealth(app, stage.webhookId, { failing_since: null, quiet_until: new Date(Date.now() + 600_000) })
  await line.getByText('held: receiver’s pause').waitFor()
  await page.reload()
  await page.getByTestId('delivery-panel').getByText('Held: its receiver asked for it').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})
