import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import type { TestClient } from '../support/client.ts'
import { operate, sendTestEvent } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { planReplay, startReplay, untilCompleted } from './stage.ts'

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  receiver = await openReceiver()
  app = await openTestApp()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const eventsAt = (path: string) =>
  receiver.received
    .filter((request) => request.path === path)
    .map(({ headers }) => String(headers['webhook-id']))

test('what was published while a webhook was disabled makes no delivery, and is found', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const { id: webhookId } = await organization.webhook(`${receiver.url}/disabled`)
  const before = (await organization.publish()).deliveryIds[0]!
  await organization.untilStatus(before, 'SUCCEEDED')
  await operate(client, 'disableWebhook', webhookId)
  const missed: string[] = []
  for (let count = 0; count < 5; count += 1) {
    const { eventId, deliveryIds } = await organization.publish()
    expect(deliveryIds).toEqual([])
    missed.push(eventId)
  }
  expect(await rows(app, 'select from deliveries where webhook_id = ?', [webhookId])).toHaveLength(1)
  await expect(planReplay(client, { webhookId, includeMissed: true })).rejects.toThrow(/BAD_USER_INPUT/)
  await operate(client, 'enableWebhook', webhookId)
  await sendTestEvent(client, webhookId, organization.eventType)
  expect(await planReplay(client, { webhookId })).toMatchObject({ matched: 0 })
  expect(await planReplay(client, { webhookId, includeMissed: true })).toMatchObject({
    matched: 5,
    exact: true,
  })

  const { id } = await startReplay(client, { webhookId, includeMissed: true })
  expect(await untilCompleted(client, id)).toMatchObject({
    matched: 5,
    queued: 5,
    delivered: 5,
    includeMissed: true,
  })
  const arrived = eventsAt('/disabled')
  expect(arrived.filter((event) => missed.includes(event)).sort()).toEqual(missed.sort())
  // Now each has its delivery.
  expect(await planReplay(client, { webhookId, includeMissed: true })).toMatchObject({ matched: 0 })
})

test('what was published before a webhook existed: of its types and its channel only', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  await createEventType(client, 'other.happened')
  for (const id of ['one', 'two'])
    await client.request(
      `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { userErrors { code } } }`,
      { input: { id, name: id } },
    )
  const wanted = [
    await publish(client, organization.eventType, {}),
    await publish(client, organization.eventType, {}, { channels: ['one'] }),
    await publish(client, organization.eventType, {}, { channels: ['two', 'one'] }),
  ]
  await publish(client, organization.eventType, {}, { channels: ['two'] })
  await publish(client, 'other.happened', {})
  const { id: webhookId } = await createWebhook(client, {
    url: `${receiver.url}/new`,
    eventTypes: [organization.eventType],
    channelId: 'one',
  })
  const since = new Date(Date.now() - 60_000)
  const { id } = await startReplay(client, { webhookId, since, includeMissed: true, statuses: [] })
  expect(await untilCompleted(client, id)).toMatchObject({ matched: 3, delivered: 3 })
  expect(eventsAt('/new').sort()).toEqual(wanted.sort())
  const [{ trigger, run, test: ofTest }] = await rows(app, 'select * from deliveries where webhook_id = ?', [
    webhookId,
  ])
  expect([trigger, run, ofTest]).toEqual(['MANUAL', 1, false])
})

describe('Webhook.missedSince', () => {
  const missedSince = async (client: TestClient, id: string): Promise<number | null> => {
    const { webhook } = await client.request(`query ($id: ID!) { webhook(id: $id) { missedSince } }`, { id })
    return webhook.missedSince && Date.parse(webhook.missedSince)
  }

  /** Publishes what waits at a paused webhook as if it was published an hour ago. Gives when its delivery was made. */
  async function openWaiting(dialect?: string) {
    const organization = await openOrganization(app, dialect)
    const { id } = await organization.webhook(`${receiver.url}/waits`)
    await operate(organization.client, 'pauseWebhook', id)
    const deliveryId = (await organization.publish()).deliveryIds[0]!
    const [row] = await rows(
      app,
      `update deliveries set created_at = created_at - interval '1 hour' where id = ? returning created_at`,
      [deliveryId],
    )
    return { ...organization, webhookId: id, deliveryId, madeAt: new Date(row!['created_at']).getTime() }
  }

  test('is when the oldest skipped delivery was made, through edits, disabling again and enabling', async () => {
    const { client, webhookId, madeAt } = await openWaiting()
    expect(await missedSince(client, webhookId)).toBeNull()
    await operate(client, 'disableWebhook', webhookId)
    expect(await missedSince(client, webhookId)).toBe(madeAt)
    await client.request(
      `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
      { input: { id: webhookId, description: 'edited' } },
    )
    await operate(client, 'disableWebhook', webhookId)
    await operate(client, 'enableWebhook', webhookId)
    expect(await missedSince(client, webhookId)).toBe(madeAt)
    // The next time nothing waits.
    const before = Date.now()
    await operate(client, 'disableWebhook', webhookId)
    const since = await missedSince(client, webhookId)
    expect(since).toBeGreaterThan(before - 15_000)
    expect(since).toBeLessThanOrEqual(Date.now())
  })

  test('is set by a plan that does not include the webhook', async () => {
    const { id, client, webhookId, madeAt } = await openWaiting('sjocamp')
    await app
      .operator()
      .then((operator) =>
        operator.request(
          `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
          { input: { id, plan: 'FREE' } },
        ),
      )
    expect(await missedSince(client, webhookId)).toBe(madeAt)
  })

  test('is set by 410 Gone', async () => {
    await using gone = await openReceiver(() => ({ status: 410 }))
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(`${gone.url}/gone`)
    const before = Date.now()
    await organization.untilStatus((await organization.publish()).deliveryIds[0]!, 'FAILED')
    const since = await missedSince(organization.client, id)
    expect(since).toBeGreaterThan(before - 15_000)
    expect(since).toBeLessThanOrEqual(Date.now())
  })
})

describe('without a webhook', () => {
  test('all enabled ones get what they missed, each event once, also by two replays at once', async () => {
    const organization = await openOrganization(app)
    const { client } = organization
    for (let count = 0; count < 30; count += 1) await publish(client, organization.eventType, { count })
    await organization.webhook(`${receiver.url}/all-1`)
    await organization.webhook(`${receiver.url}/all-2`)
    const paused = await organization.webhook(`${receiver.url}/all-3`)
    await operate(client, 'pauseWebhook', paused.id)
    const input = { includeMissed: true, ratePerSecond: 40 }
    const replays = await Promise.all([startReplay(client, input), startReplay(client, input)])
    const ended = await Promise.all(replays.map(({ id }) => untilCompleted(client, id)))
    // Who counts first finds all; the other counts what the first has not made by then.
    expect(Math.max(...ended.map(({ matched }) => matched))).toBe(60)
    for (const { matched, delivered, skipped } of ended) expect(delivered + skipped).toBe(matched)
    expect(ended[0].delivered + ended[1].delivered).toBe(60)
    for (const path of ['/all-1', '/all-2']) {
      expect(eventsAt(path)).toHaveLength(30)
      expect(new Set(eventsAt(path)).size).toBe(30)
    }
    expect(eventsAt('/all-3')).toEqual([])
  })
})
