import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DELIVER_WEBHOOK, PAUSED_IN_TEMPORAL, TASK_QUEUE } from '../../src/words/temporal.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { openReceiver } from '../support/receiver.ts'
import { holdSweeps, sweep as sweepOf } from '../support/reconcile.ts'
import { rows } from '../support/sql.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'
import { runOutOfTime } from '../workflows/shapes.ts'

let app: TestApp
let temporal: TestTemporal
beforeAll(async () => {
  app = await openTestApp()
  temporal = await openTemporal(app)
  await holdSweeps(app)
})
afterAll(async () => {
  await temporal[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

const sweep = () => sweepOf(app, temporal)
const waits = ({ attemptCount, nextAttemptAt }: any) => attemptCount === 1 && nextAttemptAt !== null
const attemptsOf = ({ attempts }: any) =>
  attempts.nodes.map(({ trigger, outcome }: any) => `${trigger} ${outcome}`)
const set = (id: string, changes: string) => rows(app, `update deliveries set ${changes} where id = ?`, [id])
const rowOf = async (id: string) => (await rows(app, `select * from deliveries where id = ?`, [id]))[0]

/** A delivery whose first attempt failed; its retry comes in seconds to minutes. `statuses`: what is answered, then 200. */
async function failedOnce(...statuses: number[]) {
  const answers = [500, ...statuses]
  const receiver = await openReceiver(() => ({ status: answers.shift() ?? 200 }))
  const organization = await openOrganization(app, 'campsite') // its first retry comes after 30 s
  const { id: webhookId } = await organization.webhook(receiver.url)
  const id = (await organization.publish()).deliveryIds[0]!
  await organization.until(id, waits)
  // Its workflow hears of the failure after Postgres.
  await eventually(() => temporal.pendingActivity(id))
  return {
    id,
    organization,
    receiver,
    webhookId,
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

const deleteWorkflow = async (id: string) => {
  await temporal.client.workflowService.deleteWorkflowExecution({
    namespace: app.namespace,
    workflowExecution: { workflowId: id },
  })
  await eventually(async () => !(await temporal.describe(id).catch(() => null)))
}

/** Sweeps until the delivery is in the list: Temporal's lists are seconds late. */
async function sweepUntil(list: keyof Awaited<ReturnType<typeof sweep>>, id: string): Promise<void> {
  await eventually(async () => (await sweep())[list].includes(id))
}

/** Its next attempt is long after whatever the test does. */
const dueLater = (id: string) => set(id, `next_attempt_at = now() + interval '10 minutes'`)

/** Waits until the relay has noted that it was started: what is asked for between goes by a sweep. */
const untilStarted = (id: string) => eventually(async () => (await rowOf(id)).started_at !== null)

describe('Temporal lost a workflow that waits for a retry', () => {
  test('it is started again, and its next attempt comes when it was due', async () => {
    await using failed = await failedOnce()
    const { id, organization, receiver } = failed
    await deleteWorkflow(id)
    await dueLater(id)
    const before = await rowOf(id)
    await sweepUntil('startedAgain', id)
    await untilStarted(id)
    const activity = await eventually(() => temporal.pendingActivity(id).catch(() => undefined))
    expect(activity.activityType!.name).toBe('retryDelivery')
    const after = await rowOf(id)
    expect(after).toMatchObject({
      run: before.run + 1,
      next_attempt_at: before.next_attempt_at,
      attempt_count: 1,
    })
    const { decision } = await organization.untilStatus(id, 'PENDING')
    expect(decision).toMatch(
      /^Temporal had lost its workflow, so it was started again\. The next attempt comes in (10 min|9 min( \d+ s)?)\.$/,
    )
    const due = Number((await temporal.pendingActivity(id))!.nextAttemptScheduleTime?.seconds) * 1000
    expect(Math.abs(due - new Date(before.next_attempt_at).getTime())).toBeLessThan(30_000)
    expect(receiver.received).toHaveLength(1)
    await operate(organization.client, 'retryDelivery', id)
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'MANUAL SUCCEEDED',
    ])
  })

  test('the 24 hours go on, and a retry that was due meanwhile is made at once, one of the schedule', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await deleteWorkflow(id)
    await set(
      id,
      `window_started_at = now() - interval '3 hours', next_attempt_at = now() - interval '1 hour'`,
    )
    await sweepUntil('startedAgain', id)
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'AUTOMATIC SUCCEEDED',
    ])
    const [started] = await temporal.history(id)
    const [input] = started!.workflowExecutionStartedEventAttributes!.input!.payloads!
    const { resume } = JSON.parse(Buffer.from(input!.data!).toString())
    expect(resume.elapsedMs).toBeGreaterThan(3 * 3_600_000)
    expect(resume.elapsedMs).toBeLessThan(3 * 3_600_000 + 120_000)
    expect((await rowOf(id)).retry_count).toBe(1)
  })

  test('however long it was lost, one last attempt is made', async () => {
    await using failed = await failedOnce(500)
    const { id, organization } = failed
    await deleteWorkflow(id)
    await set(
      id,
      `window_started_at = now() - interval '3 days', next_attempt_at = now() - interval '2 days'`,
    )
    await sweepUntil('startedAgain', id)
    const ended = await organization.untilStatus(id, 'FAILED')
    expect(attemptsOf(ended)).toEqual(['AUTOMATIC FAILED', 'AUTOMATIC FAILED'])
    expect(ended.decision).toBe('It was the last attempt: the 24 hours are over.')
  })
})

describe('the 24 hours pass while nobody can make the last attempt', () => {
  test.each([
    [200, 'SUCCEEDED', 'COMPLETED', 'Delivered: the receiver answered 200.'],
    [500, 'FAILED', 'FAILED', 'It was the last attempt: the 24 hours are over.'],
  ])(
    'it is made as soon as somebody can; the receiver answers %i',
    async (answer, ended, closed, decision) => {
      await using failed = await failedOnce(answer)
      const { id, organization } = failed
      await runOutOfTime(app, temporal, id)
      const delivery = await organization.untilStatus(id, ended)
      expect(attemptsOf(delivery)).toEqual(['AUTOMATIC FAILED', `AUTOMATIC ${ended}`])
      expect(delivery.decision).toBe(decision)
      await temporal.history(id)
      expect((await temporal.describe(id)).status.name).toBe(closed)
    },
  )

  test('though its webhook fails, and another delivery goes on trying', async () => {
    await using failed = await failedOnce()
    const { id, organization, webhookId } = failed
    await rows(
      app,
      `update webhook_health set failing_since = now(), counted_from = now(), probe_at = now() + interval '1 hour', probe_id = 'another'
        where webhook_id = ?`,
      [webhookId],
    )
    await runOutOfTime(app, temporal, id)
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'AUTOMATIC SUCCEEDED',
    ])
  })

  test('none is made if an operator has paused it in Temporal', async () => {
    await using failed = await failedOnce()
    const { id, organization, receiver } = failed
    await set(id, `decision = '${PAUSED_IN_TEMPORAL}'`) // as a sweep notes it
    await runOutOfTime(app, temporal, id)
    const { decision } = await organization.untilStatus(id, 'FAILED')
    expect(decision).toBe('It was paused until the 24 hours had passed.')
    expect(receiver.received).toHaveLength(1)
  })
})

describe('attempts nobody will record', () => {
  test('of a workflow that is lost: logged as INTERRUPTED, made again', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await deleteWorkflow(id)
    await set(
      id,
      `attempt_count = 2, attempt_trigger = 'AUTOMATIC', attempt_started_at = now() - interval '1 minute', next_attempt_at = null`,
    )
    await sweepUntil('startedAgain', id)
    expect(attemptsOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual([
      'AUTOMATIC FAILED',
      'AUTOMATIC INTERRUPTED',
      'AUTOMATIC SUCCEEDED',
    ])
  })

  test('of a workflow that waits for its retry: their webhook has room again', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await set(
      id,
      `attempt_count = 2, attempt_trigger = 'AUTOMATIC', attempt_started_at = now() - interval '1 minute', next_attempt_at = null`,
    )
    await sweepUntil('updated', id)
    const delivery = await organization.untilStatus(id, 'PENDING')
    expect(delivery.attemptStartedAt).toBe(null)
    expect(new Date(delivery.nextAttemptAt).getTime()).toBeGreaterThan(Date.now())
    expect(attemptsOf(delivery)).toEqual(['AUTOMATIC FAILED', 'AUTOMATIC INTERRUPTED'])
  })

  test.each(['canceled', 'sent again'])('of a delivery that was %s', async (how) => {
    await using failed = await failedOnce()
    const { id, organization, webhookId } = failed
    if (how === 'sent again') await operate(organization.client, 'pauseWebhook', webhookId)
    await operate(organization.client, 'cancelDelivery', id)
    if (how === 'sent again') await set(id, `status = 'PENDING', run = run + 1, started_at = null`)
    await set(
      id,
      `attempt_count = 2, attempt_trigger = 'AUTOMATIC', attempt_started_at = now() - interval '1 minute'`,
    )
    await sweepUntil('interrupted', id)
    const delivery = await organization.untilStatus(id, how === 'canceled' ? 'CANCELED' : 'PENDING')
    expect(delivery.attemptStartedAt).toBe(null)
    expect(attemptsOf(delivery)).toEqual(['AUTOMATIC FAILED', 'AUTOMATIC INTERRUPTED'])
  })

  test('one that is on its way is left alone', async () => {
    await using receiver = await openReceiver(() => 'hang')
    const organization = await openOrganization(app, 'campsite')
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    const before = await rowOf(id)
    await set(id, `attempt_started_at = now() - interval '36 seconds'`) // so late that it looks dead
    const found = await sweep()
    expect(Object.values(found).flat()).not.toContain(id)
    expect(await rowOf(id)).toMatchObject({ run: before.run, attempt_count: 1, status: 'PENDING' })
  })
})

describe('Postgres was restored to an earlier time', () => {
  test.each([
    [200, 'SUCCEEDED', /^Delivered: the receiver answered 200\. Postgres had lost the record/],
    [410, 'FAILED', /^The receiver answered 410.*Postgres had lost the record/],
  ])(
    'a delivery that ended with %i meanwhile is %s without being sent again',
    async (status, final, decision) => {
      await using receiver = await openReceiver(() => ({ status }))
      const organization = await openOrganization(app)
      await organization.webhook(receiver.url)
      const id = (await organization.publish()).deliveryIds[0]!
      await organization.untilStatus(id, final)
      await temporal.history(id)
      // As it was before its first attempt: the relay starts it, and is told that it was started already.
      await rows(app, `delete from attempts where delivery_id = ?`, [id])
      await rows(
        app,
        `update webhooks set status = 'ENABLED', status_reason = null where organization_id = ?`,
        [organization.id],
      )
      await set(
        id,
        `status = 'PENDING', decision = '', started_at = null, leased_until = null, window_started_at = null, attempt_count = 0, finished_at = null`,
      )
      await eventually(async () => (await rowOf(id)).started_at !== null)
      await sweepUntil('ended', id)
      expect((await organization.untilStatus(id, final)).decision).toMatch(decision)
      expect(receiver.received).toHaveLength(1)
    },
  )

  test('what was canceled or terminated in Temporal meanwhile is CANCELED', async () => {
    await using failed = await failedOnce()
    await temporal.client.workflow.getHandle(failed.id).terminate()
    await sweepUntil('ended', failed.id)
    expect(await failed.organization.untilStatus(failed.id, 'CANCELED')).toMatchObject({
      decision: 'Its workflow was terminated in Temporal.',
      nextAttemptAt: null,
    })
    // And can be sent again; the terminated run is still listed, the one that runs is left alone.
    await operate(failed.organization.client, 'retryDelivery', failed.id)
    await failed.organization.untilStatus(failed.id, 'SUCCEEDED')
    expect((await sweep()).ended).toEqual([])
  })

  test('a delivery whose later run is the one that runs is taken over', async () => {
    await using failed = await failedOnce(500)
    const { id, organization } = failed
    await operate(organization.client, 'cancelDelivery', id)
    await operate(organization.client, 'retryDelivery', id)
    await organization.until(id, ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt)
    await set(id, `run = 1, attempt_count = 1`)
    await rows(app, `delete from attempts where delivery_id = ? and number = 2`, [id])
    await sweepUntil('updated', id)
    expect((await rowOf(id)).run).toBe(2)
    await temporal.signal(id, 'retryNow')
    await organization.untilStatus(id, 'SUCCEEDED')
  })

  test('a workflow of a delivery Postgres does not have is ended', async () => {
    await using failed = await failedOnce()
    const { id } = failed
    await rows(app, `delete from deliveries where id = ?`, [id])
    await sweepUntil('workflowsEnded', id)
    await temporal.history(id)
    expect((await temporal.describe(id)).status.name).toBe('TERMINATED')
  })

  test('an attempt whose delivery is gone gives its place back, and ends its workflow', async () => {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    await using receiver = await openReceiver(async () => (await answered, { status: 500 }))
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await eventually(() => receiver.received.length === 1)
    await rows(app, `delete from deliveries where id = ?`, [id])
    answer()
    await temporal.history(id)
    expect((await temporal.describe(id)).status.name).toBe('FAILED')
    await expect(temporal.client.workflow.getHandle(id).result()).rejects.toMatchObject({
      cause: { type: 'UnknownDelivery', message: expect.stringContaining('restored') },
    })
  })
})

describe('Temporal was restored to an earlier time', () => {
  test('a workflow whose delivery has ended since is told to end', async () => {
    await using failed = await failedOnce()
    const { id } = failed
    await set(id, `status = 'SUCCEEDED', finished_at = now() - interval '1 minute'`)
    await sweepUntil('workflowsEnded', id)
    await temporal.history(id)
    expect((await rowOf(id)).status).toBe('SUCCEEDED')
  })

  /** Puts a workflow in the place of the delivery's that fails on whatever it hears, as code that has changed may. */
  async function breakWorkflow(id: string): Promise<void> {
    await temporal.client.workflow.start(DELIVER_WEBHOOK, {
      workflowId: id,
      taskQueue: TASK_QUEUE,
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      args: [],
    })
    await eventually(async () => {
      const { raw } = await temporal.describe(id)
      return (raw.pendingWorkflowTask?.attempt ?? 0) >= 3
    })
  }

  test('a workflow whose delivery has ended since, and whose code fails again and again, is ended', async () => {
    await using failed = await failedOnce()
    const { id } = failed
    await breakWorkflow(id)
    await set(id, `status = 'SUCCEEDED', finished_at = now() - interval '5 minutes'`)
    await sweepUntil('workflowsEnded', id)
    await temporal.history(id)
    expect((await temporal.describe(id)).status.name).toBe('TERMINATED')
  })

  test('a delivery whose workflow fails again and again is started again', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await breakWorkflow(id)
    await dueLater(id)
    await sweepUntil('startedAgain', id)
    expect((await organization.untilStatus(id, 'PENDING')).decision).toContain(
      'Its workflow could not go on in Temporal',
    )
    await untilStarted(id)
    await operate(organization.client, 'retryDelivery', id)
    await organization.untilStatus(id, 'SUCCEEDED')
  })

  test('a workflow of an earlier run makes way for the run that is due', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await set(id, `run = 2`)
    await dueLater(id)
    await sweepUntil('startedAgain', id)
    expect((await rowOf(id)).run).toBe(3)
    await untilStarted(id)
    await operate(organization.client, 'retryDelivery', id)
    await organization.untilStatus(id, 'SUCCEEDED')
  })
})

describe("Temporal's own buttons", () => {
  const activityOf = (id: string) => ({
    namespace: app.namespace,
    execution: { workflowId: id },
    identity: 'operator',
    type: 'retryDelivery',
  })

  test('Pause of the activity is said at once, Unpause too', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await temporal.client.workflowService.pauseActivity({ ...activityOf(id), reason: 'looking' })
    await sweepUntil('updated', id)
    expect(await organization.untilStatus(id, 'PENDING')).toMatchObject({
      decision: 'Paused by an operator in Temporal.',
      nextAttemptAt: null,
    })
    await temporal.client.workflowService.unpauseActivity(activityOf(id))
    await organization.untilStatus(id, 'SUCCEEDED')
  })

  test('Reset of the activity: the next attempt is when Temporal says', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await set(id, `next_attempt_at = now() - interval '1 minute'`)
    expect((await organization.untilStatus(id, 'PENDING')).decision).toBe('The next attempt is due.')
    await temporal.client.workflowService.resetActivity(activityOf(id))
    await sweepUntil('updated', id)
    const { nextAttemptAt, decision } = await organization.untilStatus(id, 'PENDING')
    expect(new Date(nextAttemptAt).getTime()).toBeGreaterThan(Date.now())
    expect(decision).toMatch(/^The next attempt comes in \d+ s\.$/)
  })

  test('the signal pause is said by the delivery, resume takes it back', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    await temporal.signal(id, 'pause')
    const paused = await organization.until(id, ({ decision }) => decision.startsWith('Paused'))
    expect(paused).toMatchObject({ decision: 'Paused by an operator in Temporal.', nextAttemptAt: null })
    await sweep()
    expect((await organization.untilStatus(id, 'PENDING')).decision).toBe(
      'Paused by an operator in Temporal.',
    )
    await temporal.signal(id, 'resume')
    await organization.untilStatus(id, 'SUCCEEDED')
  })

  test('Reset of the workflow to its beginning makes an attempt, and goes on', async () => {
    await using failed = await failedOnce()
    const { id, organization } = failed
    const { runId } = await temporal.describe(id)
    await temporal.client.workflowService.resetWorkflowExecution({
      namespace: app.namespace,
      workflowExecution: { workflowId: id, runId },
      reason: 'again',
      workflowTaskFinishEventId: 4 as never, // typed as a Long, encoded as any number is
      requestId: `reset-${id}`,
    })
    await organization.untilStatus(id, 'SUCCEEDED')
    expect((await sweep()).startedAgain).not.toContain(id)
  })
})

test('a retry that was asked for while Temporal was away is made when it is back', async () => {
  await using failed = await failedOnce()
  const { id, organization } = failed
  await set(id, `retry_requested_at = now()`)
  expect((await organization.untilStatus(id, 'PENDING')).decision).toBe(
    'An attempt was asked for; it is made as soon as Temporal can be reached.',
  )
  await sweepUntil('retriesSent', id)
  const delivered = await organization.untilStatus(id, 'SUCCEEDED')
  expect(attemptsOf(delivered)).toEqual(['AUTOMATIC FAILED', 'MANUAL SUCCEEDED'])
  expect((await rowOf(id)).retry_requested_at).toBe(null)
})

test('what agrees is left as it is', async () => {
  await using failed = await failedOnce()
  await sweep() // a busy machine can have recorded the same time seconds apart
  const before = await rowOf(failed.id)
  const found = await sweep()
  expect(Object.values(found).flat()).not.toContain(failed.id)
  const after = await rowOf(failed.id)
  expect({ ...after, started_at: null }).toEqual({ ...before, started_at: null })
})
