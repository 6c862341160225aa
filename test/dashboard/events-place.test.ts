import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { accepted, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

interface Stage {
  id: string
  apiKey: string
  client: TestClient
  url: string
}

/** An organization with a webhook for both of its types. */
async function openStage(): Promise<Stage> {
  const { id, apiKey, client } = await dashboard.app.organization()
  const eventTypes = ['thing.begun', 'thing.done']
  for (const type of eventTypes) await createEventType(client, type)
  await createWebhook(client, { url: `${dashboard.receiver.url}/a`, eventTypes })
  return { id, apiKey, client, url: `${dashboard.base}/o/${id}/events` }
}

/** Publishes so many events, `n` in their data; the last is the newest. */
async function publishMany(client: TestClient, count: number, type: string): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    type,
    data: { n, to: `person${n}@example.com` },
  }))
  accepted(
    await client.request(
      `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { userErrors { code message } } }`,
      { events },
    ),
  )
}

/** Signs in with the key itself, as one of the product's team does. */
async function signInWithKey(apiKey: string): Promise<Page> {
  const page = await dashboard.browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('pageerror', (error) => dashboard.faults.push(error.message))
  await page.goto(dashboard.base)
  await page.getByLabel('API key').fill(apiKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  return page
}

const rowsOf = (page: Page) => page.locator('[data-event]')
const idsOf = (page: Page) =>
  rowsOf(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-event')!))

test('events are read in both directions, the newest first, and reload and Back keep the page', async () => {
  const { client, url } = await openStage()
  await publishMany(client, 60, 'thing.done')
  const page = await dashboard.signIn(client)
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  await expect.poll(() => rowsOf(page).count()).toBe(25)
  const newest = await idsOf(page)
  expect(newest).toEqual(newest.toSorted().reverse())
  expect(await page.getByRole('button', { name: 'Newer' }).isDisabled()).toBe(true)

  await page.getByRole('button', { name: 'Older' }).click()
  await expect.poll(async () => (await idsOf(page))[0] === newest[0]).toBe(false)
  const middle = await idsOf(page)
  await page.getByRole('button', { name: 'Older' }).click()
  await expect.poll(() => rowsOf(page).count()).toBe(10)
  const oldest = await idsOf(page)
  expect(new Set([...newest, ...middle, ...oldest]).size).toBe(60)
  expect(await page.getByRole('button', { name: 'Older' }).isDisabled()).toBe(true)

  await page.reload()
  await expect.poll(() => idsOf(page)).toEqual(oldest)
  await page.getByRole('button', { name: 'Newer' }).click()
  await expect.poll(() => idsOf(page)).toEqual(middle)
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click()
  await page.getByRole('heading', { name: 'Deliveries' }).waitFor()
  await page.goBack()
  await expect.poll(() => idsOf(page)).toEqual(middle)
  await page.getByRole('button', { name: 'Newer' }).click()
  await expect.poll(() => idsOf(page)).toEqual(newest)
  await page.getByRole('button', { name: 'Newest' }).click()
  await expect.poll(() => page.url()).toBe(url)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('events are found by text, id, key, type and time; the filters are in the URL', async () => {
  const { client, url } = await openStage()
  await publishMany(client, 30, 'thing.done')
  const keyed = await publish(client, 'thing.begun', { n: 1 }, { idempotencyKey: 'order-77' })
  const page = await dashboard.signIn(client)
  await page.goto(url)
  await expect.poll(() => rowsOf(page).count()).toBe(25)
  const text = page.getByLabel('Text')
  for (const [typed, found] of [
    ['person7@example.com', 1],
    [keyed, 1],
    ['order-77', 1],
    ['nobody@example.com', 0],
  ] as const) {
    await text.fill(typed)
    await expect.poll(() => new URL(page.url()).searchParams.get('text')).toBe(typed)
    if (found === 0) await page.getByText('Nothing matches').waitFor()
    else await expect.poll(() => rowsOf(page).count()).toBe(found)
  }
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect.poll(() => page.url()).toBe(url)

  const types = page.getByRole('button', { name: /^Event types/ })
  await types.click()
  await page.getByRole('checkbox', { name: 'thing.begun' }).check()
  await page.keyboard.press('Escape')
  expect(await types.getAttribute('aria-expanded')).toBe('false')
  expect(await types.evaluate((button) => button === document.activeElement)).toBe(true)
  await expect.poll(() => rowsOf(page).count()).toBe(1)
  await page.getByLabel('Time', { exact: true }).selectOption('60')
  await page.reload()
  await expect.poll(() => idsOf(page)).toEqual([keyed])
  expect(new URL(page.url()).search).toBe('?type=thing.begun&time=60')
  expect(await rowsOf(page).first().textContent()).toContain('order-77')

  await page.goto(`${url}?text=%00&time=-3&from=yesterday&after=nonsense`)
  await page.getByText('This could not be loaded').waitFor()
  await page.context().close()
})

test('an event opens with its data and its deliveries, and Back closes it', async () => {
  const { id, client, url } = await openStage()
  const event = await publish(client, 'thing.done', { to: 'ada@example.com' })
  const [delivery] = await deliveriesOf(client, event)
  const page = await dashboard.signIn(client)
  await page.goto(url)
  await rowsOf(page).getByRole('button', { name: 'thing.done' }).click()
  const panel = page.getByTestId('event-panel')
  await panel.getByText('ada@example.com').waitFor()
  await page.reload()
  await panel.getByText('ada@example.com').waitFor()
  await page.goBack()
  await expect.poll(() => panel.count()).toBe(0)
  expect(page.url()).toBe(url)
  await page.goForward()
  await panel.getByRole('link', { name: /\/a$/ }).click()
  await page.getByTestId('delivery-panel').getByText(delivery.id).waitFor()
  expect(page.url()).toBe(`${dashboard.base}/o/${id}/deliveries?delivery=${delivery.id}`)
  await page.getByTestId('delivery-panel').getByRole('link', { name: event }).click()
  await panel.getByText('ada@example.com').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('erasing takes a typed confirmation; a customer is not offered it, nor who only reads', async () => {
  const { apiKey, client, url } = await openStage()
  const event = await publish(client, 'thing.done', { to: 'grace@example.com' })
  for (const input of [{}, { readOnly: true }]) {
    const page = await dashboard.signIn(client, input)
    await page.goto(`${url}?event=${event}`)
    await page.getByTestId('event-panel').getByText('grace@example.com').waitFor()
    expect(await page.getByRole('button', { name: 'Erase' }).count()).toBe(0)
    await page.context().close()
  }
  const page = await signInWithKey(apiKey)
  await page.goto(`${url}?event=${event}`)
  const panel = page.getByTestId('event-panel')
  await panel.getByText('grace@example.com').waitFor()
  await panel.getByRole('button', { name: 'Erase …' }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: 'Erase for good' })
  expect(await confirm.isDisabled()).toBe(true)
  await dialog.getByLabel('To confirm').fill('erase')
  await page.keyboard.press('Enter')
  expect(await confirm.isDisabled()).toBe(true)
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await expect.poll(() => dialog.count()).toBe(0)
  await panel.getByText('grace@example.com').waitFor()

  await panel.getByRole('button', { name: 'Erase …' }).click()
  await dialog.getByLabel('To confirm').fill(event.slice(-6))
  await page.keyboard.press('Enter')
  await panel.getByText('It was erased at').waitFor()
  expect(await panel.getByText('grace@example.com').count()).toBe(0)
  expect(await panel.getByRole('button', { name: 'Erase …' }).count()).toBe(0)
  await expect.poll(() => rowsOf(page).first().getByText('erased').count()).toBe(1)
  const { event: erased } = await client.request(`query ($id: ID!) { event(id: $id) { data erasedAt } }`, {
    id: event,
  })
  expect(erased.data).toBeNull()
  expect(erased.erasedAt).not.toBeNull()
  expect(dashboard.faults).toEqual([])
  await page.close()
})

test('data that is no longer kept is said to be so', async () => {
  const { client, url } = await openStage()
  const event = await publish(client, 'thing.done', { n: 1 })
  await eventually(async () => (await deliveriesOf(client, event))[0]?.status === 'SUCCEEDED')
  await sql(dashboard.app.database)`
    with gone as (delete from events where id = ${event} returning *)
    insert into event_records (id, organization_id, type, occurred_at, channels, idempotency_key, test, created_at)
    select id, organization_id, type, occurred_at, channels, idempotency_key, test, created_at from gone`
  const page = await dashboard.signIn(client)
  await page.goto(`${url}?event=${event}`)
  await page.getByText('It is no longer kept: data is kept for 30 days.').waitFor()
  await page.context().close()
})

test('a search that finds little goes on by itself until it has looked at all', async () => {
  const { id, client, url } = await openStage()
  const wanted = await publish(client, 'thing.done', { to: 'ada@example.com' })
  await eventually(async () => (await deliveriesOf(client, wanted))[0]?.status === 'SUCCEEDED')
  await dashboard.app.database.em.fork().execute(`
    insert into events (id, organization_id, type, occurred_at, data, channels, test, created_at)
    select substr('${wanted}', 1, 13) || 'ZZZZ' || lpad(n::text, 13, '0'), '${id}', 'thing.done', now(),
      '{"to":"' || repeat('nobody ', 30) || '"}', '{}', false, now()
    from generate_series(1, 25000) n`)
  const page = await dashboard.signIn(client)
  let asked = 0
  page.on('request', (request) => void (asked += Number(request.postData()?.includes('query Events(') ?? 0)))
  await page.goto(`${url}?text=ada@example.com`)
  await expect.poll(() => idsOf(page)).toEqual([wanted])
  await expect.poll(() => page.getByText('Searching on').count()).toBe(0)
  expect(asked).toBeGreaterThan(1)
  expect(asked).toBeLessThanOrEqual(30)
  expect(await page.getByRole('button', { name: 'Older' }).count()).toBe(0)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})
