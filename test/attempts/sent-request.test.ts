import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sentRequest } from '../../src/attempts/sent-request.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { startWorkerProcess } from '../support/process.ts'
import { openReceiver, type Received } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'

const REQUEST = `query ($id: ID!) { delivery(id: $id) { attempts(first: 10) { nodes { number outcome request { url headers { name value } } } } } }`
const requestsOf = async ({ client }: DialectOrganization, id: string): Promise<any[]> =>
  (await client.request(REQUEST, { id })).delivery.attempts.nodes

/** Until the delivery has made so many attempts and waits for the next. */
const untilAttempts = (organization: DialectOrganization, id: string, count: number) =>
  organization.until(
    id,
    ({ attemptCount, nextAttemptAt }) => attemptCount === count && nextAttemptAt !== null,
  )
const update = (client: DialectOrganization['client'], input: object) =>
  client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code message } } }`,
    { input },
  )

/** Of a receiver that fails; no retry comes by itself while a test changes the webhook. */
const FAILURE = { status: 500, headers: { 'Retry-After': '3600' } }

/** What a receiver got, as the log may say it: the values of these headers are left out. */
const asLogged = ({ rawHeaders }: Received, secret: readonly string[]) => {
  const pairs: { name: string; value: string | null }[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!
    if (['host', 'content-length', 'connection'].includes(name.toLowerCase())) continue
    pairs.push({ name, value: secret.includes(name.toLowerCase()) ? null : rawHeaders[index + 1]! })
  }
  return pairs
}

const SIGNATURES: Record<string, string[]> = {
  standard: ['webhook-signature'],
  sjocamp: ['x-sjocamp-signature'],
  campsite: ['x-campsite-signature'],
}

describe.each(['workflow', 'direct'])('in the %s lane', (lane) => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ environment: { FIRST_ATTEMPT: lane } })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test.each(Object.keys(SIGNATURES))(
    '%s: the log has the request as the receiver got it',
    async (dialect) => {
      await using receiver = await openReceiver()
      const organization = await openOrganization(app, dialect)
      const { id } = await organization.webhook(`${receiver.url}/first?a=1`)
      const headers = [
        { name: 'X-Tenant', value: 'acme' },
        { name: 'Authorization', value: 'Bearer very-secret' },
        { name: 'X-Api-Key', value: 'very-secret' },
      ]
      await update(organization.client, { id, headers })
      const deliveryId = (await organization.publish()).deliveryIds[0]!
      await organization.untilStatus(deliveryId, 'SUCCEEDED')
      const [{ request }] = await requestsOf(organization, deliveryId)
      expect(request.url).toBe(`${receiver.url}/first?a=1`)
      const left = [...SIGNATURES[dialect]!, 'authorization', 'x-api-key']
      expect(request.headers).toEqual(asLogged(receiver.received[0]!, left))
      expect(request.headers.filter(({ value }: any) => value === null)).toHaveLength(3)
      const kept = await rows(app, `select headers::text from webhook_targets where webhook_id = ?`, [id])
      expect(JSON.stringify(kept)).not.toContain('very-secret')
    },
  )

  test('each attempt keeps its own, whatever is changed, enabled or deleted', async () => {
    await using receiver = await openReceiver(() => FAILURE)
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(`${receiver.url}/one`)
    const deliveryId = (await organization.publish()).deliveryIds[0]!
    const until = (count: number) => untilAttempts(organization, deliveryId, count)
    await until(1)
    await operate(organization.client, 'pauseWebhook', id)
    await operate(organization.client, 'enableWebhook', id)
    await update(organization.client, { id, description: 'not its target' })
    await update(organization.client, {
      id,
      url: `${receiver.url}/two`,
      headers: [{ name: 'X-Tenant', value: 'acme' }],
    })
    await operate(organization.client, 'retryDelivery', deliveryId)
    await until(2)
    await update(organization.client, { id, headers: [{ name: 'X-Tenant', value: 'other' }] })
    await operate(organization.client, 'retryDelivery', deliveryId)
    await until(3)
    await operate(organization.client, 'deleteWebhook', id)
    const seen = (await requestsOf(organization, deliveryId)).map(({ number, request }) => [
      number,
      new URL(request.url).pathname,
      request.headers.find(({ name }: any) => name === 'X-Tenant')?.value,
    ])
    expect(seen.sort()).toEqual([
      [1, '/one', undefined],
      [2, '/two', 'acme'],
      [3, '/two', 'other'],
    ])
    // One more for when it was enabled.
    expect(await rows(app, `select from webhook_targets where webhook_id = ?`, [id])).toHaveLength(4)
  })

  test('of a change by a process of an older version, which keeps no target, nothing untrue is said', async () => {
    await using receiver = await openReceiver(() => FAILURE)
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(`${receiver.url}/one`)
    const deliveryId = (await organization.publish()).deliveryIds[0]!
    const until = (count: number) => untilAttempts(organization, deliveryId, count)
    await until(1)
    await rows(
      app,
      `update webhooks set url = ?, target_version = target_version + 1 where id = ? returning id`,
      [`${receiver.url}/two`, id],
    )
    await operate(organization.client, 'retryDelivery', deliveryId)
    await until(2)
    const seen = (await requestsOf(organization, deliveryId)).map(({ number, request }) => [
      number,
      request && new URL(request.url).pathname,
    ])
    expect(seen.sort()).toEqual([
      [1, '/one'],
      [2, null],
    ])
    expect(receiver.received.map(({ path }) => path)).toEqual(['/one', '/two'])
  })
})

test('of an attempt whose end nobody recorded the time of the signature is not known', async () => {
  const dialect = (await loadDialects()).get('standard')!
  const timestampOf = (isTimeKnown: boolean) =>
    sentRequest({
      dialect,
      target: { url: 'https://localhost:1/', headers: [] },
      organizationId: 'org_1',
      deliveryId: 'wd_1',
      eventId: 'evt_1',
      eventType: 'a.b',
      startedAt: new Date(1_700_000_000_000),
      isTimeKnown,
    }).headers.find(({ name }) => name === 'webhook-timestamp')
  expect(timestampOf(true)).toEqual({ name: 'webhook-timestamp', value: '1700000000' })
  expect(timestampOf(false)).toEqual({ name: 'webhook-timestamp', value: null })
})

test('an attempt after the plan took its webhook away and gave it back', async () => {
  await using app = await openTestApp()
  await using receiver = await openReceiver()
  const operator = await app.operator()
  const organization = await openOrganization(app, 'sjocamp')
  await organization.webhook(`${receiver.url}/one`)
  for (const plan of ['FREE', 'TEAM'])
    await operator.request(
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
      { input: { id: organization.id, plan } },
    )
  const deliveryId = (await organization.publish()).deliveryIds[0]!
  await organization.untilStatus(deliveryId, 'SUCCEEDED')
  const [{ request }] = await requestsOf(organization, deliveryId)
  expect(request?.url).toBe(`${receiver.url}/one`)
})

test('however often a webhook is changed, its hundred newest targets are kept', async () => {
  await using app = await openTestApp({ workers: 0 })
  const organization = await openOrganization(app)
  const { id } = await organization.webhook('https://localhost:1/1')
  await rows(
    app,
    `insert into webhook_targets (webhook_id, target_version, organization_id, url, headers)
      select ?, n, ?, 'https://localhost:1/' || n, '[]' from generate_series(2, 150) n`,
    [id, organization.id],
  )
  await rows(app, `update webhooks set target_version = 150, url = 'https://localhost:1/150' where id = ?`, [
    id,
  ])
  await update(organization.client, { id, url: 'https://localhost:1/151' })
  const [kept] = await rows(
    app,
    `select count(*)::int, min(target_version) as least, max(target_version) as most from webhook_targets where webhook_id = ?`,
    [id],
  )
  expect(kept).toEqual({ count: 100, least: 52, most: 151 })
})

test('of an attempt whose worker died, and none of what was made before it was remembered', async () => {
  await using app = await openTestApp({ workers: 0 })
  let held = true
  await using receiver = await openReceiver(() => (held ? 'hang' : { status: 200 }))
  await using worker = await startWorkerProcess(app)
  const organization = await openOrganization(app)
  const { id } = await organization.webhook(`${receiver.url}/one`)
  const deliveryId = (await organization.publish()).deliveryIds[0]!
  await eventually(() => receiver.received.length === 1)
  await worker.kill('SIGKILL')
  held = false
  await update(organization.client, { id, url: `${receiver.url}/two` })
  await app.openWorker()
  await organization.untilStatus(deliveryId, 'SUCCEEDED', 90_000)
  const paths = async () =>
    (await requestsOf(organization, deliveryId)).map(({ outcome, request }) => [
      outcome,
      request && new URL(request.url).pathname,
    ])
  expect((await paths()).sort()).toEqual([
    ['INTERRUPTED', '/one'],
    ['SUCCEEDED', '/two'],
  ])
  await rows(app, `update attempts set target_version = null where delivery_id = ? and number = 1`, [
    deliveryId,
  ])
  expect((await paths()).sort()).toEqual([
    ['INTERRUPTED', null],
    ['SUCCEEDED', '/two'],
  ])
}, 180_000)
