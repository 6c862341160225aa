import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'
import { makeFailing, tell } from './support/health.ts'
import { withoutLongTimers } from './support/without-long-timers.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const TYPE = 'thing.done'

async function openStage(dialect = 'standard') {
  const { id, client } = await dashboard.app.organization({ dialect, plan: 'TEAM' })
  if (dialect === 'standard') await createEventType(client, TYPE)
  return { id, client, at: (place: string) => `${dashboard.base}/o/${id}/${place}` }
}

const notices = (page: Page) => page.locator('[data-notice]')

test('notices appear while the place is open, with links to what they tell of, filtered by type and paged', async () => {
  const { id, client } = await openStage()
  const webhook = await createWebhook(client, { url: `${dashboard.receiver.url}/a`, eventTypes: [TYPE] })
  const event = await publish(client, TYPE, { n: 1 })
  await expect.poll(async () => (await deliveriesOf(client, event)).length).toBe(1)
  const [delivery] = await deliveriesOf(client, event)
  const { app } = dashboard
  // Who only reads sees them too, and is not offered to send them anywhere.
  const page = await dashboard.signIn(client, { readOnly: true })
  await page.getByRole('link', { name: 'Notices' }).click()
  await page.getByText('No notices yet').waitFor()
  await page.getByTestId('connection').getByText('Live').waitFor()
  expect(await page.getByRole('link', { name: 'Send notices to a URL' }).count()).toBe(0)

  const about = { webhookId: webhook.id }
  const failingSince = '2026-11-27T08:00:00Z'
  await tell(app, id, 'webhook.failing', {
    ...about,
    detail: { failingSince, lastError: 'It answered 503.' },
  })
  const first = notices(page).first()
  await first.getByText('has been failing since 2026-11-27 08:00 UTC. It answered 503.').waitFor()
  await first.getByText('Webhook failing').waitFor()
  expect(await first.locator('.url').getAttribute('href')).toBe(`/o/${id}/webhooks/${webhook.id}`)

  const failed = { eventType: TYPE, attempts: 11, error: 'It answered 500.', nextAttemptAt: null }
  await tell(app, id, 'delivery.failed', { ...about, deliveryId: delivery.id, detail: failed })
  await expect.poll(() => notices(page).count()).toBe(2)
  const link = first.getByRole('link', { name: 'Open the delivery' })
  expect(await link.getAttribute('href')).toContain(delivery.id)

  // By type; in the URL.
  await page.getByRole('button', { name: /^Types/ }).click()
  await page.getByRole('checkbox', { name: 'Webhook recovered' }).check()
  await page.getByText('Nothing matches').waitFor()
  await page.getByRole('checkbox', { name: 'Webhook failing' }).check()
  await expect.poll(() => notices(page).count()).toBe(1)
  await page.reload()
  await expect.poll(() => notices(page).count()).toBe(1)
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect.poll(() => notices(page).count()).toBe(2)

  for (let n = 0; n < 60; n += 1) await tell(app, id, 'webhook.secret_rotated', about)
  // The newest can be read once no older transaction is open.
  const settled = async () => {
    const { organization } = await client.request(
      `{ organization { operationalEvents(first: 100) { nodes { id } } } }`,
    )
    return organization.operationalEvents.nodes.length
  }
  await expect.poll(settled).toBe(62)
  await page.reload() // it reads again once a second at most, so it may not have them all yet
  const older = page.getByRole('button', { name: 'Older' })
  await older.click()
  await notices(page).filter({ hasText: 'has been failing since' }).waitFor()
  expect(await notices(page).count()).toBe(12)
  // What comes meanwhile does not move an older page.
  await tell(app, id, 'webhook.recovered', { ...about, detail: { failingSince, recoveredAt: failingSince } })
  await page.getByRole('button', { name: 'Newer' }).click()
  await first.getByText('Webhook recovered').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('a notice brings the list, the page of its webhook and the overview up to date at once', async () => {
  const { id, client, at } = await openStage()
  const webhook = await createWebhook(client, { url: `${dashboard.receiver.url}/a`, eventTypes: [TYPE] })
  const pages: Page[] = []
  for (const place of ['webhooks', `webhooks/${webhook.id}`, '']) {
    const page = await dashboard.signIn(client)
    await page.addInitScript(withoutLongTimers)
    const follows = page.waitForResponse(
      (response) => !!response.request().postData()?.includes('NoticesHead'),
    )
    await page.goto(at(place))
    await follows
    pages.push(page)
  }
  const [list, own, overview] = pages as [Page, Page, Page]
  await list.getByRole('row').getByText('Enabled').waitFor()
  await own.locator('.badge', { hasText: 'Enabled' }).waitFor()
  const attention = overview.getByRole('region', { name: 'Needs attention' })
  await attention.getByText('Nothing does.').waitFor()
  await makeFailing(dashboard.app, webhook.id, { hours: 1 })
  await tell(dashboard.app, id, 'webhook.failing', { webhookId: webhook.id })
  await Promise.all([
    list.getByRole('row').getByText('Failing').waitFor(),
    own.getByText('Failing since').waitFor(),
    attention.getByRole('link', { name: 'A webhook is failing' }).waitFor(),
  ])
  expect(dashboard.faults).toEqual([])
  for (const page of pages) await page.context().close()
})

test.each(['standard', 'campsite'])(
  'notices are sent to a URL of one’s own: a customer of %s makes an operational webhook',
  async (dialect) => {
    const { id, client, at } = await openStage(dialect)
    const page = await dashboard.signIn(client)
    await page.goto(at('notices'))
    await page.getByRole('link', { name: 'Send notices to a URL' }).click()
    await page.getByRole('heading', { name: 'Send notices to a URL' }).waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(12)
    expect(await page.getByLabel('Another beginning of event types').count()).toBe(0)
    await page.locator('input[type=url]').fill(`${dashboard.receiver.url}/notices`)
    await page.getByRole('checkbox', { name: /^webhook\.\*/ }).check()
    await page
      .locator('form')
      .getByRole('button', { name: /create|add|save/i })
      .last()
      .click()
    await page.getByRole('heading', { name: 'The webhook is ready' }).waitFor()
    await page.getByRole('link', { name: 'Open the webhook' }).click()
    await page.getByText('Operational webhook').waitFor()

    const read = `{ webhooks { nodes { operational eventTypes channel { id } dialect { name } } } }`
    expect((await client.request(read)).webhooks.nodes).toEqual([
      {
        operational: 'ORGANIZATION',
        eventTypes: ['webhook.*'],
        channel: null,
        dialect: { name: 'standard' },
      },
    ])

    // A test, with the type's own example.
    await page.getByRole('link', { name: 'Test', exact: true }).click()
    const types = page.getByLabel('Event type').getByRole('option')
    await expect.poll(() => types.count()).toBe(9)
    await page.getByRole('region', { name: 'Request body' }).getByText('webhook.failing').waitFor()
    await page.getByRole('button', { name: 'Send test event' }).click()
    await page.locator('.test-results').getByText('200').first().waitFor()

    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    await page.getByRole('checkbox', { name: /^delivery\.failed/ }).check()
    expect(await page.getByRole('combobox', { name: /channel|integration/i }).count()).toBe(0)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect
      .poll(async () => (await client.request(read)).webhooks.nodes[0].eventTypes)
      .toEqual(['delivery.failed', 'webhook.*'])

    await page.goto(at('notices'))
    await page.locator('.notice-webhooks .url').click()
    await page.getByText('Operational webhook').waitFor()
    expect(page.url()).toContain(`/o/${id}/webhooks/`)
    expect(dashboard.faults).toEqual([])
    await page.context().close()
  },
)
