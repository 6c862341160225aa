import { encodeTime } from 'ulid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import type { Database } from '../../src/database/database.ts'
import { verify } from '../../src/receiver-library/index.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { sealSecret } from '../../src/secrets/webhook-secrets.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { deliveriesOf, publish, PUBLISH } from '../support/webhooks.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const DAY_AGO = encodeTime(Date.now() - 86_400_000, 10)
const idOf = (kind: string, n: number) => `${kind}_${DAY_AGO}${String(n).padStart(16, '0')}`
const [ENABLED, PAUSED, DISABLED, DELETED] = [1, 2, 3, 4].map((n) => idOf('wh', n)) as [string, ...string[]]
const [DONE, WAITING] = [1, 2].map((n) => idOf('wd', n)) as [string, string]

let app: TestApp
let receiver: TestReceiver
let client: TestClient
beforeAll(async () => {
  receiver = await openReceiver()
  app = await openTestApp({ fill })
  const { token } = await createApiKey(app.database, {
    organizationId: 'org_old',
    name: 'new',
    scopes: ['PUBLISH', 'MANAGE', 'READ'],
    expiresAt: null,
  })
  client = createClient(app.ports[0]!, token)
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** As the version whose last migration is 0010 did: webhooks of each status, a delivery that has ended and one that waits. */
async function fill(database: Database, settings: Settings): Promise<void> {
  await database.migrator.up({ to: '0010-lanes' })
  const run = (statement: string, values: unknown[] = []) => database.em.fork().execute(statement, values)
  const keyring = createKeyring(settings.ENCRYPTION_KEYS)
  await run(
    `insert into organizations (id, name, plan, dialect) values ('org_old', 'Old', 'TEAM', 'standard')`,
  )
  await run(
    `insert into event_types (organization_id, name, description, example) values ('org_old', 'thing.happened', '', '{"n":1}')`,
  )
  const headers = [
    ['Authorization', 'Bearer very-secret'],
    ['X-Tenant', 'acme'],
  ]
  for (const [id, status] of [
    [ENABLED, 'ENABLED'],
    [PAUSED, 'PAUSED'],
    [DISABLED, 'DISABLED'],
    [DELETED, 'ENABLED'],
  ])
    await run(
      `insert into webhooks (id, organization_id, dialect, url, description, event_types, status, status_reason, headers, secret_kind,
        secrets, target_version, deleted_at)
      values (?, 'org_old', 'standard', ?, '', '{thing.happened}', ?, ?, ?, 'HMAC', ?, 3, ?)`,
      [
        id,
        receiver.url,
        status,
        status === 'ENABLED' ? null : 'REQUESTED',
        JSON.stringify(headers),
        JSON.stringify([sealSecret(keyring, id!, SECRET)]),
        id === DELETED ? new Date() : null,
      ],
    )
  for (const [n, status, key] of [
    [1, 'SUCCEEDED', null],
    [2, 'PENDING', 'once'],
  ] as const) {
    await run(
      `insert into events (id, organization_id, type, occurred_at, data, channels, test, idempotency_key)
        values (?, 'org_old', 'thing.happened', now(), '{"n":1}', '{}', false, ?)`,
      [idOf('evt', n), key],
    )
    await run(
      `insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at, attempt_count, finished_at)
        values (?, 'org_old', ?, ?, ?, '', 'AUTOMATIC', ?, ?, ?)`,
      [
        idOf('wd', n),
        ENABLED,
        idOf('evt', n),
        status,
        ...(n === 1 ? [new Date(), 1, new Date()] : [null, 0, null]),
      ],
    )
  }
  await run(
    `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body_truncated, total_ms, decision, started_at, finished_at)
      values ('org_old', ?, ?, 'thing.happened', 1, 'AUTOMATIC', 'SUCCEEDED', 200, '[]', false, 4, 'Delivered.', now(), now())`,
    [ENABLED, DONE],
  )
}

const requestOf = async (deliveryId: string) =>
  (
    await client.request(
      `query ($id: ID!) { delivery(id: $id) { attempts(first: 1) { nodes { request { url headers { name value } } } } } }`,
      { id: deliveryId },
    )
  ).delivery.attempts.nodes[0]?.request
const ended = (deliveryId: string) =>
  eventually(async () => {
    const { delivery } = await client.request(`query ($id: ID!) { delivery(id: $id) { status } }`, {
      id: deliveryId,
    })
    return delivery.status === 'SUCCEEDED' && (await requestOf(deliveryId)) !== undefined
  })

test('a database of an earlier version: its webhooks are as they were', async () => {
  const { webhooks } = await client.request(
    `{ webhooks(order: OLDEST) { nodes { id uid status headers { name value } retryPolicy { own { timeoutMs } } } } }`,
  )
  const common = {
    uid: null,
    headers: [
      { name: 'Authorization', value: 'Bearer very-secret' },
      { name: 'X-Tenant', value: 'acme' },
    ],
    retryPolicy: { own: null },
  }
  expect(webhooks.nodes).toEqual([
    { ...common, id: ENABLED, status: 'ENABLED' },
    { ...common, id: PAUSED, status: 'PAUSED' },
    { ...common, id: DISABLED, status: 'DISABLED' },
  ])
})

test('what waited is delivered, and an event is still published once', async () => {
  await ended(WAITING)
  const { body, headers } = receiver.received[0]!
  expect(headers['authorization']).toBe('Bearer very-secret')
  expect(await verify(body, headers, SECRET)).toMatchObject({ type: 'thing.happened', data: { n: 1 } })
  const again = await client.request(PUBLISH, {
    input: { type: 'thing.happened', data: { n: 1 }, idempotencyKey: 'once' },
  })
  expect(again.publishEvent).toMatchObject({ event: { id: idOf('evt', 2) }, duplicate: true })
})

test('of its attempts nobody knows the request; of those from now on no value of a header that was stored before', async () => {
  await ended(DONE) // its attempt too may be held back in the log
  expect(await requestOf(DONE)).toBeNull()
  await ended(WAITING)
  const { url, headers } = await requestOf(WAITING)
  expect(url).toBe(receiver.url)
  expect(headers).toContainEqual({ name: 'Authorization', value: null })
  expect(headers).toContainEqual({ name: 'X-Tenant', value: null })
})

test('what is new works with what is old', async () => {
  const { updateWebhook } = await client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { eventTypes retryPolicy { times } } userErrors { code } } }`,
    {
      input: {
        id: ENABLED,
        eventTypes: ['thing.*'],
        retryPolicy: { delays: [7] },
        headers: [{ name: 'X-Tenant', value: 'acme' }],
      },
    },
  )
  expect(updateWebhook).toEqual({
    webhook: { eventTypes: ['thing.*'], retryPolicy: { times: [0, 7] } },
    userErrors: [],
  })
  const deliveries = await deliveriesOf(client, await publish(client, 'thing.happened', { n: 2 }))
  expect(deliveries).toHaveLength(2)
  const { id } = deliveries.find(({ webhook }) => webhook.id === ENABLED)
  await ended(id)
  expect((await requestOf(id)).headers).toContainEqual({ name: 'X-Tenant', value: 'acme' })
  const { catalogue } = await client.request(`{ catalogue(format: OPENAPI) }`)
  expect(Object.keys(catalogue.webhooks)).toEqual(['thing.happened'])
})
