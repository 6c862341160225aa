import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openTemporal } from '../support/temporal.ts'
import {
  askReplay,
  changeReplay,
  readReplay,
  startReplay,
  untilCompleted,
  untilReplay,
  writeEnded,
} from './stage.ts'

let app: TestApp
let receiver: TestReceiver
/** What the receiver answers; by path. */
const answers = new Map<string, number>()
beforeAll(async () => {
  receiver = await openReceiver(({ path }) => ({ status: answers.get(path) ?? 200 }))
  app = await openTestApp()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

let paths = 0
async function stage() {
  const organization = await openOrganization(app)
  const path = `/${(paths += 1)}`
  // What fails is not retried while a test looks at it.
  const webhook = await organization.webhook(receiver.url + path, { delays: [600] })
  return { organization, client: organization.client, webhookId: webhook.id, path }
}
const requestsTo = (path: string) => receiver.received.filter((request) => request.path === path)
const deliveriesOf = ({ id }: DialectOrganization) =>
  rows(app, `select * from deliveries where organization_id = ? order by id`, [id])

test.each(['WORKFLOW', 'DIRECT'])(
  'each delivery that failed is sent again by exactly one new run (protocol 4.8): lane %s',
  async (lane) => {
    const { organization, client, webhookId, path } = await stage()
    await rows(app, `update organizations set lane = ? where id = ?`, [lane, organization.id])
    const ids = await writeEnded(app, organization.id, webhookId, 250)
    await writeEnded(app, organization.id, webhookId, 20, {
      status: 'SUCCEEDED',
      statusCode: 200,
      errorKind: null,
    })
    const started = await startReplay(client, { webhookId, ratePerSecond: 200 })
    expect(started).toMatchObject({
      status: 'RUNNING',
      webhook: { id: webhookId },
      organization: { id: organization.id },
      statuses: ['FAILED', 'SKIPPED'],
      ratePerSecond: 200,
    })
    const ended = await untilCompleted(client, started.id)
    expect(ended).toMatchObject({
      matched: 250,
      counted: true,
      queued: 250,
      delivered: 250,
      failed: 0,
      skipped: 0,
      eta: null,
    })
    expect(ended.finishedAt).not.toBe(null)
    const found = await deliveriesOf(organization)
    expect(found.filter(({ run }) => run === 2).map(({ id }) => id)).toEqual(ids)
    expect(found.filter(({ run }) => run > 2)).toEqual([])
    const sent = requestsTo(path).map(({ headers }) => headers['webhook-id'])
    expect(sent).toHaveLength(250)
    expect(new Set(sent).size).toBe(250)
  },
)

test('in the direct lane what fails again is retried in a workflow, and counts when it has ended', async () => {
  const { organization, client, webhookId, path } = await stage()
  await rows(app, `update organizations set lane = 'DIRECT' where id = ?`, [organization.id])
  const [one, two] = await writeEnded(app, organization.id, webhookId, 2)
  answers.set(path, 500)
  const { id } = await startReplay(client, { webhookId })
  for (const delivery of [one!, two!])
    await organization.until(
      delivery,
      ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt,
    )
  expect(await readReplay(client, id)).toMatchObject({ queued: 2, delivered: 0, failed: 0 })
  answers.set(path, 200)
  await operate(client, 'cancelDelivery', one!)
  await operate(client, 'retryDelivery', two!)
  expect(await untilCompleted(client, id)).toMatchObject({ queued: 2, delivered: 1, failed: 1 })
  const attempts = await rows(
    app,
    `select number, trigger, outcome from attempts where delivery_id = ? order by number`,
    [two],
  )
  expect(attempts.map(({ number, trigger, outcome }) => [number, trigger, outcome])).toEqual([
    [1, 'AUTOMATIC', 'FAILED'],
    [2, 'MANUAL', 'FAILED'],
    [3, 'MANUAL', 'SUCCEEDED'],
  ])
})

test('what fails again is counted, what is gone is not, and all adds up', async () => {
  const { organization, client, webhookId, path } = await stage()
  answers.set(path, 410) // for good, without a retry
  await writeEnded(app, organization.id, webhookId, 30, { payload: false })
  const other = await organization.webhook(`${receiver.url}${path}/other`)
  await writeEnded(app, organization.id, other.id, 20)
  await writeEnded(app, organization.id, webhookId, 10)
  const { id } = await startReplay(client, { ratePerSecond: 100 })
  const ended = await untilCompleted(client, id)
  expect(ended.matched).toBe(30)
  expect(ended.delivered).toBe(20)
  expect(ended.queued + ended.skipped).toBe(30)
  expect(ended.delivered + ended.failed).toBe(ended.queued)
})

test('retryDelivery of one that failed in a replay leaves the replay its failure', async () => {
  const { organization, client, webhookId, path } = await stage()
  const [first] = await writeEnded(app, organization.id, webhookId, 3)
  answers.set(path, 500)
  const { id } = await startReplay(client, { webhookId, ratePerSecond: 100 })
  await untilReplay(client, id, ({ queued }) => queued === 3)
  await eventually(async () =>
    (await deliveriesOf(organization)).every(
      ({ attempt_count, attempt_started_at }) => attempt_count === 2 && !attempt_started_at,
    ),
  )
  await operate(client, 'cancelDelivery', first!)
  await untilReplay(client, id, ({ failed }) => failed === 1)
  answers.set(path, 200)
  await operate(client, 'retryDelivery', first!)
  await organization.until(first!, ({ status }) => status === 'SUCCEEDED')
  for (const { id: other } of (await deliveriesOf(organization)).slice(1))
    await operate(client, 'retryDelivery', other)
  expect(await untilCompleted(client, id)).toMatchObject({ matched: 3, queued: 3, delivered: 2, failed: 1 })
})

describe('pausing', () => {
  test('no attempt begins, until it is resumed; retryDelivery sends one all the same', async () => {
    const { organization, client, webhookId, path } = await stage()
    await writeEnded(app, organization.id, webhookId, 400)
    const { id } = await startReplay(client, { webhookId, ratePerSecond: 60 })
    await eventually(() => requestsTo(path).length > 20)
    expect((await changeReplay(client, 'pauseReplay', id)).replay).toMatchObject({
      status: 'PAUSED',
      eta: null,
    })
    const pausedAt = Date.now()
    await eventually(() => Date.now() - pausedAt > 2_000)
    // What was on its way has ended.
    await eventually(async () =>
      (await deliveriesOf(organization)).every(
        ({ status, started_at, leased_until }) => status !== 'PENDING' || (!started_at && !leased_until),
      ),
    )
    const sent = requestsTo(path).length
    expect(sent).toBeLessThan(400)
    // What is published goes on; claims find nothing else.
    for (let count = 0; count < 3; count += 1)
      await organization.untilStatus((await organization.publish()).deliveryIds[0]!, 'SUCCEEDED')
    expect(requestsTo(path)).toHaveLength(sent + 3)
    expect((await changeReplay(client, 'pauseReplay', id)).userErrors).toEqual([])

    const [waiting] = (await deliveriesOf(organization)).filter(
      ({ status, started_at }) => status === 'PENDING' && !started_at,
    )
    if (waiting) {
      await operate(client, 'retryDelivery', waiting.id)
      await organization.until(waiting.id, ({ status }) => status === 'SUCCEEDED')
    }
    expect((await changeReplay(client, 'resumeReplay', id)).replay.status).toBe('RUNNING')
    await client.request(
      `mutation ($id: ID!) { setReplayRate(id: $id, ratePerSecond: 1000) { userErrors { code } } }`,
      { id },
    )
    expect(await untilCompleted(client, id)).toMatchObject({
      matched: 400,
      delivered: 400,
      ratePerSecond: 1000,
    })
    expect(requestsTo(path)).toHaveLength(400 + 3)
    expect((await changeReplay(client, 'resumeReplay', id)).userErrors).toMatchObject([
      { code: 'ALREADY_FINISHED' },
    ])
  })

  test('what is put back and waits is not sent either', async () => {
    const { organization, client, webhookId, path } = await stage()
    await writeEnded(app, organization.id, webhookId, 100)
    await operate(client, 'pauseWebhook', webhookId)
    const { id } = await startReplay(client, { webhookId, ratePerSecond: 1000 })
    await untilReplay(client, id, ({ queued }) => queued === 100)
    await changeReplay(client, 'pauseReplay', id)
    await operate(client, 'enableWebhook', webhookId)
    const live = (await organization.publish()).deliveryIds[0]!
    await organization.untilStatus(live, 'SUCCEEDED')
    expect(requestsTo(path)).toHaveLength(1)
    await changeReplay(client, 'resumeReplay', id)
    await untilCompleted(client, id)
    expect(requestsTo(path)).toHaveLength(101)
  })
})

test('canceling gives what was not sent its status back', async () => {
  const { organization, client, webhookId, path } = await stage()
  await writeEnded(app, organization.id, webhookId, 20)
  await writeEnded(app, organization.id, webhookId, 20, {
    status: 'SKIPPED',
    statusCode: null,
    errorKind: null,
  })
  await operate(client, 'pauseWebhook', webhookId)
  const { id } = await startReplay(client, { webhookId, ratePerSecond: 15 })
  await untilReplay(client, id, ({ queued }) => queued >= 25)
  expect((await changeReplay(client, 'cancelReplay', id)).replay).toMatchObject({ status: 'CANCELED' })
  const found = await eventually(async () => {
    const all = await deliveriesOf(organization)
    return all.every(({ status }) => status !== 'PENDING') && all
  })
  expect(found.map(({ status }) => status).sort()).toEqual([
    ...Array.from({ length: 20 }, () => 'FAILED'),
    ...Array.from({ length: 20 }, () => 'SKIPPED'),
  ])
  await operate(client, 'enableWebhook', webhookId)
  await organization.untilStatus((await organization.publish()).deliveryIds[0]!, 'SUCCEEDED')
  expect(requestsTo(path)).toHaveLength(1)
  expect((await changeReplay(client, 'cancelReplay', id)).userErrors).toMatchObject([
    { code: 'ALREADY_FINISHED' },
  ])
  const { queued, delivered, failed } = await readReplay(client, id)
  expect([delivered, failed]).toEqual([0, 0])
  expect(queued).toBeGreaterThanOrEqual(25)

  const again = await startReplay(client, { webhookId, ratePerSecond: 1000 })
  expect(await untilCompleted(client, again.id)).toMatchObject({ matched: 40, delivered: 40 })
})

test('the rate is kept', async () => {
  const { organization, client, webhookId, path } = await stage()
  await writeEnded(app, organization.id, webhookId, 60)
  const began = Date.now()
  const { id } = await startReplay(client, { webhookId, ratePerSecond: 10 })
  await untilCompleted(client, id)
  const times = requestsTo(path).map(({ at }) => at)
  // The first second's ten at once, then the other fifty. The first may come late, so it counts from the start.
  expect(times.at(-1)! - began).toBeGreaterThan(4_000)
})

test('live deliveries overtake those of a replay', async () => {
  const { organization, client, webhookId, path } = await stage()
  await writeEnded(app, organization.id, webhookId, 600)
  const { id } = await startReplay(client, { webhookId, ratePerSecond: 1000 })
  await eventually(() => requestsTo(path).length > 30)
  const live = await Promise.all(Array.from({ length: 10 }, () => organization.publish()))
  expect(await untilCompleted(client, id)).toMatchObject({ delivered: 600 })
  await eventually(() => requestsTo(path).length === 610)
  // By the order in which they came: until the test has looked, the replay may be over.
  const came = requestsTo(path).map(({ headers }) => headers['webhook-id'])
  const last = Math.max(...live.map(({ eventId }) => came.indexOf(eventId)))
  expect(came.length - 1 - last).toBeGreaterThan(30)
})

test('equal calls with one key, at once and later, are one replay', async () => {
  const { organization, client, webhookId } = await stage()
  await writeEnded(app, organization.id, webhookId, 5)
  const input = { webhookId, idempotencyKey: 'once', ratePerSecond: 7, statuses: ['FAILED', 'CANCELED'] }
  const payloads = await Promise.all(Array.from({ length: 8 }, () => askReplay(client, input)))
  expect(payloads.flatMap(({ userErrors }) => userErrors)).toEqual([])
  expect(new Set(payloads.map(({ replay }) => replay.id)).size).toBe(1)
  const { id } = await untilCompleted(client, payloads[0].replay.id)
  expect((await startReplay(client, { ...input, statuses: ['CANCELED', 'FAILED'] })).id).toBe(id)
  const other = await askReplay(client, { ...input, ratePerSecond: 8 })
  expect(other).toMatchObject({ replay: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] })
  expect((await deliveriesOf(organization)).map(({ run }) => run)).toEqual([2, 2, 2, 2, 2])
})

test('a replay whose workflow Temporal lost goes on', async () => {
  await using temporal = await openTemporal(app)
  const { organization, client, webhookId } = await stage()
  await writeEnded(app, organization.id, webhookId, 300)
  const { id } = await startReplay(client, { webhookId, ratePerSecond: 20 })
  await untilReplay(client, id, ({ delivered }) => delivered > 20)
  const lost = await temporal.describe(id)
  await temporal.client.workflowService.deleteWorkflowExecution({
    namespace: app.namespace,
    workflowExecution: { workflowId: id, runId: lost.runId },
  })
  // It may have been started again before anybody sees that it is gone.
  await eventually(async () => (await temporal.describe(id).catch(() => null))?.runId !== lost.runId)
  await client.request(
    `mutation ($id: ID!) { setReplayRate(id: $id, ratePerSecond: 1000) { userErrors { code } } }`,
    { id },
  )
  expect(await untilCompleted(client, id)).toMatchObject({ matched: 300, delivered: 300 })
  expect((await deliveriesOf(organization)).every(({ run }) => run === 2)).toBe(true)
})
