import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBy } from '../../src/database/read-by.ts'
import { Delivery } from '../../src/deliveries/delivery.ts'
import { retryDelivery } from '../../src/operating/retry-delivery.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { operate, sendTestEvent } from '../support/operate.ts'
import { openReceiver } from '../support/receiver.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'
import { readDelivery } from '../support/webhooks.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
let temporal: TestTemporal
beforeAll(async () => {
  app = await openTestApp()
  temporal = await openTemporal(app)
})
afterAll(async () => {
  await temporal[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

/** A delivery whose first attempt failed and that waits for its first retry, which comes soon except of campsite: after 30 s. */
async function failedOnce(organization: DialectOrganization, url: string) {
  const webhook = await organization.webhook(url)
  const { deliveryIds } = await organization.publish()
  const id = deliveryIds[0]!
  await organization.until(
    id,
    ({ attemptCount, nextAttemptAt }) => attemptCount === 1 && nextAttemptAt !== null,
  )
  return { id, webhookId: webhook.id }
}

const attemptsOf = ({ attempts }: any) =>
  attempts.nodes.map(({ trigger, outcome }: any) => `${trigger} ${outcome}`)

describe('retryDelivery (protocol 4.4)', () => {
  test.concurrent('of a pending delivery makes an attempt now, and leaves all retries to come', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const { id } = await failedOnce(organization, receiver.url)
    expect((await operate(organization.client, 'retryDelivery', id)).userErrors).toEqual([])
    await organization.until(
      id,
      ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt !== null,
    )
    await temporal.skipTime(id)
    const delivery = await organization.untilStatus(id, 'FAILED')
    expect(attemptsOf(delivery)).toEqual([
      'AUTOMATIC FAILED',
      'MANUAL FAILED',
      ...Array(10).fill('AUTOMATIC FAILED'),
    ])
    expect(receiver.received).toHaveLength(12)
  })

  test.concurrent('with expectedStatus sends nothing if the delivery has another status by now', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await organization.untilStatus(id, 'SUCCEEDED')
    const retry = async (expectedStatus: string) =>
      (
        await organization.client.request(
          `mutation ($id: ID!, $expectedStatus: DeliveryStatus) {
            retryDelivery(id: $id, expectedStatus: $expectedStatus) { delivery { status } userErrors { code } } }`,
          { id, expectedStatus },
        )
      ).retryDelivery
    expect(await retry('PENDING')).toEqual({ delivery: null, userErrors: [{ code: 'CONFLICT' }] })
    expect((await retry('SUCCEEDED')).userErrors).toEqual([])
    await eventually(() => receiver.received.length === 2)
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC SUCCEEDED',
      'MANUAL SUCCEEDED',
    ])
  })

  test.concurrent('that delivers ends the delivery', async () => {
    const answers = [500, 200]
    await using receiver = await openReceiver(() => ({ status: answers.shift() ?? 500 }))
    const organization = await openOrganization(app, 'campsite')
    const { id } = await failedOnce(organization, receiver.url)
    await operate(organization.client, 'retryDelivery', id)
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'MANUAL SUCCEEDED',
    ])
    await temporal.history(id)
    expect(receiver.received).toHaveLength(2)
  })

  test.concurrent('of one that has ended sends it again under the same id', async () => {
    await using receiver = await openReceiver(({ path }) => ({ status: path === '/bad' ? 500 : 200 }))
    const organization = await openOrganization(app, 'sjocamp')
    const { client } = organization
    const good = await organization.webhook(`${receiver.url}/good`)
    const bad = await organization.webhook(`${receiver.url}/bad`)
    const succeeded = await sendTestEvent(client, good.id, organization.eventType)
    const failed = await sendTestEvent(client, bad.id, organization.eventType)
    await organization.untilStatus(succeeded, 'SUCCEEDED')
    await organization.untilStatus(failed, 'FAILED')
    for (const [id, final] of [
      [succeeded, 'SUCCEEDED'],
      [failed, 'FAILED'],
    ] as const) {
      const { delivery } = await operate(client, 'retryDelivery', id)
      expect(delivery.status).toBe('PENDING')
      const again = await organization.until(
        id,
        ({ status, attemptCount }) => status === final && attemptCount === 2,
      )
      expect(attemptsOf(again)).toEqual([`TEST ${final}`, `MANUAL ${final}`])
    }
    const ids = receiver.received.map(({ body }) => JSON.parse(body.toString()).delivery_id)
    expect(ids.sort()).toEqual([failed, failed, succeeded, succeeded].sort())
    expect(new Set(receiver.received.map(({ body }) => body.toString())).size).toBe(2)
  })

  test.concurrent('of a skipped one makes a new run at once, though the old one still waits', async () => {
    const answers = [500, 500]
    await using receiver = await openReceiver(() => ({ status: answers.shift() ?? 200 }))
    const organization = await openOrganization(app, 'campsite')
    const { client } = organization
    const { id, webhookId } = await failedOnce(organization, receiver.url)
    await operate(client, 'retryDelivery', id) // the next automatic retry is half a minute away
    await organization.until(
      id,
      ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt !== null,
    )
    await operate(client, 'disableWebhook', webhookId)
    await organization.untilStatus(id, 'SKIPPED')
    await operate(client, 'enableWebhook', webhookId)
    await operate(client, 'retryDelivery', id)
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(attemptsOf(delivery)).toEqual(['AUTOMATIC FAILED', 'MANUAL FAILED', 'MANUAL SUCCEEDED'])
  })

  test.concurrent(
    'while an attempt is on its way waits for it, and makes another only if it fails',
    async () => {
      const gate = openGate()
      await using receiver = await openReceiver(async () => (await gate.passed, { status: 500 }))
      const organization = await openOrganization(app, 'campsite')
      await organization.webhook(receiver.url)
      const id = (await organization.publish()).deliveryIds[0]!
      await eventually(() => receiver.received.length === 1)
      await operate(organization.client, 'retryDelivery', id)
      gate.open()
      const delivery = await organization.until(
        id,
        ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt,
      )
      expect(receiver.received).toHaveLength(2)
      expect(delivery.attempts.nodes.every(({ outcome }: any) => outcome === 'FAILED')).toBe(true)
    },
  )

  test.concurrent('is refused while the webhook is disabled or deleted', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { client } = organization
    const webhook = await organization.webhook(receiver.url)
    const id = await sendTestEvent(client, webhook.id, organization.eventType)
    await organization.untilStatus(id, 'SUCCEEDED')
    await operate(client, 'disableWebhook', webhook.id)
    expect((await operate(client, 'retryDelivery', id)).userErrors).toMatchObject([
      { code: 'WEBHOOK_DISABLED' },
    ])
    await operate(client, 'deleteWebhook', webhook.id)
    expect((await operate(client, 'retryDelivery', id)).userErrors).toMatchObject([
      { code: 'WEBHOOK_DELETED' },
    ])
    expect(receiver.received).toHaveLength(1)
  })
})

describe('cancelDelivery (protocol 4.5)', () => {
  test.concurrent('of a pending delivery: CANCELED, its workflow ends, nothing more is sent', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const { id } = await failedOnce(organization, receiver.url)
    expect((await operate(organization.client, 'cancelDelivery', id)).delivery.status).toBe('CANCELED')
    await temporal.history(id)
    expect((await operate(organization.client, 'cancelDelivery', id)).userErrors).toMatchObject([
      { code: 'ALREADY_FINISHED' },
    ])
    expect(await organization.untilStatus(id, 'CANCELED')).toMatchObject({
      attemptCount: 1,
      nextAttemptAt: null,
    })
    expect(receiver.received).toHaveLength(1)
  })

  test.concurrent.each([
    [200, 'SUCCEEDED'],
    [500, 'CANCELED'],
  ])('while an attempt is on its way that ends with %i: %s', async (status, final) => {
    const gate = openGate()
    await using receiver = await openReceiver(async () => (await gate.passed, { status }))
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    expect((await operate(organization.client, 'cancelDelivery', id)).delivery.status).toBe('CANCELED')
    gate.open()
    const delivery = await organization.until(
      id,
      ({ attempts, attemptStartedAt }) => attempts.nodes.length === 1 && attemptStartedAt === null,
    )
    expect(delivery).toMatchObject({ status: final, attemptStartedAt: null, nextAttemptAt: null })
    await temporal.history(id)
    expect(receiver.received).toHaveLength(1)
  })
})

test.concurrent.each(['WORKFLOW', 'DIRECT'])(
  'canceled and sent again while an attempt is on its way: that one is waited for, and logged as what it was (%s)',
  async (lane) => {
    const gates = [openGate(), openGate()]
    const statuses = [500, 200]
    let requests = 0
    await using receiver = await openReceiver(async () => {
      const index = requests
      requests += 1
      await gates[index]!.passed
      return { status: statuses[index]! }
    })
    const organization = await openOrganization(app)
    const { client } = organization
    await rows(app, `update organizations set lane = ? where id = ?`, [lane, organization.id])
    // The first attempt is on its way until the test has looked.
    await organization.webhook(receiver.url, { timeoutMs: 30_000 })
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    await operate(client, 'cancelDelivery', id)
    await operate(client, 'retryDelivery', id)
    // What is published for another webhook is claimed and delivered meanwhile.
    const other = await openOrganization(app)
    await using healthy = await openReceiver()
    await other.webhook(healthy.url)
    const otherId = (await other.publish()).deliveryIds[0]!
    await eventually(async () => (await readDelivery(other.client, otherId)).status === 'SUCCEEDED')
    expect(receiver.received).toHaveLength(1)
    gates[0]!.open()
    await eventually(() => receiver.received.length === 2)
    gates[1]!.open()
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'MANUAL SUCCEEDED',
    ])
  },
)

test.concurrent(
  'asked for while a first attempt is on its way after which none would follow, one follows',
  async () => {
    const gate = openGate()
    const statuses = [500, 200]
    await using receiver = await openReceiver(async () => (await gate.passed, { status: statuses.shift()! }))
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const id = await sendTestEvent(organization.client, webhookId, organization.eventType)
    await eventually(() => receiver.received.length === 1)
    await operate(organization.client, 'retryDelivery', id)
    gate.open()
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'TEST FAILED',
      'MANUAL SUCCEEDED',
    ])
  },
)

test.concurrent('asked for when it was read as PENDING, and had ended since: it is sent again', async () => {
  const gate = openGate()
  const statuses = [500, 200]
  await using receiver = await openReceiver(async () => (await gate.passed, { status: statuses.shift()! }))
  const organization = await openOrganization(app)
  await rows(app, `update organizations set lane = 'DIRECT' where id = ?`, [organization.id])
  const { id: webhookId } = await organization.webhook(receiver.url)
  const id = await sendTestEvent(organization.client, webhookId, organization.eventType)
  await eventually(() => receiver.received.length === 1)
  const [read] = await readBy(app.database, Delivery, 'id', [id])
  gate.open()
  await organization.untilStatus(id, 'FAILED')
  const deps = { ...app, temporal: temporal.client, notify: { deliveriesWait: () => {} } }
  await retryDelivery({ ...deps, log: pino({ level: 'silent' }) }, read!)
  expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
    'TEST FAILED',
    'MANUAL SUCCEEDED',
  ])
})

test.concurrent('a cancel that reaches Temporal late ends no run that was asked for since', async () => {
  await using receiver = await openReceiver(() => ({ status: 500 }))
  const organization = await openOrganization(app, 'campsite')
  const { id } = await failedOnce(organization, receiver.url)
  await operate(organization.client, 'cancelDelivery', id)
  const signals = (await temporal.history(id)).flatMap(
    (event) => event.workflowExecutionSignaledEventAttributes ?? [],
  )
  expect(signals.map(({ input }) => Buffer.from(input!.payloads![0]!.data!).toString())).toEqual(['1'])
  await operate(organization.client, 'retryDelivery', id)
  await organization.until(id, ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt)
  const handle = temporal.client.workflow.getHandle(id)
  await handle.signal('cancel', 1)
  await handle.signal('retryNow')
  await organization.until(id, ({ attemptCount, nextAttemptAt }) => attemptCount === 3 && nextAttemptAt)
  await handle.signal('cancel', 2)
  await organization.untilStatus(id, 'CANCELED')
})

describe.each([
  ['disableWebhook', 'SKIPPED'],
  ['deleteWebhook', 'CANCELED'],
] as const)('%s (protocol 4.6)', (operation, ended) => {
  test.concurrent('ends pending deliveries; nothing more is sent', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const { id, webhookId } = await failedOnce(organization, receiver.url)
    await operate(organization.client, operation, webhookId)
    expect((await readDelivery(organization.client, id)).status).toBe(ended) // in the same transaction
    await temporal.skipTime(id)
    await temporal.history(id)
    expect(await organization.untilStatus(id, ended)).toMatchObject({
      attemptCount: 1,
      nextAttemptAt: null,
    })
    expect(receiver.received).toHaveLength(1)
  })

  test.concurrent('lets an attempt on its way end, which may deliver', async () => {
    const gate = openGate()
    await using receiver = await openReceiver(async () => (await gate.passed, { status: 200 }))
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    await operate(organization.client, operation, webhookId)
    expect((await readDelivery(organization.client, id)).status).toBe(ended) // in the same transaction
    gate.open()
    await organization.untilStatus(id, 'SUCCEEDED')
  })
})

describe('pauseWebhook (protocol 4.6)', () => {
  test.concurrent('holds new deliveries; enableWebhook lets them go', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(`${receiver.url}/paused`)
    await organization.webhook(`${receiver.url}/other`)
    await operate(organization.client, 'pauseWebhook', webhookId)
    const { deliveryIds } = await organization.publish()
    expect(deliveryIds).toHaveLength(2)
    // The other webhook's delivery was claimed by the same look into the queue.
    await eventually(() => receiver.received.length === 1)
    expect(receiver.received[0]!.path).toBe('/other')
    await operate(organization.client, 'enableWebhook', webhookId)
    for (const id of deliveryIds) await organization.untilStatus(id, 'SUCCEEDED')
    expect(receiver.received).toHaveLength(2)
  })

  test.concurrent('holds retries, which count when they are made', async () => {
    const gate = openGate()
    const answers = [500]
    await using receiver = await openReceiver(
      async () => (await gate.passed, { status: answers.shift() ?? 200 }),
    )
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    // Before the first attempt has failed, so before its retry.
    await operate(organization.client, 'pauseWebhook', webhookId)
    gate.open()
    await eventually(
      async () => (await temporal.pendingActivity(id))?.lastFailure?.message === 'The webhook is paused.',
    )
    expect(receiver.received).toHaveLength(1)
    await operate(organization.client, 'enableWebhook', webhookId)
    await temporal.skipTime(id)
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(attemptsOf(delivery)).toEqual(['AUTOMATIC FAILED', 'AUTOMATIC SUCCEEDED'])
    const [row] = await rows(app, `select retry_count from deliveries where id = ?`, [id])
    expect(row.retry_count).toBe(1)
  })

  test.concurrent('for longer than the 24 hours: what was being retried is FAILED', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const { id, webhookId } = await failedOnce(organization, receiver.url)
    await operate(organization.client, 'pauseWebhook', webhookId)
    // The signal, so that a day of asking again each minute need not be sat through.
    await temporal.signal(id, 'pause')
    await temporal.skipTime(id)
    const { decision } = await organization.untilStatus(id, 'FAILED')
    expect(decision).toContain('24 hours')
    expect(receiver.received).toHaveLength(1)
  })
})
