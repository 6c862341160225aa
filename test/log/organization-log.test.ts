import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { followLog } from '../support/follow-log.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver(({ path }) => ({ status: path === '/bad' ? 410 : 200 }))
})
afterAll(async () => {
  await receiver.close()
  await app[Symbol.asyncDispose]()
})

const TYPE = 'thing.done'

async function openOrganization(): Promise<TestClient> {
  const { client } = await app.organization()
  await createEventType(client, TYPE)
  for (const path of ['good', 'bad'])
    await createWebhook(client, { url: `${receiver.url}/${path}`, eventTypes: [TYPE] })
  return client
}

/** Publishes an event and waits until both of its deliveries have ended. */
async function deliver(client: TestClient): Promise<void> {
  const event = await publish(client, TYPE, { n: 1 })
  await eventually(async () => {
    const deliveries = await deliveriesOf(client, event)
    return deliveries.every(({ status }) => status !== 'PENDING')
  })
}

/** The newest page of the log, with as many entries as there must be. */
const readLog = (client: TestClient, count: number): Promise<any[]> =>
  eventually(async () => {
    const { edges } = (await client.request(LOG)).organization.deliveryLog
    return edges.length === count && edges
  })

const LOG = `query ($first: Int, $after: String, $filter: DeliveryLogFilter) { organization {
  deliveryLog(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id webhookId statusCode } } pageInfo { hasNextPage endCursor } } } }`

test('an organization has the log of all its webhooks, filtered and page by page, and no other’s', async () => {
  const [client, other] = [await openOrganization(), await openOrganization()]
  await deliver(client)
  await deliver(other)
  const edges = await readLog(client, 2)
  expect(edges.map(({ node }) => node.statusCode).sort()).toEqual([200, 410])
  expect(new Set(edges.map(({ node }) => node.webhookId)).size).toBe(2)

  const first = (await client.request(LOG, { first: 1 })).organization.deliveryLog
  expect(first.pageInfo.hasNextPage).toBe(true)
  const second = (await client.request(LOG, { first: 1, after: first.pageInfo.endCursor })).organization
  expect([...first.edges, ...second.deliveryLog.edges]).toEqual(edges)
  const failed = (await client.request(LOG, { filter: { outcome: 'FAILED' } })).organization.deliveryLog
  expect(failed.edges.map(({ node }: any) => node.statusCode)).toEqual([410])
})

test('the subscription goes on after the first edge of its newest page', async () => {
  const client = await openOrganization()
  await deliver(client)
  const edges = await readLog(client, 2)
  const entries: { node: { id: string } }[] = []
  await using _ = followLog({
    clients: [client],
    query: `subscription ($after: String) { organizationDeliveryLog(after: $after) { cursor node { id } } }`,
    variables: {},
    after: edges[0].cursor,
    onEntry: (entry: any) => entries.push(entry),
  })
  await publish(client, TYPE, { n: 2 }) // the other webhook is disabled by now
  await eventually(() => entries.length === 1)
  expect(edges.map(({ node }) => node.id)).not.toContain(entries[0]!.node.id)
})

test('a delivery tells its event type and how its last attempt ended', async () => {
  const client = await openOrganization()
  await deliver(client)
  const { deliveries } = await client.request(`{ deliveries { nodes { eventType statusCode errorKind } } }`)
  expect(deliveries.nodes).toEqual(
    expect.arrayContaining([
      { eventType: TYPE, statusCode: 200, errorKind: null },
      { eventType: TYPE, statusCode: 410, errorKind: 'HTTP_STATUS' },
    ]),
  )
})

test('an organization tells which of its retention it has chosen', async () => {
  const { id, client } = await app.organization()
  const operator = await app.operator()
  await operator.request(
    `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
    { input: { id, retention: { payloadDays: 7 } } },
  )
  const { organization } = await client.request(
    `{ organization { chosenRetention { payloadDays eventDays } retention { payloadDays eventDays } } }`,
  )
  expect(organization).toEqual({
    chosenRetention: { payloadDays: 7, eventDays: null },
    retention: { payloadDays: 7, eventDays: 365 },
  })
})
