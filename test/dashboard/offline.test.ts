import { expect, test } from 'vitest'
import { storeEvents } from '../../src/events/store-events.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { openDashboard, rows } from './support/dashboard.ts'

test('the page shows that it is offline, and goes on without a gap when the server is back', async () => {
  await using dashboard = await openDashboard()
  await using receiver = await openReceiver()
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, 'thing.done')
  const webhook = await createWebhook(client, { url: `${receiver.url}/a`, eventTypes: ['thing.done'] })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhook.id}`)
  const connection = page.getByTestId('connection')
  await connection.getByText('Live').waitFor()
  await publish(client, 'thing.done', { n: 0 })
  await expect.poll(() => rows(page).count()).toBe(1)

  // Without a network the page says so at once.
  await page.context().setOffline(true)
  await connection.getByText('Offline').waitFor()
  await publish(client, 'thing.done', { n: 1 })
  await eventually(() => receiver.received.length === 2)
  await page.context().setOffline(false)
  await connection.getByText('Live').waitFor()
  await expect.poll(() => rows(page).count()).toBe(2)

  // The API ends and comes back; deliveries go on meanwhile.
  await dashboard.closeApi()
  await connection.getByText('Offline').waitFor()
  const { database } = dashboard.app
  const published = await storeEvents(
    database,
    id,
    Array.from({ length: 5 }, (_, n) => eventOf(n)),
  )
  const events = published.kind === 'published' ? published.events.map(({ event }) => event.id) : []
  await eventually(() => receiver.received.length === 7)
  expect(await rows(page).count()).toBe(2)
  await dashboard.openApi()
  await connection.getByText('Live').waitFor()
  await expect.poll(() => rows(page).count()).toBe(7)
  const shown = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-attempt')))
  expect(new Set(shown).size).toBe(7)
  for (const event of events) {
    const [delivery] = await deliveriesOf(client, event)
    expect(shown).toContain(`${delivery.id}/1`)
  }
})

function eventOf(n: number) {
  return {
    type: 'thing.done',
    occurredAt: null,
    data: JSON.stringify({ n }),
    channels: [],
    idempotencyKey: null,
  }
}
