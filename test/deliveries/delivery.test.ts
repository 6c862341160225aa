import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish, readDelivery } from '../support/webhooks.ts'

let app: TestApp
let organization: TestOrganization

beforeAll(async () => {
  app = await openTestApp()
  organization = await app.organization()
  await createEventType(organization.client, 'thing.happened')
})
afterAll(() => app[Symbol.asyncDispose]())

describe('a delivery', () => {
  test('arrives once, signed, with the published bytes, and is SUCCEEDED', async () => {
    await using receiver = await openReceiver()
    const { client } = organization
    await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
    const eventId = await publish(client, 'thing.happened', { hello: 'world' })
    const [{ id }] = await eventually(async () => {
      const all = await deliveriesOf(client, eventId)
      return all.every(({ status }) => status === 'SUCCEEDED') && all
    })
    expect(receiver.received).toHaveLength(1)
    const delivery = await readDelivery(client, id)
    expect(delivery.attempts.nodes).toMatchObject([
      { number: 1, trigger: 'AUTOMATIC', outcome: 'SUCCEEDED', statusCode: 200 },
    ])
  })
})
