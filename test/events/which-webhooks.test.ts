import { afterAll, beforeAll, expect, test } from 'vitest'
import { verified } from '../../src/dialects/sjocamp/examples.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { operate } from '../support/operate.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

/** Webhooks by what they are, in an organization of the dialect, and which of them an event reaches. */
async function openWebhooks(dialect: string, eventType: string) {
  const { client } = await app.organization({ dialect })
  for (const id of ['north', 'south'])
    await client.request(
      `mutation ($id: ID) { createChannel(input: { id: $id, name: "x" }) { userErrors { code } } }`,
      { id },
    )
  const names = new Map<string, string>()
  return {
    client,
    async webhook(name: string, channelId: string | null = null, eventTypes = [eventType]) {
      const { id } = await createWebhook(client, { url: 'https://localhost:1/', eventTypes, channelId })
      names.set(id, name)
      return id
    },
    async reached(data: unknown, more: Record<string, unknown> = {}): Promise<string[]> {
      const deliveries = await deliveriesOf(client, await publish(client, eventType, data, more))
      return deliveries.map(({ webhook }) => names.get(webhook.id)!).sort()
    },
  }
}

test('an event reaches who asks for its type and is enabled or paused, in its channels (protocol 2.2)', async () => {
  const { client, webhook, reached } = await openWebhooks('standard', 'thing.happened')
  await createEventType(client, 'thing.happened')
  await createEventType(client, 'other.happened')
  await webhook('all')
  await webhook('north', 'north')
  await webhook('south', 'south')
  await webhook('other type', null, ['other.happened'])
  await operate(client, 'pauseWebhook', await webhook('paused'))
  const disabled = await webhook('disabled')
  await operate(client, 'disableWebhook', disabled)
  await operate(client, 'deleteWebhook', await webhook('deleted'))

  expect(await reached({})).toEqual(['all', 'north', 'paused', 'south'])
  expect(await reached({}, { channels: [] })).toEqual(['all', 'north', 'paused', 'south'])
  expect(await reached({}, { channels: ['south'] })).toEqual(['all', 'paused', 'south'])
  expect(await reached({}, { channels: ['nowhere'] })).toEqual(['all', 'paused'])
  const before = { idempotencyKey: 'before', channels: ['nowhere'] }
  await reached({}, before)
  await operate(client, 'enableWebhook', disabled)
  expect(await reached({}, before)).toEqual(['all', 'paused'])
})

test('an event of sjocamp concerns the campaign its data names, unless channels are given (protocol 2.2)', async () => {
  const { webhook, reached } = await openWebhooks('sjocamp', 'lead.verified')
  await webhook('all')
  await webhook('north', 'north')
  await webhook('south', 'south')
  const data = { campaign_id: 'south', lead: verified }
  expect(await reached(data)).toEqual(['all', 'south'])
  expect(await reached(data, { channels: null })).toEqual(['all', 'south'])
  expect(await reached(data, { channels: ['north'] })).toEqual(['all', 'north'])
  expect(await reached(data, { channels: [] })).toEqual(['all', 'north', 'south'])
})
