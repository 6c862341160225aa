import { deletionWorkflowId, DELIVER_WEBHOOK, PURGE, TASK_QUEUE } from '../../src/words/temporal.ts'
import { DELIVERY_WINDOW_MS, type DeliverWebhookInput } from '../../workflows/contract.ts'
import type { TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { operate, sendTestEvent } from '../support/operate.ts'
import { changeReplay, startReplay, untilReplay, writeEnded } from '../replay/stage.ts'
import { openReceiver, type Answer } from '../support/receiver.ts'
import { holdSweeps, sweep } from '../support/reconcile.ts'
import { rows } from '../support/sql.ts'
import type { TestTemporal } from '../support/temporal.ts'

/** In what a receiver, a publisher or a customer gave: none of it may be in a history. */
export const MARKER = 'not-for-temporal'

/** What a shape is made with. */
export interface Stage {
  app: TestApp
  temporal: TestTemporal
  organization: DialectOrganization
  /** The webhook, its secret in clear. */
  webhook: { id: string; secret: string }
  /** What the receiver answers next; the last is repeated. */
  answers: (number | Promise<number>)[]
  /** How many requests the receiver has had. */
  requests(): number
  /** Publishes and gives the delivery's id. */
  publish(): Promise<string>
  /** Waits until the first attempt has failed and the first retry is due later. */
  untilWaiting(id: string): Promise<void>
}

/** Every way a workflow can go, by name. Each gives the id of one that closes. */
export const SHAPES: Record<string, { dialect: string; play(stage: Stage): Promise<string> }> = {
  'delivered-at-once': { dialect: 'sjocamp', play: ({ publish }) => publish() },
  'test-event-failed': {
    dialect: 'standard',
    async play({ answers, organization, webhook }) {
      answers.push(500)
      return sendTestEvent(organization.client, webhook.id, organization.eventType)
    },
  },
  'test-event-retried-by-hand': {
    dialect: 'standard',
    async play({ answers, organization, webhook, requests }) {
      const gate = openGate()
      answers.push(
        gate.passed.then(() => 500),
        200,
      )
      const id = await sendTestEvent(organization.client, webhook.id, organization.eventType)
      await eventually(() => requests() === 1)
      await operate(organization.client, 'retryDelivery', id)
      gate.open()
      return id
    },
  },
  'failed-then-delivered': {
    dialect: 'sjocamp',
    async play({ answers, publish, temporal }) {
      answers.push(500, 503, 200)
      const id = await publish()
      await temporal.skipTime(id)
      return id
    },
  },
  'failed-finally': {
    dialect: 'campsite',
    async play({ answers, publish, temporal }) {
      answers.push(500)
      const id = await publish()
      await temporal.skipTime(id)
      return id
    },
  },
  'failed-at-the-end-of-the-window': {
    dialect: 'sjocamp',
    async play({ answers, publish, temporal }) {
      answers.push(500)
      const id = await publish()
      await temporal.skipTime(id)
      return id
    },
  },
  'retried-by-hand-while-pending': {
    dialect: 'standard',
    async play({ answers, publish, untilWaiting, organization, temporal }) {
      answers.push(500, 500, 200)
      const id = await publish()
      await untilWaiting(id)
      await operate(organization.client, 'retryDelivery', id)
      await organization.until(id, ({ attemptCount, nextAttemptAt }) => attemptCount === 2 && nextAttemptAt)
      await temporal.skipTime(id)
      return id
    },
  },
  'retried-by-hand-during-a-retry': {
    dialect: 'standard',
    async play({ answers, publish, untilWaiting, temporal, requests }) {
      const gate = openGate()
      answers.push(
        500,
        gate.passed.then(() => 500),
        200,
      )
      const id = await publish()
      await untilWaiting(id)
      await temporal.skipTime(id)
      await eventually(() => requests() === 2)
      await temporal.signal(id, 'retryNow')
      gate.open()
      return id
    },
  },
  'canceled-while-pending': {
    dialect: 'standard',
    async play({ answers, publish, untilWaiting, organization }) {
      answers.push(500)
      const id = await publish()
      await untilWaiting(id)
      await operate(organization.client, 'cancelDelivery', id)
      return id
    },
  },
  'paused-and-resumed': {
    dialect: 'standard',
    async play({ answers, publish, untilWaiting, temporal }) {
      answers.push(500, 200)
      const id = await publish()
      await untilWaiting(id)
      await temporal.signal(id, 'pause')
      await eventually(async () => !(await temporal.pendingActivity(id)))
      await temporal.signal(id, 'resume')
      return id
    },
  },
  'paused-until-the-end': {
    dialect: 'standard',
    async play({ answers, publish, untilWaiting, temporal }) {
      answers.push(500)
      const id = await publish()
      await untilWaiting(id)
      await temporal.signal(id, 'pause')
      await temporal.skipTime(id)
      return id
    },
  },
  'started-again-while-it-waits': {
    dialect: 'standard',
    async play({ app, answers, publish, untilWaiting, temporal }) {
      answers.push(500, 200)
      const id = await publish()
      await untilWaiting(id)
      await startAgain(app, temporal, id)
      await temporal.skipTime(id)
      return id
    },
  },
  'started-again-when-due': {
    dialect: 'standard',
    async play({ app, answers, publish, untilWaiting, temporal }) {
      answers.push(500, 200)
      const id = await publish()
      await untilWaiting(id)
      await rows(app, `update deliveries set next_attempt_at = now() - interval '1 second' where id = ?`, [
        id,
      ])
      await startAgain(app, temporal, id)
      return id
    },
  },
  'delivered-late': {
    dialect: 'standard',
    async play({ app, answers, publish, untilWaiting, temporal }) {
      answers.push(500, 200)
      const id = await publish()
      await untilWaiting(id)
      await holdSweeps(app)
      await runOutOfTime(app, temporal, id)
      return id
    },
  },
  'replay-completed': {
    dialect: 'standard',
    async play({ app, organization, webhook }) {
      await writeEnded(app, organization.id, webhook.id, 3)
      const { id } = await startReplay(organization.client, { webhookId: webhook.id })
      return id
    },
  },
  'replay-paused-and-resumed': {
    dialect: 'standard',
    async play({ app, organization, webhook }) {
      const { client } = organization
      await writeEnded(app, organization.id, webhook.id, 15)
      const { id } = await startReplay(client, { webhookId: webhook.id, ratePerSecond: 5 })
      await untilReplay(client, id, ({ queued }) => queued > 0)
      await changeReplay(client, 'pauseReplay', id)
      await changeReplay(client, 'resumeReplay', id)
      return id
    },
  },
  'workflow-canceled': {
    dialect: 'standard',
    async play({ answers, publish, untilWaiting, temporal }) {
      answers.push(500)
      const id = await publish()
      await untilWaiting(id)
      await temporal.client.workflow.getHandle(id).cancel()
      return id
    },
  },
  purged: {
    dialect: 'standard',
    async play({ temporal }) {
      await temporal.client.workflow.start(PURGE, { workflowId: PURGE, taskQueue: TASK_QUEUE })
      return PURGE
    },
  },
  'organization-deleted': {
    dialect: 'standard',
    async play({ app, organization: { id, untilStatus }, publish, temporal }) {
      await untilStatus(await publish(), 'SUCCEEDED')
      const operator = await app.operator()
      await operator.request(
        `mutation ($id: ID!, $name: String!) { deleteOrganization(id: $id, name: $name) { userErrors { code } } }`,
        { id, name: id },
      )
      await temporal.skipTime(deletionWorkflowId(id))
      return deletionWorkflowId(id)
    },
  },
}

/** Lets Temporal lose the workflow, and has it started again. */
async function startAgain(app: TestApp, temporal: TestTemporal, id: string): Promise<void> {
  await holdSweeps(app)
  await temporal.client.workflowService.deleteWorkflowExecution({
    namespace: app.namespace,
    workflowExecution: { workflowId: id },
  })
  await eventually(async () => !(await temporal.describe(id).catch(() => null)))
  await eventually(async () => (await sweep(app, temporal)).startedAgain.includes(id))
  await eventually(() => temporal.describe(id).catch(() => null))
}

/**
 * The delivery goes on in a workflow whose 24 hours end before its next attempt: as they do while nobody is there who could make it.
 * Call it when the delivery waits, with the sweeps held.
 */
export async function runOutOfTime(app: TestApp, temporal: TestTemporal, id: string): Promise<void> {
  const [{ run }] = await rows(
    app,
    `update deliveries set run = run + 1, window_started_at = now() - interval '24 hours' where id = ? returning run`,
    [id],
  )
  const input: DeliverWebhookInput = {
    deliveryId: id,
    run,
    trigger: 'AUTOMATIC',
    retryPolicy: { kind: 'schedule', delaysMs: [60_000, 60_000, 60_000], jitter: 0 },
    timeoutMs: 10_000,
    resume: { elapsedMs: DELIVERY_WINDOW_MS, delayMs: 60_000, message: 'It failed.' },
  }
  await temporal.client.workflow.start(DELIVER_WEBHOOK, {
    workflowId: id,
    taskQueue: TASK_QUEUE,
    args: [input],
    memo: { run },
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
  })
}

/** Plays one shape against a receiver of its own and gives the workflow's id and the webhook's secret. */
export async function playShape(app: TestApp, temporal: TestTemporal, name: string) {
  const shape = SHAPES[name]!
  const answers: Stage['answers'] = []
  await using receiver = await openReceiver(async (): Promise<Answer> => {
    const status = (await (answers.length > 1 ? answers.shift() : answers[0])) ?? 200
    return { status, headers: { 'x-marker': MARKER }, body: MARKER }
  })
  const organization = await openOrganization(app, shape.dialect)
  const webhook = await organization.webhook(`${receiver.url}/${MARKER}?token=${MARKER}`)
  const id = await shape.play({
    app,
    temporal,
    organization,
    webhook,
    answers,
    requests: () => receiver.received.length,
    publish: async () => (await organization.publish({ idempotencyKey: MARKER })).deliveryIds[0]!,
    async untilWaiting(deliveryId) {
      await organization.until(
        deliveryId,
        ({ attemptCount, nextAttemptAt }) => attemptCount === 1 && nextAttemptAt,
      )
    },
  })
  await temporal.history(id)
  return { id, secret: webhook.secret }
}
