import { expect, test } from 'vitest'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

/** The first and last years that an event may have happened in, and those that two digits would be enough for. */
const TIMES = [
  '0001-01-01T00:00:00.000Z',
  '0029-04-13T20:24:35.614Z',
  '0099-12-31T23:59:59.999Z',
  '0100-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
]

test('the time of an event is what its publisher gave, wherever it is read and to the receiver', async () => {
  await using app = await openTestApp()
  await using receiver = await openReceiver()
  const { client } = await app.organization()
  await createEventType(client, 'a.b')
  await createWebhook(client, { url: receiver.url, eventTypes: ['a.b'] })
  for (const occurredAt of TIMES) await publish(client, 'a.b', {}, { occurredAt })

  const { events, deliveries } = await client.request(
    '{ events { nodes { occurredAt } } deliveries { nodes { event { occurredAt } } } }',
  )
  const newestFirst = TIMES.toReversed()
  expect(events.nodes.map((event: { occurredAt: string }) => event.occurredAt)).toEqual(newestFirst)
  expect(deliveries.nodes.map((delivery: any) => delivery.event.occurredAt)).toEqual(newestFirst)
  await eventually(() => receiver.received.length === TIMES.length)
  const sent = receiver.received.map(
    ({ body }) => (JSON.parse(String(body)) as { timestamp: string }).timestamp,
  )
  expect(sent.map((time) => new Date(time).toISOString()).sort()).toEqual(TIMES)
})
