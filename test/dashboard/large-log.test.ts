import { expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { openReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { eventually } from '../support/eventually.ts'
import { openDashboard, rows } from './support/dashboard.ts'

const ROWS = 10_000

const FRAMES = 120

/** Rows on the page at once, whatever the log's length: those in view, and some above and below. */
const ROWS_ON_PAGE = 80

test(`of ${ROWS} rows those in view are on the page, and a reader in the middle of them is not moved by new ones`, async () => {
  await using dashboard = await openDashboard({ REQUESTS_PER_MINUTE: '10000' })
  await using receiver = await openReceiver()
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'thing.done')
  const webhook = await createWebhook(client, { url: `${receiver.url}/a`, eventTypes: ['thing.done'] })
  await publish(client, 'thing.done', { n: 0 })
  const { database } = dashboard.app
  await eventually(async () => (await sql<object>(database)`select 1 from attempts`).length === 1)
  await sql(database)`
    insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body_truncated, total_ms, decision, started_at, finished_at)
    select organization_id, webhook_id, delivery_id, event_type, n, trigger, outcome, status_code, response_headers,
      false, n % 90 + 1, decision, now() - n * interval '1 second', now() - n * interval '1 second'
    from attempts, generate_series(2, ${ROWS}) n`

  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhook.id}`)
  await rows(page).first().waitFor()
  const scroll = page.locator('.log-scroll')
  // Down to the end: older rows are read on the way.
  await expect
    .poll(
      () =>
        scroll.evaluate((element) => (element.scrollTo({ top: element.scrollHeight }), element.scrollHeight)),
      { timeout: 120_000, interval: 50 },
    )
    .toBe(ROWS * 40)
  expect(await rows(page).count()).toBeLessThan(ROWS_ON_PAGE)

  const thread = await page.context().newCDPSession(page)
  await thread.send('Performance.enable', { timeDomain: 'threadTicks' })
  const workMs = async () => {
    const { metrics } = await thread.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
  const before = await workMs()
  const most = await scroll.evaluate(async (element, frames) => {
    element.scrollTop = 40_000
    let rowsOnPage = 0
    for (let frame = 0; frame < frames; frame += 1) {
      element.scrollTop += 400 // as fast as a hard flick of the wheel
      await new Promise(requestAnimationFrame)
      rowsOnPage = Math.max(rowsOnPage, element.querySelectorAll('[data-attempt]').length)
    }
    return rowsOnPage
  }, FRAMES)
  const perFrame = ((await workMs()) - before) / FRAMES
  console.log(
    `Scrolling ${ROWS} rows by 10 rows a frame: ${perFrame.toFixed(1)} ms of the page's thread a frame.`,
  )
  expect(most).toBeGreaterThan(10)
  expect(most).toBeLessThan(ROWS_ON_PAGE)

  await scroll.evaluate((element) => void (element.scrollTop = 4_000))
  // The rows of the place before stand on the page until those of this one are drawn.
  await expect
    .poll(() =>
      scroll.evaluate((element) => {
        const view = element.getBoundingClientRect()
        const row = element.querySelectorAll('[data-attempt]')[15]?.getBoundingClientRect()
        return row !== undefined && row.top >= view.top && row.bottom <= view.bottom
      }),
    )
    .toBe(true)
  const placeOf = (attempt: string) =>
    page.locator(`[data-attempt="${attempt}"]`).evaluate((row) => row.getBoundingClientRect().top)
  const read = (await rows(page).nth(15).getAttribute('data-attempt'))!
  const placeBefore = await placeOf(read)
  await publish(client, 'thing.done', { n: 1 })
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(Math.abs((await placeOf(read)) - placeBefore)).toBeLessThan(2)
  await page.getByRole('button', { name: '1 new' }).click()
  await expect.poll(() => scroll.evaluate((element) => element.scrollTop)).toBe(0)
})

test('rows are reached, opened and left with the keyboard', async () => {
  await using dashboard = await openDashboard()
  await using receiver = await openReceiver()
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'thing.done')
  const webhook = await createWebhook(client, { url: `${receiver.url}/a`, eventTypes: ['thing.done'] })
  for (let n = 0; n < 3; n += 1) await publish(client, 'thing.done', { n })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhook.id}`)
  await expect.poll(() => rows(page).count()).toBe(3)
  await page.getByLabel('Text').focus()
  const ids = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-attempt')))
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-attempt'))
  await expect
    .poll(async () => {
      await page.keyboard.press('Tab')
      return focused()
    })
    .toBe(ids[0])
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe(ids[1])
  await page.keyboard.press('Enter')
  await page.getByTestId('delivery-panel').waitFor()
  expect(page.url()).toContain(encodeURIComponent(ids[1]!))
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByTestId('delivery-panel').count()).toBe(0)
})
