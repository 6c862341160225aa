import { afterAll, beforeAll, expect, test } from 'vitest'
import { endDelivery } from '../../src/deliveries/end-delivery.ts'
import { deleteRows } from '../../src/erasure/delete-rows.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { accepted } from '../support/client.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate, readWebhook, sendTestEvent } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createWebhook, publish } from '../support/webhooks.ts'
import {
  changeReplay,
  planReplay,
  startReplay,
  untilCompleted,
  untilReplay,
  writeEnded,
} from '../replay/stage.ts'
import { createOperational } from './stage.ts'

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  receiver = await openReceiver(({ path }) => ({ status: path.startsWith('/gone') ? 410 : 200 }))
  app = await openTestApp()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** What came to a path, with when it came. */
const cameTo = (path: string): { type: string; data: any; at: number }[] =>
  receiver.received
    .filter((request) => request.path === path)
    .map(({ body, at }) => ({ ...JSON.parse(body.toString()), at }))

const untilCame = (path: string, count = 1) =>
  eventually(() => cameTo(path).length >= count && cameTo(path), {
    describe: () => JSON.stringify(cameTo(path)),
  })

const told = (organizationId: string, type: string) =>
  rows(app, `select * from operational_events where organization_id = ? and type = ? order by xid, id`, [
    organizationId,
    type,
  ])

test('a rotated secret is told, and its notice comes within seconds', async () => {
  const { client } = await openOrganization(app)
  const { id } = await createWebhook(client, { url: `${receiver.url}/x`, eventTypes: ['*'], uid: 'mine' })
  const notices = await createOperational(client, `${receiver.url}/rotated`)
  const before = Date.now()
  const rotate = `mutation ($id: ID!, $overlap: Int) { rotateWebhookSecret(id: $id, overlapSeconds: $overlap) { webhook { oldSecretExpiresAt } userErrors { code } } }`
  const { webhook } = accepted<any>(await client.request(rotate, { id, overlap: 3600 }))
  const [first] = await untilCame('/rotated')
  expect(first!.at - before).toBeLessThan(20_000)
  expect(first).toMatchObject({
    type: 'webhook.secret_rotated',
    data: { webhook: { id, uid: 'mine' }, oldSecretExpiresAt: webhook.oldSecretExpiresAt },
  })
  // Of its own it hears nothing.
  accepted(await client.request(rotate, { id: notices.id, overlap: 0 }))
  accepted(await client.request(rotate, { id, overlap: 0 }))
  expect(
    (await untilCame('/rotated', 2)).map(({ data }) => [data.webhook.id, data.oldSecretExpiresAt]),
  ).toEqual([
    [id, webhook.oldSecretExpiresAt],
    [id, null],
  ])
})

test('a webhook whose receiver is gone is told, once; operational webhooks that are gone too end no chain', async () => {
  const { id, client } = await openOrganization(app)
  const { id: webhookId } = await createWebhook(client, { url: `${receiver.url}/gone`, eventTypes: ['*'] })
  const one = await createOperational(client, `${receiver.url}/gone/one`, { eventTypes: ['webhook.*'] })
  const two = await createOperational(client, `${receiver.url}/gone/two`, { eventTypes: ['webhook.*'] })
  await createOperational(client, `${receiver.url}/alive`, { eventTypes: ['webhook.*'] })
  await publish(client, 'thing.happened', {})
  const notices = await untilCame('/alive', 3)
  const ids = notices.map(({ type, data }) => [type, data.webhook.id, data.reason])
  expect(ids.sort()).toEqual(
    [webhookId, one.id, two.id].map((gone) => ['webhook.disabled', gone, 'GONE']).sort(),
  )
  expect(cameTo('/gone/one').every(({ data }) => data.webhook.id !== one.id)).toBe(true)
  expect(await told(id, 'webhook.disabled')).toHaveLength(3)
  for (const gone of [webhookId, one.id, two.id])
    expect(await readWebhook(client, gone)).toMatchObject({ status: 'DISABLED', statusReason: 'GONE' })
})

test('a plan that no longer includes a webhook is told', async () => {
  const organization = await app.organization({ dialect: 'sjocamp', plan: 'TEAM' })
  const operator = await app.operator()
  const { client } = organization
  await createOperational(client, `${receiver.url}/plan`)
  const { id } = await createWebhook(client, { url: `${receiver.url}/x`, eventTypes: ['*'] })
  await operator.request(
    `mutation ($id: ID!) { updateOrganization(input: { id: $id, plan: FREE }) { disabledWebhooks userErrors { code } } }`,
    { id: organization.id },
  )
  const [notice] = await untilCame('/plan')
  expect(notice).toMatchObject({
    type: 'webhook.disabled',
    data: { webhook: { id }, reason: 'PLAN', failingSince: null },
  })
  expect(await told(organization.id, 'webhook.disabled')).toHaveLength(1)
})

test('a replay that is complete, and one that was canceled, are told with their figures, once', async () => {
  const { id: organizationId, client } = await openOrganization(app)
  await createOperational(client, `${receiver.url}/replays`, { eventTypes: ['replay.finished'] })
  const { id: webhookId } = await createWebhook(client, { url: `${receiver.url}/x`, eventTypes: ['*'] })
  await writeEnded(app, organizationId, webhookId, 5)
  const complete = await startReplay(client, { webhookId })
  await untilCompleted(client, complete.id)
  await untilCame('/replays')
  await writeEnded(app, organizationId, webhookId, 50)
  const canceled = await startReplay(client, { webhookId, ratePerSecond: 1 })
  await untilReplay(client, canceled.id, ({ queued }) => queued > 0)
  accepted({ canceled: await changeReplay(client, 'cancelReplay', canceled.id) })
  const [first, second] = await untilCame('/replays', 2)
  expect(first).toMatchObject({
    type: 'replay.finished',
    data: {
      replayId: complete.id,
      status: 'COMPLETED',
      matched: 5,
      delivered: 5,
      failed: 0,
      webhook: { id: webhookId },
    },
  })
  expect(second!.data).toMatchObject({ replayId: canceled.id, status: 'CANCELED', matched: 50 })
  expect(await told(organizationId, 'replay.finished')).toHaveLength(2)
})

test('a delivery that ends as FAILED is told, but no test, and none of an operational webhook', async () => {
  const { id: organizationId, client } = await openOrganization(app)
  await createWebhook(client, { url: `${receiver.url}/x`, eventTypes: ['*'], status: 'PAUSED' })
  const operational = await createOperational(client, `${receiver.url}/x`, { status: 'PAUSED' })
  await publish(client, 'thing.happened', {})
  const [ordinary] = await rows(app, `select id, run from deliveries where organization_id = ?`, [
    organizationId,
  ])
  await rows(
    app,
    `insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger)
      select replace(id, 'wd_0', 'wd_' || n), organization_id, case when n = 1 then ? else webhook_id end, event_id, event_type,
        n = 2, status, '', trigger from deliveries, generate_series(1, 2) n where id = ?`,
    [operational.id, ordinary.id],
  )
  const deliveries = await rows(app, `select id, run from deliveries where organization_id = ? order by id`, [
    organizationId,
  ])
  expect(deliveries).toHaveLength(3)
  for (const { id: deliveryId, run } of [...deliveries, ...deliveries])
    await endDelivery(app.database, { deliveryId, run, status: 'FAILED', decision: 'Its time is over.' })
  const failed = await told(organizationId, 'delivery.failed')
  expect(failed).toMatchObject([
    {
      delivery_id: ordinary.id,
      detail: { eventType: 'thing.happened', attempts: 0, error: 'Its time is over.', nextAttemptAt: null },
    },
  ])
  const marked = await rows(app, `select told from deliveries where organization_id = ? order by id`, [
    organizationId,
  ])
  expect(marked).toEqual([{ told: true }, { told: null }, { told: null }])
})

test('a replay of what was missed finds no operational events, nor anything for operational webhooks', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const notices = await createOperational(client, `${receiver.url}/missed`, { eventTypes: ['webhook.*'] })
  await publish(client, organization.eventType, {})
  const { id: rotated } = await createWebhook(client, {
    url: `${receiver.url}/x`,
    eventTypes: ['*'],
    status: 'DISABLED',
  })
  await client.request(`mutation ($id: ID!) { rotateWebhookSecret(id: $id) { userErrors { code } } }`, {
    id: rotated,
  })
  await untilCame('/missed')
  const late = await createWebhook(client, { url: `${receiver.url}/x`, eventTypes: ['*'] })
  const lateNotices = await createOperational(client, `${receiver.url}/x`)
  const planned = async (webhookId: string) =>
    (await planReplay(client, { webhookId, includeMissed: true })).matched
  expect(await planned(late.id)).toBe(1) // what was published
  expect(await planned(lateNotices.id)).toBe(0)
  expect(notices.id).not.toBe(lateNotices.id)
})

test('an organization is deleted with its operational events; an erased event leaves them', async () => {
  const { id, client } = await openOrganization(app)
  await createOperational(client, `${receiver.url}/erased`)
  const { id: webhookId } = await createWebhook(client, { url: `${receiver.url}/x`, eventTypes: ['*'] })
  await client.request(`mutation ($id: ID!) { rotateWebhookSecret(id: $id) { userErrors { code } } }`, {
    id: webhookId,
  })
  await untilCame('/erased')
  const { events } = await client.request(`query { events { nodes { id type } } }`)
  expect(events.nodes).toMatchObject([{ type: 'webhook.secret_rotated' }])
  accepted(
    await client.request(
      `mutation ($id: ID!) { eraseEvent(id: $id) { event { data } userErrors { code } } }`,
      {
        id: events.nodes[0].id,
      },
    ),
  )
  // The list waits for every older transaction, those of other tests' databases too.
  const listed = await eventually(async () => {
    const { organization } = await client.request(
      `query { organization { operationalEvents { nodes { data } } } }`,
    )
    return organization.operationalEvents.nodes.length > 0 && organization.operationalEvents.nodes
  })
  expect(listed).toMatchObject([{ data: { webhook: { id: webhookId } } }])
  await rows(app, `update organizations set deleted_at = now() where id = ?`, [id])
  await deleteRows(app.database, id, () => {})
  expect(await rows(app, `select from operational_events where organization_id = ?`, [id])).toEqual([])
})

test('tests to operational webhooks are delivered, and tell nothing', async () => {
  const { id: organizationId, client } = await openOrganization(app)
  const { id } = await createOperational(client, `${receiver.url}/tested`)
  await sendTestEvent(client, id, 'delivery.failed')
  const [test] = await untilCame('/tested')
  expect(test).toMatchObject({ type: 'delivery.failed', data: { attempts: 4 } })
  expect(
    await rows(app, `select from operational_events where organization_id = ?`, [organizationId]),
  ).toEqual([])
  expect((await operate(client, 'deleteWebhook', id)).userErrors).toEqual([])
})
