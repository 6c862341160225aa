import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish, readDelivery } from '../support/webhooks.ts'
import { openDashboard, rowOf, rows, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
let receiver: TestReceiver
beforeAll(async () => {
  dashboard = await openDashboard()
  receiver = await openReceiver(({ body }) => ({ status: body.includes('"bad"') ? 500 : 200 }))
})
afterAll(async () => {
  await receiver.close()
  await dashboard[Symbol.asyncDispose]()
})

/** A webhook with one delivery that failed and two that came through, gone to from the list of webhooks. */
async function openLog(width: number): Promise<{ page: Page; url: string }> {
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'thing.done')
  await createEventType(client, 'thing.begun')
  const eventTypes = ['thing.begun', 'thing.done']
  const retryPolicy = { delays: [600] }
  const webhook = await createWebhook(client, { url: `${receiver.url}/a`, eventTypes, retryPolicy })
  const failed = await publish(client, 'thing.done', 'bad')
  await publish(client, 'thing.done', 'good')
  await publish(client, 'thing.begun', 'good')
  const [delivery] = await deliveriesOf(client, failed)
  // Not tried again in the middle of the test.
  await eventually(async () => (await readDelivery(client, delivery.id)).nextAttemptAt)
  await client.request(`mutation ($id: ID!) { cancelDelivery(id: $id) { userErrors { code } } }`, {
    id: delivery.id,
  })
  const page = await dashboard.signIn(client, {}, { viewport: { width, height: 800 } })
  await page.goto(`${dashboard.base}/o/${id}/webhooks`)
  await page.getByRole('table').getByRole('link').first().click()
  await expect.poll(() => rows(page).count()).toBe(3)
  return { page, url: `${dashboard.base}/o/${id}/webhooks/${webhook.id}` }
}

const panelOf = (page: Page) => page.getByTestId('delivery-panel')

test.each([1280, 768, 390])(
  '%i pixels wide: Back closes the delivery and stays in the webhook, Forward, reload and a link open it again',
  async (width) => {
    const { page, url } = await openLog(width)
    await rows(page).first().click()
    await panelOf(page).waitFor()
    const opened = page.url()
    await page.goBack()
    await expect.poll(() => panelOf(page).count()).toBe(0)
    expect(page.url()).toBe(url)
    await page.goForward()
    await panelOf(page).waitFor()
    await page.getByRole('button', { name: 'Close the delivery' }).click()
    await expect.poll(() => panelOf(page).count()).toBe(0)
    await page.goForward()
    await panelOf(page).waitFor()
    await page.reload()
    await panelOf(page).getByText('Response headers').waitFor()
    await page.goBack()
    await expect.poll(() => page.url()).toBe(url)
    await page.goBack()
    await page.getByRole('heading', { name: 'Webhooks' }).waitFor()

    const linked = await page.context().newPage()
    await linked.goto(opened)
    await panelOf(linked).getByText('Response headers').waitFor()
    // Nothing to go back to: closing it stays where it is.
    await linked.getByRole('button', { name: 'Close the delivery' }).click()
    await expect.poll(() => panelOf(linked).count()).toBe(0)
    expect(linked.url()).toBe(url)
    await page.context().close()
  },
)

test('closing, by button or Escape, leaves no entry behind; from one delivery to the next is one step', async () => {
  const { page, url } = await openLog(1280)
  const ids = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-attempt')!))
  for (const close of [
    () => page.getByRole('button', { name: 'Close the delivery' }).click(),
    () => rowOf(page, ids[1]!).press('Escape'),
    () => rowOf(page, ids[1]!).click(),
  ]) {
    await rowOf(page, ids[0]!).click()
    await panelOf(page).waitFor()
    await rowOf(page, ids[1]!).click()
    await expect.poll(() => page.url()).toContain(encodeURIComponent(ids[1]!))
    await close()
    await expect.poll(() => panelOf(page).count()).toBe(0)
    expect(page.url()).toBe(url)
  }
  await page.goBack()
  await page.getByRole('heading', { name: 'Webhooks' }).waitFor()
  await page.context().close()
})

test('filters are in the URL: they survive a reload, Back from elsewhere and opening a delivery, and can be sent on', async () => {
  const { page } = await openLog(1280)
  await page.getByLabel('Status').selectOption('SUCCEEDED')
  await page.getByLabel('Event type').selectOption('thing.done')
  await page.getByLabel('Text').fill('200')
  await page.getByLabel('Time', { exact: true }).selectOption('60')
  await expect.poll(() => rows(page).count()).toBe(1)
  await expect.poll(() => new URL(page.url()).searchParams.get('text')).toBe('200')
  const holds = async (where: Page) => {
    await expect.poll(() => rows(where).count()).toBe(1)
    expect(await where.getByLabel('Status').inputValue()).toBe('SUCCEEDED')
    expect(await where.getByLabel('Event type').inputValue()).toBe('thing.done')
    expect(await where.getByLabel('Time', { exact: true }).inputValue()).toBe('60')
    expect(await where.getByLabel('Text').inputValue()).toBe('200')
  }
  await page.reload()
  await holds(page)
  await rows(page).first().click()
  await panelOf(page).waitFor()
  await holds(page)
  await page.goBack()
  await expect.poll(() => panelOf(page).count()).toBe(0)
  await holds(page)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('heading', { name: 'Signing secret' }).waitFor()
  await page.goBack()
  await holds(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await holds(other)
  await other.getByRole('button', { name: 'Clear' }).click()
  await expect.poll(() => rows(other).count()).toBe(3)
  expect(new URL(other.url()).search).toBe('')
  await page.context().close()
})

test('a time of one’s own stands in the URL as instants, and what makes no sense there filters nothing', async () => {
  const { page, url } = await openLog(1280)
  await page.getByLabel('Time', { exact: true }).selectOption('custom')
  await page.getByLabel('From').fill('2026-01-02T03:04')
  await expect
    .poll(() => new URL(page.url()).searchParams.get('from'))
    .toBe(await page.evaluate(() => new Date('2026-01-02T03:04').toISOString()))
  await page.reload()
  expect(await page.getByLabel('From').inputValue()).toBe('2026-01-02T03:04')
  await expect.poll(() => rows(page).count()).toBe(3)
  await page.getByLabel('To').fill('2026-01-03T03:04')
  await page.getByText('Nothing matches').waitFor()

  await page.goto(`${url}?status=NONSENSE&time=-5&from=yesterday&to=%00`)
  await expect.poll(() => rows(page).count()).toBe(3)
  await page.goto(`${url}?attempt=wd_nothing`)
  await page.getByText('It is not here').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})
