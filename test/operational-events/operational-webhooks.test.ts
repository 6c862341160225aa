import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { operate } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { createOperational } from './stage.ts'

const URL = 'https://localhost:1'

let app: TestApp
let receiver: TestReceiver
let organization: TestOrganization
let client: TestClient
let operator: TestClient
beforeAll(async () => {
  receiver = await openReceiver()
  app = await openTestApp({ workers: 0 })
  organization = await app.organization()
  client = organization.client
  operator = await app.operator()
  await createEventType(client, 'thing.happened')
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** The codes and fields of what is wrong with creating one. */
async function problems(input: Record<string, unknown>, by = client): Promise<string[]> {
  const { createWebhook: payload } = await by.request(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { userErrors { code field message } } }`,
    { input: { url: URL, eventTypes: ['*'], operational: 'ORGANIZATION', ...input } },
  )
  return payload.userErrors.map(({ code, field }: any) => `${code} ${field?.join('.')}`)
}

test('what an operational webhook may be: of operational types, standard, without a channel', async () => {
  const other = await app.organization({ dialect: 'campsite' })
  expect(await problems({ eventTypes: ['thing.happened'] })).toEqual(['UNKNOWN_EVENT_TYPE input.eventTypes'])
  expect(await problems({ eventTypes: ['web.*', 'webhook.*'] })).toEqual([
    'UNKNOWN_EVENT_TYPE input.eventTypes',
  ])
  expect(await problems({ eventTypes: [] })).toEqual(['NO_EVENT_TYPES input.eventTypes'])
  expect(await problems({ dialect: 'campsite' })).toContain('INVALID input.dialect')
  expect(await problems({ channelId: 'a' })).toEqual(['INVALID input.channelId'])
  // And the other way round.
  expect(await problems({ operational: null, eventTypes: ['webhook.failing'] })).toEqual([
    'UNKNOWN_EVENT_TYPE input.eventTypes',
  ])
  const { webhook } = (
    await other.client.request(
      `mutation ($input: CreateWebhookInput!) {
        createWebhook(input: $input) { webhook { operational dialect { name } eventTypes channel { id } } userErrors { code } } }`,
      { input: { url: URL, eventTypes: ['webhook.failing', 'delivery.*'], operational: 'ORGANIZATION' } },
    )
  ).createWebhook
  expect(webhook).toEqual({
    operational: 'ORGANIZATION',
    dialect: { name: 'standard' },
    eventTypes: ['delivery.*', 'webhook.failing'],
    channel: null,
  })
})

test('the message names the known types', async () => {
  const { createWebhook: payload } = await client.request(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { userErrors { message } } }`,
    { input: { url: URL, eventTypes: ['webhook.fails'], operational: 'ORGANIZATION' } },
  )
  expect(payload.userErrors[0].message).toMatch(/"webhook\.fails".+webhook\.failing, .+replay\.finished/)
})

test('its event types are changed within the same rules', async () => {
  const { id } = await createOperational(client, URL)
  const change = async (input: object) =>
    (
      await client.request(
        `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { eventTypes } userErrors { code } } }`,
        { input: { id, ...input } },
      )
    ).updateWebhook
  expect((await change({ eventTypes: ['thing.happened'] })).userErrors).toMatchObject([
    { code: 'UNKNOWN_EVENT_TYPE' },
  ])
  expect((await change({ channelId: 'a' })).userErrors).toMatchObject([{ code: 'INVALID' }])
  expect((await change({ eventTypes: ['replay.finished'] })).webhook.eventTypes).toEqual(['replay.finished'])
})

test('only an operator makes or changes one for all organizations, or sees its secret', async () => {
  expect(await problems({ operational: 'ALL' })).toEqual(['FORBIDDEN input.operational'])
  const { id } = await createOperational(operator, URL, {
    organizationId: organization.id,
    operational: 'ALL',
  })
  for (const [mutation, args] of [
    ['updateWebhook', `(input: { id: "${id}", url: "${receiver.url}" })`],
    ['rotateWebhookSecret', `(id: "${id}")`],
    ['revealWebhookSecret', `(id: "${id}")`],
  ]) {
    const text = `mutation { ${mutation}${args} { userErrors { code } } }`
    expect(await client.request(text)).toEqual({ [mutation!]: { userErrors: [{ code: 'FORBIDDEN' }] } })
    expect(await operator.request(text)).toEqual({ [mutation!]: { userErrors: [] } })
  }
  expect((await operate(client, 'deleteWebhook', id)).userErrors).toEqual([])
})

test('tests and previews are of operational types for operational webhooks, and of others for others', async () => {
  const operational = await createOperational(client, receiver.url)
  const ordinary = await createWebhook(client, { url: receiver.url, eventTypes: ['*'] })
  const send = async (webhookId: string, eventType: string, data?: unknown) =>
    (
      await client.request(
        `mutation ($input: SendTestEventInput!) {
          sendTestEvent(input: $input) { delivery { event { type data test } } userErrors { code message } } }`,
        { input: { webhookId, eventType, ...(data !== undefined && { data }) } },
      )
    ).sendTestEvent
  const preview = (webhookId: string, eventType: string) =>
    client.request(`query ($input: PreviewDeliveryInput!) { previewDelivery(input: $input) { body } }`, {
      input: { webhookId, eventType },
    })
  const { delivery } = await send(operational.id, 'webhook.failing')
  expect(delivery.event).toMatchObject({
    type: 'webhook.failing',
    test: true,
    data: { webhook: { host: 'hooks.example.com' }, consecutiveFailures: 3 },
  })
  expect((await send(operational.id, 'thing.happened')).userErrors).toMatchObject([
    { code: 'UNKNOWN_EVENT_TYPE' },
  ])
  expect((await send(ordinary.id, 'webhook.failing')).userErrors).toMatchObject([
    { code: 'UNKNOWN_EVENT_TYPE' },
  ])
  expect((await send(operational.id, 'webhook.failing', { some: 1 })).userErrors).toMatchObject([
    { code: 'DATA_FAILS_SCHEMA' },
  ])
  expect((await send(operational.id, 'webhook.failing', delivery.event.data)).userErrors).toEqual([])
  const { previewDelivery } = await preview(operational.id, 'replay.finished')
  expect(JSON.parse(previewDelivery.body)).toMatchObject({
    type: 'replay.finished',
    data: { status: 'COMPLETED' },
  })
  await expect(preview(operational.id, 'thing.happened')).rejects.toThrow(/no operational event/)
  await expect(preview(ordinary.id, 'replay.finished')).rejects.toThrow(/no event type/)
})

test('an event type of the same name as an operational one is deleted although operational webhooks ask for that', async () => {
  await createEventType(client, 'webhook.failing')
  await createOperational(client, URL, { eventTypes: ['webhook.failing'] })
  const { deleteEventType } = await client.request(
    `mutation { deleteEventType(name: "webhook.failing") { userErrors { code message } } }`,
  )
  expect(deleteEventType.userErrors).toEqual([])
})
