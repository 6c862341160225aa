import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { openReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

test('"Needs attention" does not say that nothing does beside attempts that failed, and names a webhook that is paused', async () => {
  await using receiver = await openReceiver(() => ({ status: 500 }))
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const webhook = await createWebhook(client, {
    url: `${receiver.url}/fails`,
    eventTypes: ['a.b'],
    retryPolicy: { delays: [600] }, // three attempts, and no fourth
  })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}`)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByText('Nothing does.', { exact: true }).waitFor()
  await page.getByTestId('connection').getByText('Live').waitFor()
  for (let index = 0; index < 3; index += 1) await publish(client, 'a.b', {})
  // If the page began to follow too late for all three, it reads them after 30 seconds.
  await page
    .getByRole('region', { name: 'Failed attempts' })
    .getByText('3 of 3 failed')
    .waitFor({ timeout: 60_000 })
  await attention.getByText('Nothing does yet: what failed is tried again.').waitFor()
  await client.request(
    `mutation ($id: ID!) { pauseWebhook(id: $id) { webhook { status } userErrors { code } } }`,
    { id: webhook.id },
  )
  await page.reload()
  await attention.getByRole('link', { name: 'A webhook is paused' }).waitFor()
  expect(await attention.getByText(/nothing does/i).count()).toBe(0)
  expect(dashboard.faults).toEqual([])
})

test('tags of the event types stand in one line, whatever the names and descriptions are', async () => {
  const { id, client } = await dashboard.app.organization()
  for (const name of ['a', 'invoice.payment_succeeded_after_a_very_long_time', 'order.paid'])
    await createEventType(client, name)
  const page = await dashboard.signIn(client, { rights: ['EVENT_TYPES'] })
  await page.goto(`${dashboard.base}/o/${id}/event-types`)
  const tags = page.locator('.event-types .tag')
  await tags.nth(2).waitFor()
  const rights = await tags.evaluateAll((all) => all.map((tag) => tag.getBoundingClientRect().right))
  expect(new Set(rights).size).toBe(1)
})

test('figures in a column are under each other: digits are equally wide, and numbers end where their column does', async () => {
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  for (const path of ['one', 'two'])
    await createWebhook(client, { url: `${dashboard.receiver.url}/${path}`, eventTypes: ['a.b'] })
  for (let index = 0; index < 11; index += 1) await publish(client, 'a.b', { index })
  // What is still to be delivered would change the columns while they are measured.
  const delivered = () => sql<object>(dashboard.app.database)`
    select 1 from deliveries where organization_id = ${id} and status = 'SUCCEEDED'`
  await expect.poll(async () => (await delivered()).length).toBe(22)
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/deliveries`)
  await page.locator('[data-delivery]').nth(10).waitFor()
  const widths = await page
    .locator('[data-delivery]')
    .first()
    .locator('td')
    .last()
    .evaluate((cell) => {
      const probe = cell.appendChild(document.createElement('span'))
      return Array.from('0123456789', (digit) => {
        probe.textContent = digit.repeat(20)
        return Math.round(probe.getBoundingClientRect().width)
      })
    })
  expect(new Set(widths).size).toBe(1)
  const column = page.getByRole('columnheader', { name: 'Attempts' })
  const end = await column.evaluate((head) => {
    const range = document.createRange()
    range.selectNodeContents(head)
    return Math.round(range.getBoundingClientRect().right)
  })
  const index = await column.evaluate((head) => (head as HTMLTableCellElement).cellIndex)
  const ends = await page.locator('[data-delivery]').evaluateAll(
    (lines, at) =>
      lines.map((line) => {
        const range = document.createRange()
        range.selectNodeContents((line as HTMLTableRowElement).cells[at]!)
        return Math.round(range.getBoundingClientRect().right)
      }),
    index,
  )
  expect(new Set([end, ...ends])).toEqual(new Set([end]))
})

test('the time that a chart shows is in the URL: a reload and a shared link keep it, and the log keeps its filter', async () => {
  const { id, client } = await dashboard.app.organization()
  const page = await dashboard.signIn(client)
  for (const place of ['', '/deliveries/log?event=a.b']) {
    await page.goto(`${dashboard.base}/o/${id}${place}`)
    const day = page.getByRole('button', { name: '24 h' })
    await day.click()
    await expect.poll(() => page.url()).toContain('minutes=1440')
    await page.reload()
    await expect.poll(() => day.getAttribute('aria-pressed')).toBe('true')
    if (place) expect(page.url()).toContain('event=a.b')
  }
  expect(dashboard.faults).toEqual([])
})
