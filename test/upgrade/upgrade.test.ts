import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import proto from '@temporalio/proto'
import pMap from 'p-map'
import { expect, test } from 'vitest'
import { readTables } from '../../src/operating/read-tables.ts'
import { VERSION } from '../../src/version.ts'
import { TASK_QUEUE } from '../../src/words/temporal.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { accepted, createClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { startApiProcess, startWorkerProcess } from '../support/process.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'
import { migrate } from '../../src/app/migrate.ts'
import { installReleased, RELEASED } from './released.ts'

/** Deliveries of the first fail until the receiver is well; those of the second do not. */
const HAPPENED = 'thing.happened'
const FINE = 'thing.fine'

const WEBHOOKS = 10
const DELIVERIES = 200
const ALL = DELIVERIES + 3 * WEBHOOKS

/** Each attempt but the last fails, and is made again after this time, in seconds. */
const DELAY_SECONDS = 10

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType

const run = promisify(execFile)

test(
  `from ${RELEASED} to ${VERSION} with both side by side, and back, while 200 deliveries are retried`,
  { timeout: 600_000 },
  async () => {
    const root = installReleased()
    const released = async (command: string, environment: Record<string, string>) =>
      (
        await run(process.execPath, ['src/app/main.ts', command], {
          cwd: root,
          env: { PATH: process.env['PATH']!, ...environment },
        })
      ).stdout
    const migrateReleased = async (environment: Record<string, string>) =>
      void (await released('migrate', environment))
    let well = false
    await using receiver = await openReceiver(({ body }) => ({
      status: well || JSON.parse(String(body)).type === FINE ? 200 : 500,
    }))
    await using app = await openTestApp({ apis: 0, workers: 0, migrates: migrateReleased })
    await using temporal = await openTemporal(app)
    await using oldApi = await startApiProcess(app, {}, { root, probe: '/health' })
    const oldWorker = await startWorkerProcess(app, {}, { root })

    const operator = createClient(
      oldApi.port,
      (await released('create-key', app.environment)).trim().split(/\s+/).at(-1)!,
    )
    accepted(
      await operator.request(
        `mutation { createOrganization(input: { id: "acme", name: "Acme", dialect: "standard", plan: TEAM }) { userErrors { message } } }`,
      ),
    )
    const { secret } = accepted(
      await operator.request(
        `mutation { createApiKey(input: { organizationId: "acme", name: "acme", scopes: [PUBLISH, MANAGE, READ] }) { secret userErrors { message } } }`,
      ),
    )
    const client = createClient(oldApi.port, secret)
    for (const type of [HAPPENED, FINE]) await createEventType(client, type)
    const retryPolicy = { delays: Array.from({ length: 50 }, () => DELAY_SECONDS) }
    for (let made = 0; made < WEBHOOKS; made += 1)
      await createWebhook(client, { url: receiver.url, eventTypes: [HAPPENED, FINE], retryPolicy })
    const publishTo = (port: number, deliveries: number) =>
      pMap(
        Array.from({ length: deliveries / WEBHOOKS }),
        () => publish(createClient(port, secret), HAPPENED, { hello: 'world' }),
        { concurrency: 2 },
      )
    /** A webhook whose attempts have all failed for five minutes is FAILING, and its deliveries are held: one succeeds before. */
    const succeedOnce = (port: number) => publish(createClient(port, secret), FINE, {})
    await publishTo(oldApi.port, DELIVERIES / 2)
    await untilTried(app, DELIVERIES / 2)

    // Both.
    await migrate(app.databaseUrl, app.temporalAddress, app.settings)
    const newWorker = await startWorkerProcess(app)
    await eventually(async () => (await askingVersions(app, temporal)).includes(VERSION))
    // CHANGELOG: a worker of 0.1.0 that looked meanwhile has made its version the current one again.
    await migrate(app.databaseUrl, app.temporalAddress, app.settings)
    await using newApi = await startApiProcess(app)
    await publishTo(oldApi.port, DELIVERIES / 4)
    await publishTo(newApi.port, DELIVERIES / 4)
    await succeedOnce(newApi.port)
    await untilTried(app, DELIVERIES)
    expect(await versionsOf(app, temporal)).toEqual([RELEASED, VERSION])

    // The new one alone.
    await oldWorker.kill('SIGTERM')
    await oldApi.kill('SIGTERM')
    await succeedOnce(newApi.port)
    await untilTried(app, DELIVERIES)

    // And back.
    await migrateReleased(app.environment)
    await using again = await startWorkerProcess(app, {}, { root })
    await newWorker.kill('SIGTERM')
    await succeedOnce(newApi.port)
    await newApi.kill('SIGTERM')
    await untilTried(app, DELIVERIES)

    well = true
    await eventually(
      async () => (await count(app, `select count(*) from deliveries where status = 'SUCCEEDED'`)) === ALL,
      { deadlineMs: 120_000, describe: () => again.output().slice(-2_000) },
    )
    expect(await count(app, `select count(*) from attempts where outcome = 'SUCCEEDED'`)).toBe(ALL)
    expect(await count(app, `select count(*) from attempts`)).toBe(receiver.received.length)
    // No workflow had to be started again, as one that can't be gone on with has to.
    expect(
      await count(app, `select count(*) from deliveries where run > 1 or attempt_started_at is not null`),
    ).toBe(0)
    await eventually(async () => {
      const { count: closed } = await temporal.client.workflowService.countWorkflowExecutions({
        namespace: app.namespace,
        query: `WorkflowType = 'deliverWebhook' and ExecutionStatus = 'Completed'`,
      })
      return Number(closed) === ALL
    })
    // What the new version counts is complete, though the old one did not know of it.
    const { deliveries } = await readTables(app.database, 'WORKFLOW', 20)
    expect(deliveries).toMatchObject([
      {
        dialect: 'standard',
        accepted: ALL,
        reopened: 0,
        finished: { SUCCEEDED: ALL },
        open: [],
      },
    ])
  },
)

const count = async (app: TestApp, query: string) => Number((await rows(app, query))[0].count)

/** Waits until each of so many deliveries of HAPPENED has been tried once more than now, or for the first time. */
async function untilTried(app: TestApp, deliveries: number): Promise<void> {
  const read = () =>
    rows(app, `select id, attempt_count, next_attempt_at from deliveries where event_type = '${HAPPENED}'`)
  const before = new Map((await read()).map(({ id, attempt_count }) => [id, attempt_count]))
  let untried: Record<string, unknown>[] = []
  await eventually(
    async () => {
      const now = await read()
      untried = now.filter(({ id, attempt_count }) => attempt_count <= (before.get(id) ?? 0))
      return now.length === deliveries && untried.length === 0
    },
    { deadlineMs: 120_000, describe: () => `${untried.length} wait, as ${JSON.stringify(untried[0])}` },
  )
}

/** The versions that Temporal knows workers of, in their order. */
async function versionsOf({ namespace }: TestApp, { client }: TestTemporal): Promise<string[]> {
  const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
    namespace,
    deploymentName: 'durahook',
  })
  return workerDeploymentInfo!
    .versionSummaries!.map(({ deploymentVersion }) => deploymentVersion!.buildId!)
    .sort()
}

/** The versions whose workers have asked Temporal for work of late. */
async function askingVersions(
  { namespace }: TestApp,
  { client }: TestTemporal,
): Promise<(string | null | undefined)[]> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  })
  return pollers.map(({ deploymentOptions }) => deploymentOptions?.buildId)
}
