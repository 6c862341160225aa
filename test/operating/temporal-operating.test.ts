import proto from '@temporalio/proto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { openReceiver } from '../support/receiver.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

const CANCEL_REQUESTED =
  proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED

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

const waits = ({ attemptCount, nextAttemptAt }: any) => attemptCount === 1 && nextAttemptAt !== null
const attemptsOf = ({ attempts }: any) =>
  attempts.nodes.map(({ trigger, outcome }: any) => `${trigger} ${outcome}`)

/** Of campsite, whose first retry comes after 30 s: a busy machine may miss one that comes soon. */
async function failedOnce(organization: DialectOrganization, url: string): Promise<string> {
  await organization.webhook(url)
  const { deliveryIds } = await organization.publish()
  await organization.until(deliveryIds[0]!, waits)
  return deliveryIds[0]!
}

/** A delivery whose first retry is on its way and ends with `status` when the gate opens. */
async function retryOnItsWay(status: number) {
  const gate = openGate()
  let count = 0
  const receiver = await openReceiver(async () => {
    count += 1
    if (count === 2) await gate.passed
    return { status: count === 2 ? status : count === 1 ? 500 : 200 }
  })
  const organization = await openOrganization(app)
  await organization.webhook(receiver.url, { delays: [600, 600, 600] })
  const id = (await organization.publish()).deliveryIds[0]!
  await organization.until(id, waits)
  await temporal.skipTime(id)
  await eventually(() => receiver.received.length === 2)
  return { id, receiver, organization, gate }
}

/** Waits until the workflow has asked for the end of the activity: what opens the gate before proves nothing. */
async function untilCancelRequested(id: string): Promise<void> {
  await eventually(async () => (await temporal.pendingActivity(id))?.state === CANCEL_REQUESTED)
}

describe('Temporal shows', () => {
  test.concurrent('a failing delivery: what went wrong, which attempt, when the next', async () => {
    await using receiver = await openReceiver(() => ({ status: 503 }))
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(`${receiver.url}/secret-path?token=secret`, {
      delays: [600],
    })
    const id = (await organization.publish()).deliveryIds[0]!
    const { nextAttemptAt } = await organization.until(id, waits)
    const activity = await eventually(async () => {
      const pending = await temporal.pendingActivity(id)
      return pending?.lastFailure && pending
    })
    expect(activity.activityType!.name).toBe('retryDelivery')
    expect(activity.attempt).toBe(2) // the delivery's second attempt comes next
    expect(activity.lastFailure!.message).toMatch(
      /^The receiver answered 503; only 2xx means delivered\. The next attempt was set for 20[\d-]+T[\d:]+Z\.$/,
    )
    const nextMs = Number(activity.nextAttemptScheduleTime?.seconds ?? activity.scheduledTime?.seconds) * 1000
    expect(Math.abs(nextMs - new Date(nextAttemptAt).getTime())).toBeLessThan(30_000)

    const description = await temporal.describe(id)
    expect(description.searchAttributes).toMatchObject({
      Organization: [organization.id],
      Webhook: [webhookId],
      EventType: ['thing.happened'],
      Dialect: ['standard'],
    })
    expect(await description.staticSummary()).toBe(`thing.happened to ${new URL(receiver.url).host}`)
    // The URL is the customer's; parts of it may be a secret.
    expect(JSON.stringify(await temporal.client.workflow.getHandle(id).fetchHistory())).not.toContain(
      'secret-path',
    )

    for (const query of [`Organization = '${organization.id}'`, `Webhook = '${webhookId}'`]) {
      const found = await eventually(async () => {
        const ids = []
        for await (const { workflowId } of temporal.client.workflow.list({ query })) ids.push(workflowId)
        return ids.length > 0 && ids
      })
      expect(found).toEqual([id])
    }
  })
})

describe('signals', () => {
  test.concurrent('retryNow makes an attempt now', async () => {
    const statuses = [500]
    await using receiver = await openReceiver(() => ({ status: statuses.shift() ?? 200 }))
    const organization = await openOrganization(app, 'campsite')
    const id = await failedOnce(organization, receiver.url)
    await temporal.signal(id, 'retryNow')
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'MANUAL SUCCEEDED',
    ])
  })

  test.concurrent('cancel ends the delivery', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const id = await failedOnce(organization, receiver.url)
    await temporal.signal(id, 'cancel')
    await organization.untilStatus(id, 'CANCELED')
    await temporal.history(id)
    expect((await temporal.describe(id)).status.name).toBe('COMPLETED')
    expect(receiver.received).toHaveLength(1)
  })

  test.concurrent('pause holds the retries, resume makes the next at once', async () => {
    const statuses = [500]
    await using receiver = await openReceiver(() => ({ status: statuses.shift() ?? 200 }))
    const organization = await openOrganization(app, 'campsite')
    const id = await failedOnce(organization, receiver.url)
    await temporal.signal(id, 'pause')
    // Said by the delivery when its workflow has heard it: then no retry waits.
    await organization.until(id, ({ decision }) => decision.startsWith('Paused'))
    expect(await temporal.pendingActivity(id)).toBeUndefined()
    expect(receiver.received).toHaveLength(1)
    await temporal.signal(id, 'resume')
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'AUTOMATIC SUCCEEDED',
    ])
  })

  test.concurrent('resume without pause changes nothing', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const id = await failedOnce(organization, receiver.url)
    await temporal.signal(id, 'resume')
    await temporal.signal(id, 'resume')
    await temporal.skipTime(id)
    await organization.untilStatus(id, 'FAILED')
    expect(receiver.received).toHaveLength(11)
  })

  test.concurrent('retryNow during the first attempt makes another when it fails', async () => {
    const gate = openGate()
    const statuses = [500]
    await using receiver = await openReceiver(
      async () => (await gate.passed, { status: statuses.shift() ?? 200 }),
    )
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    await temporal.signal(id, 'retryNow')
    gate.open()
    const { attemptCount } = await organization.untilStatus(id, 'SUCCEEDED')
    expect(attemptCount).toBe(2)
  })

  test.concurrent(
    'pause and resume during one retry: the next comes at once, and the delivery goes on',
    async () => {
      const { id, receiver, organization, gate } = await retryOnItsWay(500)
      await using _ = receiver
      await temporal.signal(id, 'pause')
      await untilCancelRequested(id)
      await temporal.signal(id, 'resume')
      gate.open()
      expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
        'AUTOMATIC FAILED',
        'AUTOMATIC FAILED',
        'AUTOMATIC SUCCEEDED',
      ])
    },
  )

  test.concurrent.each([
    ['retryNow', 500, 'SUCCEEDED', 3],
    ['retryNow', 200, 'SUCCEEDED', 2],
    ['cancel', 500, 'CANCELED', 2],
    ['cancel', 200, 'SUCCEEDED', 2],
    ['pause', 200, 'SUCCEEDED', 2],
  ])('%s during a retry that ends with %i: %s after %i requests', async (signal, status, final, requests) => {
    const { id, receiver, organization, gate } = await retryOnItsWay(status)
    await using _ = receiver
    await temporal.signal(id, signal)
    await untilCancelRequested(id)
    gate.open()
    await organization.untilStatus(id, final)
    await temporal.history(id)
    expect(await organization.untilStatus(id, final)).toMatchObject({
      attemptStartedAt: null,
      attemptCount: requests,
    })
    expect(receiver.received).toHaveLength(requests)
  })
})

describe('cancelling the workflow', () => {
  test.concurrent('while it waits: CANCELED', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite')
    const id = await failedOnce(organization, receiver.url)
    await temporal.client.workflow.getHandle(id).cancel()
    const { decision } = await organization.untilStatus(id, 'CANCELED')
    expect(decision).toBe('The workflow was canceled in Temporal.')
    await temporal.history(id)
  })

  test.concurrent.each([
    [500, 'CANCELED'],
    [200, 'SUCCEEDED'],
  ])('while a retry is on its way that ends with %i: %s', async (status, final) => {
    const { id, receiver, organization, gate } = await retryOnItsWay(status)
    await using _ = receiver
    await temporal.client.workflow.getHandle(id).cancel()
    await untilCancelRequested(id)
    gate.open()
    await organization.untilStatus(id, final)
    await temporal.history(id)
    expect(await organization.untilStatus(id, final)).toMatchObject({
      attemptStartedAt: null,
      attemptCount: 2,
    })
    if (final === 'CANCELED') {
      const { decision } = await organization.untilStatus(id, final)
      expect(decision).toBe('The workflow was canceled in Temporal.')
    }
    expect(receiver.received).toHaveLength(2)
  })

  test.concurrent.each([
    [500, 'CANCELED'],
    [200, 'SUCCEEDED'],
  ])('while the first attempt is on its way that ends with %i: %s', async (status, final) => {
    const gate = openGate()
    await using receiver = await openReceiver(async () => (await gate.passed, { status }))
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    await temporal.client.workflow.getHandle(id).cancel()
    gate.open()
    await organization.untilStatus(id, final)
    await temporal.history(id)
    expect(receiver.received).toHaveLength(1)
  })
})
