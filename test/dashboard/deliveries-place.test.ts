import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { askReplay, writeEnded } from '../replay/stage.ts'
import type { TestClient } from '../support/client.ts'
import { openReceiver, type Answer, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish, readDelivery } from '../support/webhooks.ts'
import { openDashboard, rows, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const TYPE = 'thing.happened'

interface Stage extends AsyncDisposable {
  id: string
  client: TestClient
  webhookId: string
  receiver: TestReceiver
  /** What the receiver answers from now on; 200 at first. */
  answer: { now: Answer | Promise<Answer> }
  page: Page
  url: string
  /** Writes deliveries that ended. */
  write(count: number, more?: Parameters<typeof writeEnded>[4]): Promise<string[]>
}

/** An organization with a webhook, and a page of it. */
async function openStage(): Promise<Stage> {
  const answer: Stage['answer'] = { now: { status: 200 } }
  const receiver = await openReceiver(() => answer.now)
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, TYPE)
  const webhook = await createWebhook(client, { url: `${receiver.url}/a`, eventTypes: [TYPE] })
  // Older than what is written as if it were.
  await sql(dashboard.app.database)`
    update organizations set created_at = now() - interval '10 days' where id = ${id}`
  const page = await dashboard.signIn(client)
  return {
    id,
    client,
    webhookId: webhook.id,
    receiver,
    answer,
    page,
    url: `${dashboard.base}/o/${id}/deliveries`,
    write: (count, more) => writeEnded(dashboard.app, id, webhook.id, count, more),
    async [Symbol.asyncDispose]() {
      await page.context().close()
      await receiver.close()
    },
  }
}

const rowsOf = (page: Page) => page.locator('[data-delivery]')
const idsOf = (page: Page) =>
  rowsOf(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-delivery')!))
const card = (page: Page) => page.locator('[data-replay]')

/** Opens a filter with several values and chooses one of them. */
async function choose(page: Page, label: string, value: string): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`^${label}`) })
  await button.click()
  await page.getByRole('group', { name: label }).getByRole('checkbox', { name: value }).check()
  await page.keyboard.press('Escape')
}

test('deliveries are found by status, code, error, type, webhook, text and time; the filters are in the URL', async () => {
  await using stage = await openStage()
  const { page, url, client, webhookId, receiver } = stage
  await createEventType(client, 'thing.else')
  await stage.write(3)
  await stage.write(2, { statusCode: 503 })
  await stage.write(2, { statusCode: null, errorKind: 'TIMEOUT_RESPONSE' })
  await stage.write(1, { status: 'SKIPPED', statusCode: null, errorKind: null })
  await stage.write(4, { status: 'SUCCEEDED', statusCode: 200, errorKind: null, type: 'thing.else' })
  const other = await createWebhook(client, { url: `${receiver.url}/other`, eventTypes: [TYPE] })
  const event = await publish(client, TYPE, { to: 'ada@example.com' })
  await expect.poll(async () => (await deliveriesOf(client, event)).length).toBe(2)

  await page.goto(url)
  await expect.poll(() => rowsOf(page).count()).toBe(14)
  await choose(page, 'Statuses', 'Failed')
  await expect.poll(() => rowsOf(page).count()).toBe(7)
  await page.getByLabel('Status codes').fill('503')
  await expect.poll(() => rowsOf(page).count()).toBe(2)
  expect(await rowsOf(page).first().textContent()).toContain('503')
  await page.getByLabel('Status codes').fill('500, 503')
  await expect.poll(() => rowsOf(page).count()).toBe(5)
  await page.getByLabel('Status codes').fill('')
  await choose(page, 'Errors', 'Timeout of the response')
  await expect.poll(() => rowsOf(page).count()).toBe(2)
  await page.reload()
  await expect.poll(() => rowsOf(page).count()).toBe(2)
  expect(new URL(page.url()).search).toBe('?status=FAILED&error=TIMEOUT_RESPONSE')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => rowsOf(page).count()).toBe(14)

  await choose(page, 'Event types', 'thing.else')
  await expect.poll(() => rowsOf(page).count()).toBe(4)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await choose(page, 'Statuses', 'Skipped')
  await expect.poll(() => rowsOf(page).count()).toBe(1)
  await rowsOf(page).getByText('Skipped', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByLabel('Webhook').selectOption(other.id)
  await expect.poll(() => rowsOf(page).count()).toBe(1)
  await page.getByLabel('Webhook').selectOption(webhookId)
  await expect.poll(() => rowsOf(page).count()).toBe(13)
  await page.getByLabel('Text').fill('ada@example.com')
  await expect.poll(() => rowsOf(page).count()).toBe(1)
  await page.getByLabel('Time', { exact: true }).selectOption('15')
  await expect.poll(() => new URL(page.url()).searchParams.get('time')).toBe('15')
  await page.reload()
  await expect.poll(() => rowsOf(page).count()).toBe(1)
  // A replay does not look for text, and the page says so.
  expect(await page.getByRole('button', { name: 'Resend all that match …' }).isDisabled()).toBe(true)
  await page.getByText('clear the text').waitFor()
  expect(dashboard.faults).toEqual([])
})

test('deliveries are read in both directions, and what is open closes with Back', async () => {
  await using stage = await openStage()
  const { page, url } = stage
  const written = await stage.write(120)
  await page.goto(url)
  await expect.poll(() => rowsOf(page).count()).toBe(50)
  const newest = await idsOf(page)
  expect(newest).toEqual(written.toReversed().slice(0, 50))
  await page.getByRole('button', { name: 'Older' }).click()
  await expect.poll(() => idsOf(page)).toEqual(written.toReversed().slice(50, 100))
  await page.getByRole('button', { name: 'Older' }).click()
  await expect.poll(() => rowsOf(page).count()).toBe(20)
  await page.reload()
  await expect.poll(() => idsOf(page)).toEqual(written.toReversed().slice(100))
  await rowsOf(page).first().getByRole('button').click()
  const panel = page.getByTestId('delivery-panel')
  await panel.getByText('It failed.').waitFor()
  await page.goBack()
  await expect.poll(() => panel.count()).toBe(0)
  await page.getByRole('button', { name: 'Newer' }).click()
  await page.getByRole('button', { name: 'Newer' }).click()
  await expect.poll(() => idsOf(page)).toEqual(newest)
  expect(dashboard.faults).toEqual([])
})

test('the selected are sent again, on several pages, and the page says what came of each', async () => {
  await using stage = await openStage()
  const { page, url, receiver, client } = stage
  const written = await stage.write(60)
  await page.goto(url)
  await expect.poll(() => rowsOf(page).count()).toBe(50)
  expect(await page.getByRole('button', { name: 'Resend selected' }).isDisabled()).toBe(true)
  await page.getByLabel(`Select ${TYPE}, ${written[59]}`).check()
  await page.getByLabel(`Select ${TYPE}, ${written[58]}`).check()
  await page.getByRole('button', { name: 'Older' }).click()
  await expect.poll(() => rowsOf(page).count()).toBe(10)
  await page.getByLabel('Select all on this page').check()
  await page.getByRole('button', { name: 'Resend 12 selected' }).click()
  await page.getByTestId('resent').getByText('12 of 12 are sent again').waitFor()
  await expect.poll(() => receiver.received.length).toBe(12)
  await expect.poll(() => rowsOf(page).getByText('Delivered').count()).toBe(10)
  expect((await readDelivery(client, written[59]!)).attemptCount).toBe(2)
  expect((await readDelivery(client, written[57]!)).attemptCount).toBe(1)

  // What can't be sent again is said, and stays selected.
  await client.request(`mutation ($id: ID!) { disableWebhook(id: $id) { userErrors { code } } }`, {
    id: stage.webhookId,
  })
  await page.getByLabel(`Select ${TYPE}, ${written[0]}`).check()
  await page.getByLabel(`Select ${TYPE}, ${written[1]}`).check()
  await page.getByRole('button', { name: 'Resend 2 selected' }).click()
  await page.getByTestId('resent').getByText('0 of 2 are sent again').waitFor()
  await page
    .getByTestId('resent')
    .getByText(/^2 times: .*disabled/i)
    .waitFor()
  await page.getByRole('button', { name: 'Resend 2 selected' }).waitFor()
  expect(dashboard.faults).toEqual([])
})

test('who leaves while the selected are sent again is told how many were', async () => {
  await using stage = await openStage()
  const { page, url, receiver } = stage
  await stage.write(12)
  await page.goto(url)
  await expect.poll(() => rowsOf(page).count()).toBe(12)
  const gate = Promise.withResolvers<void>()
  let asked = 0
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('retryDelivery')) {
      asked += 1
      await gate.promise
    }
    await route.continue()
  })
  await page.getByLabel('Select all on this page').check()
  await page.getByRole('button', { name: 'Resend 12 selected' }).click()
  await expect.poll(() => asked).toBe(4)
  await page.getByRole('link', { name: 'Replays' }).click()
  await page.getByText('No replays yet').waitFor()
  gate.resolve()
  await page.getByText('4 of 12 are sent again.').waitFor({ state: 'attached' })
  await expect.poll(() => receiver.received.length).toBe(4)
  expect(asked).toBe(4)
  expect(dashboard.faults).toEqual([])
})

test('all that match: the figures first, then a progress bar that lives through a reload, pause, rate and resume', async () => {
  await using stage = await openStage()
  const { page, url, receiver } = stage
  await stage.write(120, { ageMs: 3 * 86_400_000 })
  await stage.write(30, { statusCode: 503 })
  await stage.write(5, { status: 'SUCCEEDED', statusCode: 200, errorKind: null })
  await page.goto(url)
  await choose(page, 'Statuses', 'Failed')
  await page.getByRole('button', { name: 'Resend all that match …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Resend 150' }).waitFor()
  const plan = dialog.getByTestId('plan')
  expect(await plan.textContent()).toContain('150')
  await plan.getByText('15 s').waitFor() // 150 at 10 a second
  await dialog.getByLabel('A second').fill('5')
  await plan.getByText('30 s').waitFor()
  await dialog.getByLabel('A second').fill('0')
  await dialog.getByText('From 1 to 1,000.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Resend' }).isDisabled()).toBe(true)
  await dialog.getByLabel('A second').fill('2') // it is not over before it is paused
  await dialog.getByRole('button', { name: 'Resend 150' }).click()

  const bar = card(page).getByRole('progressbar')
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  await card(page).getByRole('button', { name: 'Pause' }).click()
  await card(page).getByText('Paused').waitFor()
  await page.reload()
  await card(page).getByText('Paused').waitFor()
  expect(await card(page).count()).toBe(1)
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuemax'))).toBe(150)
  const paused = Number(await bar.getAttribute('aria-valuenow'))
  expect(paused).toBeGreaterThan(0)
  expect(paused).toBeLessThan(150)

  // Without the URL it is found through the list, here and among the replays.
  await page.goto(url)
  await card(page).getByText('Paused').waitFor()
  await page.getByRole('link', { name: 'Replays' }).click()
  await card(page).getByText('Paused').waitFor()
  expect(await card(page).count()).toBe(1)
  await card(page).getByLabel('Deliveries a second').fill('100')
  await card(page).getByRole('button', { name: 'Set' }).click()
  await page.getByRole('link', { name: 'Search' }).click()
  await card(page).getByRole('button', { name: 'Resume' }).click()
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBe(150)
  // Who watched it sees how it ended.
  await card(page).getByText('Completed').waitFor()
  await page.getByRole('link', { name: 'Replays' }).click()
  await card(page).getByText('Completed').waitFor()
  await card(page).getByText('150 delivered').waitFor()
  expect(receiver.received.length).toBe(150)
  expect(dashboard.faults).toEqual([])
})

test('a replay is canceled after a question, and what it had put back is as before', async () => {
  await using stage = await openStage()
  const { page, url } = stage
  await stage.write(200)
  await page.goto(`${url}?code=500`)
  await page.getByRole('button', { name: 'Resend all that match …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('A second').fill('2')
  await dialog.getByRole('button', { name: 'Resend 200' }).click()
  await card(page).getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  await card(page).getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'Cancel the replay' }).click()
  await card(page).getByText('Canceled').waitFor()
  // It stays until it is put away, also over a reload.
  await page.reload()
  await card(page).getByText('Canceled').waitFor()
  expect(new URL(page.url()).searchParams.get('code')).toBe('500')
  await card(page).getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => card(page).count()).toBe(0)
  expect(new URL(page.url()).search).toBe('?code=500')
  expect(dashboard.faults).toEqual([])
})

test('a canceled replay says what was given back, and follows what is under way to its end', async () => {
  await using stage = await openStage()
  const { page, url, receiver, client, webhookId } = stage
  // The receiver answers when the page has been looked at, so attempts may take as long as they can.
  await client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
    { input: { id: webhookId, retryPolicy: { timeoutMs: 30_000 } } },
  )
  const gate = Promise.withResolvers<Answer>()
  stage.answer.now = gate.promise
  await stage.write(60)
  await askReplay(client, { webhookId, ratePerSecond: 100 })
  await page.goto(`${url}/replays`)
  const figures = card(page).getByTestId('replay-figures')
  await figures.getByText('60 being sent').waitFor()
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0)
  await card(page).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the replay' }).click()
  await card(page).getByText('Canceled').waitFor()
  await figures.getByText('given back').waitFor()
  expect(await figures.textContent()).not.toContain('being sent')
  await page.reload()
  await figures.getByText('left under way').waitFor()
  gate.resolve({ status: 200 })
  await expect.poll(() => figures.textContent()).not.toContain('under way')
  const [{ delivered, givenBack }] = (await client.request(`{ replays { nodes { delivered givenBack } } }`))
    .replays.nodes
  expect(delivered + givenBack).toBe(60)
  expect(await figures.textContent()).toBe(
    `${delivered} of 60·${delivered} delivered·${givenBack} given back`,
  )
  expect(dashboard.faults).toEqual([])
})

test('the log of all webhooks: live, filtered, and a delivery says which webhook it is to', async () => {
  await using stage = await openStage()
  const { page, url, client, receiver } = stage
  await createWebhook(client, { url: `${receiver.url}/second`, eventTypes: [TYPE] })
  await publish(client, TYPE, { n: 1 })
  await page.goto(`${url}/log`)
  await expect.poll(() => rows(page).count()).toBe(2)
  await page.getByText(/The log is kept for \d+ days\./).waitFor()
  await page.getByTestId('connection').getByText('Live').waitFor()
  await publish(client, TYPE, { n: 2 })
  await expect.poll(() => rows(page).count()).toBe(4)
  await expect.poll(() => rows(page).getByText('/second').count()).toBe(2)
  for (const row of await rows(page).all()) await row.getByText('delivered').waitFor()
  await rows(page).filter({ hasText: '/second' }).first().click()
  await page.getByTestId('delivery-panel').getByRole('link', { name: '/second' }).waitFor()
  await page.reload()
  await page.getByTestId('delivery-panel').getByRole('link', { name: '/second' }).click()
  await page.getByRole('heading', { name: '/second' }).waitFor()
  expect(dashboard.faults).toEqual([])
})

test('who only reads is offered neither boxes nor resending', async () => {
  await using stage = await openStage()
  await stage.write(3)
  await askReplay(stage.client, { ratePerSecond: 1, statuses: ['SUCCEEDED'], webhookId: stage.webhookId })
  const page = await dashboard.signIn(stage.client, { readOnly: true })
  await page.goto(`${stage.url}/replays`)
  await card(page).getByText('Completed').waitFor()
  expect(await card(page).getByRole('button').count()).toBe(0)
  await page.goto(stage.url)
  await expect.poll(() => rowsOf(page).count()).toBe(3)
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('button', { name: /resend/i }).count()).toBe(0)
  await page.context().close()
})
