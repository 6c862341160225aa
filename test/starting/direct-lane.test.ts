import { WorkflowClient } from '@temporalio/client'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { readBy } from '../../src/database/read-by.ts'
import { Delivery } from '../../src/deliveries/delivery.ts'
import { retryDelivery } from '../../src/operating/retry-delivery.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { operate, readWebhook, sendTestEvent } from '../support/operate.ts'
import { startWorkerProcess } from '../support/process.ts'
import { publishMany } from '../support/publish-many.ts'
import { openReceiver } from '../support/receiver.ts'
import { holdSweeps } from '../support/reconcile.ts'
import { rows } from '../support/sql.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

let app: TestApp
let temporal: TestTemporal
beforeAll(async () => {
  app = await openTestApp({ environment: { FIRST_ATTEMPT: 'direct' } })
  temporal = await openTemporal(app)
})
afterAll(async () => {
  await temporal[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

/** The row as the relay and reconciling see it. */
async function stored(id: string) {
  const [row] = await rows(
    app,
    `select status, run, attempt_count, retry_count, started_at is not null as started, attempt_started_at is not null as marked,
      leased_until is not null as claimed, next_attempt_at is not null as waits from deliveries where id = ?`,
    [id],
  )
  return row
}

const hasWorkflow = (id: string) =>
  temporal.describe(id).then(
    () => true,
    () => false,
  )
const outcomesOf = ({ attempts }: any) =>
  attempts.nodes.map(({ outcome, trigger }: any) => `${trigger} ${outcome}`)

/** A receiver that answers each request when told to. */
async function openHeldReceiver() {
  const waiting: ((status: number) => void)[] = []
  const receiver = await openReceiver(
    () => new Promise((resolve) => waiting.push((status) => resolve({ status }))),
  )
  return {
    receiver,
    /** Waits for the request with this number, from 1. */
    request: (number: number) => eventually(() => waiting.length >= number),
    answer: (number: number, status: number) => waiting[number - 1]!(status),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

describe('a first attempt', () => {
  test('that succeeds is in the log, and Temporal never heard of it', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(outcomesOf(delivery)).toEqual(['AUTOMATIC SUCCEEDED'])
    expect(delivery.decision).toBe('Delivered: the receiver answered 200.')
    expect(await stored(id)).toEqual({
      status: 'SUCCEEDED',
      run: 1,
      attempt_count: 1,
      retry_count: 0,
      started: false,
      marked: false,
      claimed: false,
      waits: false,
    })
    expect(await hasWorkflow(id)).toBe(false)
  })

  test('that fails begins a workflow, which says why and retries on schedule', async () => {
    const answers = [500]
    // Late enough that the test sees it wait, however slow the machine.
    const headers = { 'Retry-After': '3600' }
    await using receiver = await openReceiver(() => ({ status: answers.shift() ?? 200, headers }))
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    const waiting = await organization.until(id, ({ nextAttemptAt }) => nextAttemptAt !== null)
    const activity = await eventually(async () => {
      const pending = await temporal.pendingActivity(id).catch(() => undefined)
      return pending?.lastFailure && pending
    })
    expect(activity.lastFailure!.message).toContain('The receiver answered 500')
    const due = Number(activity.nextAttemptScheduleTime!.seconds) * 1000
    expect(Math.abs(due - Date.parse(waiting.nextAttemptAt))).toBeLessThan(60_000)
    await temporal.skipTime(id)
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(outcomesOf(delivery)).toEqual(['AUTOMATIC FAILED', 'AUTOMATIC SUCCEEDED'])
    expect(await stored(id)).toMatchObject({ attempt_count: 2, retry_count: 1, started: true })
    expect(receiver.received[0]!.body).toEqual(receiver.received[1]!.body)
  })

  test('of a test event is its only one', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const id = await sendTestEvent(organization.client, webhookId, organization.eventType)
    const delivery = await organization.untilStatus(id, 'FAILED')
    expect(outcomesOf(delivery)).toEqual(['TEST FAILED'])
    expect(delivery.decision).toBe('It was the last attempt: test events are not retried.')
    expect(await hasWorkflow(id)).toBe(false)
  })

  test('that ends with 410 disables the webhook and cancels what was pending for it', async () => {
    await using gate = await openHeldReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(gate.receiver.url)
    const first = (await organization.publish()).deliveryIds[0]!
    const second = (await organization.publish()).deliveryIds[0]!
    await gate.request(2)
    gate.answer(1, 410)
    await eventually(async () => (await readWebhook(organization.client, webhookId)).status === 'DISABLED')
    gate.answer(2, 200)
    const statuses = await Promise.all(
      [first, second].map(
        async (id) =>
          (
            await organization.until(
              id,
              // SKIPPED with its attempt on its way, which then succeeds.
              ({ status, attemptStartedAt }) => status !== 'PENDING' && attemptStartedAt === null,
            )
          ).status,
      ),
    )
    expect([...statuses].sort()).toEqual(['FAILED', 'SUCCEEDED'])
    expect((await stored(first)).marked || (await stored(second)).marked).toBe(false)
  })
})

describe('while the first attempt is under way', () => {
  test('retryDelivery makes another one at once if it fails, which is no retry of the policy', async () => {
    await using gate = await openHeldReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(gate.receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await gate.request(1)
    expect((await operate(organization.client, 'retryDelivery', id)).userErrors).toEqual([])
    gate.answer(1, 500)
    await gate.request(2)
    gate.answer(2, 200)
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(outcomesOf(delivery)).toEqual(['AUTOMATIC FAILED', 'MANUAL SUCCEEDED'])
    expect(await stored(id)).toMatchObject({ run: 1, retry_count: 0 })
  })

  test('retryDelivery of a test event too, though it was its last attempt', async () => {
    await using gate = await openHeldReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(gate.receiver.url)
    const id = await sendTestEvent(organization.client, webhookId, organization.eventType)
    await gate.request(1)
    await operate(organization.client, 'retryDelivery', id)
    gate.answer(1, 500)
    await gate.request(2)
    gate.answer(2, 200)
    expect(outcomesOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'TEST FAILED',
      'MANUAL SUCCEEDED',
    ])
  })

  test('retryDelivery changes nothing if it succeeds', async () => {
    await using gate = await openHeldReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(gate.receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await gate.request(1)
    await operate(organization.client, 'retryDelivery', id)
    gate.answer(1, 200)
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(outcomesOf(delivery)).toEqual(['AUTOMATIC SUCCEEDED'])
    expect(await hasWorkflow(id)).toBe(false)
    expect(gate.receiver.received).toHaveLength(1)
  })

  test.each([
    [200, 'SUCCEEDED'],
    [500, 'CANCELED'],
  ])('cancelDelivery, and it ends with %i: %s', async (status, expected) => {
    await using gate = await openHeldReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(gate.receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await gate.request(1)
    expect((await operate(organization.client, 'cancelDelivery', id)).delivery.status).toBe('CANCELED')
    gate.answer(1, status)
    const delivery = await organization.until(
      id,
      ({ attemptStartedAt, attempts }) => !attemptStartedAt && attempts.nodes.length === 1,
    )
    expect(delivery.status).toBe(expected)
    expect(await hasWorkflow(id)).toBe(false)
  })

  test('no more than a webhook may have are under way at once, and the others follow', async () => {
    await using gate = await openHeldReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(gate.receiver.url)
    const other = await openOrganization(app)
    await using free = await openReceiver()
    await other.webhook(free.url)
    // All at once: the first attempt has 20 s from its beginning on.
    await publishMany(app, organization, 25)
    await gate.request(20)
    const beside = (await other.publish()).deliveryIds[0]!
    await eventually(async () => (await stored(beside)).status === 'SUCCEEDED')
    expect(gate.receiver.received).toHaveLength(20)
    for (let n = 1; n <= 5; n += 1) gate.answer(n, 200)
    await gate.request(25)
    for (let n = 6; n <= 25; n += 1) gate.answer(n, 200)
    await eventually(async () => {
      const [row] = await rows(
        app,
        `select count(*)::int as count from deliveries where organization_id = ? and status = 'SUCCEEDED'`,
        [organization.id],
      )
      return row.count === 25
    })
  })
})

test('an attempt whose worker died is logged as INTERRUPTED and made again by a workflow, using up no retry', async () => {
  await using own = await openTestApp({ workers: 0, environment: { FIRST_ATTEMPT: 'direct' } })
  await using worker = await startWorkerProcess(own)
  let hangs = true
  await using receiver = await openReceiver(() => (hangs ? 'hang' : { status: 200 }))
  const organization = await openOrganization(own)
  await organization.webhook(receiver.url)
  const id = (await organization.publish()).deliveryIds[0]!
  await eventually(() => receiver.received.length === 1)
  await worker.kill('SIGKILL')
  hangs = false
  await own.openWorker()
  // Its lease is 60 s; the test does not wait for it.
  await rows(own, `update deliveries set leased_until = now() where id = ?`, [id])
  const delivery = await organization.untilStatus(id, 'SUCCEEDED')
  expect(outcomesOf(delivery)).toEqual(['AUTOMATIC INTERRUPTED', 'AUTOMATIC SUCCEEDED'])
  expect(await rows(own, `select retry_count, started_at is not null as started from deliveries`)).toEqual([
    { retry_count: 0, started: true },
  ])
})

test('a delivery of an organization that chose its lane, whatever the setting says', async () => {
  await using receiver = await openReceiver()
  const organization = await openOrganization(app)
  await organization.webhook(receiver.url)
  const read = async () => (await organization.client.request('{ organization { lane } }')).organization.lane
  expect(await read()).toBe('DIRECT')
  const operator = await app.operator()
  await operator.request(
    `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
    { input: { id: organization.id, lane: 'WORKFLOW' } },
  )
  expect(await read()).toBe('WORKFLOW')
  const id = (await organization.publish()).deliveryIds[0]!
  await organization.untilStatus(id, 'SUCCEEDED')
  expect(await stored(id)).toMatchObject({ started: true })
  expect(await hasWorkflow(id)).toBe(true)
})

test('a run that sends a delivered event again goes through a workflow', async () => {
  await using receiver = await openReceiver()
  const organization = await openOrganization(app)
  await organization.webhook(receiver.url)
  const id = (await organization.publish()).deliveryIds[0]!
  await organization.untilStatus(id, 'SUCCEEDED')
  await operate(organization.client, 'retryDelivery', id)
  const again = await organization.until(
    id,
    ({ status, attempts }) => status === 'SUCCEEDED' && attempts.nodes.length === 2,
  )
  expect(outcomesOf(again)).toEqual(['AUTOMATIC SUCCEEDED', 'MANUAL SUCCEEDED'])
  expect(await hasWorkflow(id)).toBe(true)
})

test.each(['asked for', 'carried out'])(
  'a retry that is asked for while a workflow is started to wait for it, and %s before it has started, is made at once',
  async (before) => {
    await using own = await openTestApp({ environment: { FIRST_ATTEMPT: 'direct' } })
    await holdSweeps(own) // one would send it later
    const answers = [500]
    const headers = { 'Retry-After': '3600' }
    await using receiver = await openReceiver(() => ({ status: answers.shift() ?? 200, headers }))
    await using ownTemporal = await openTemporal(own)
    const gate = openGate()
    const { start } = WorkflowClient.prototype
    const starts = vi.spyOn(WorkflowClient.prototype, 'start').mockImplementation(async function (
      this: WorkflowClient,
      ...args
    ) {
      await gate.passed
      return start.apply(this, args)
    })
    onTestFinished(() => starts.mockRestore())
    const organization = await openOrganization(own)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => starts.mock.calls.some(([, { workflowId }]) => workflowId === id))
    if (before === 'carried out') {
      await operate(organization.client, 'retryDelivery', id)
      gate.open()
    } else {
      const [read] = await readBy(own.database, Delivery, 'id', [id])
      gate.open()
      await eventually(
        async () =>
          (await rows(own, `select from deliveries where id = ? and started_at is not null`, [id])).length,
      )
      const deps = { ...own, temporal: ownTemporal.client, notify: { deliveriesWait: () => {} } }
      await retryDelivery({ ...deps, log: pino({ level: 'silent' }) }, read!)
    }
    const delivery = await organization.untilStatus(id, 'SUCCEEDED')
    expect(outcomesOf(delivery)).toEqual(['AUTOMATIC FAILED', 'MANUAL SUCCEEDED'])
  },
)
