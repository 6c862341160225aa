import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pMap from 'p-map'
import { expect, test } from 'vitest'
import { readTables } from '../../src/operating/read-tables.ts'
import { VERSION } from '../../src/version.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { accepted, createClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { startApiProcess, startWorkerProcess } from '../support/process.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { openTemporal } from '../support/temporal.ts'
import { migrate } from '../../src/app/migrate.ts'
import { installReleased, RELEASED } from './released.ts'

const WEBHOOKS = 10
const DELIVERIES = 200

/** Each attempt but the last fails, and is made again after this time, in seconds. */
const DELAY_SECONDS = 10

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
    await using receiver = await openReceiver(() => ({ status: well ? 200 : 500 }))
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
    const type = 'thing.happened'
    await createEventType(client, type)
    const retryPolicy = { delays: Array.from({ length: 50 }, () => DELAY_SECONDS) }
    for (let made = 0; made < WEBHOOKS; made += 1)
      await createWebhook(client, { url: receiver.url, eventTypes: [type], retryPolicy })
    const publishTo = (port: number, deliveries: number) =>
      pMap(
        Array.from({ length: deliveries / WEBHOOKS }),
        () => publish(createClient(port, secret), type, { hello: 'world' }),
        { concurrency: 2 },
      )
    await publishTo(oldApi.port, DELIVERIES / 2)
    await untilTried(app, DELIVERIES / 2)

    // Both.
    await migrate(app.databaseUrl, app.temporalAddress, app.settings)
    const newWorker = await startWorkerProcess(app)
    await using newApi = await startApiProcess(app)
    await publishTo(oldApi.port, DELIVERIES / 4)
    await publishTo(newApi.port, DELIVERIES / 4)
    await untilTried(app, DELIVERIES)
    expect(await versionsOf(app)).toEqual([RELEASED, VERSION])

    // The new one alone.
    await oldWorker.kill('SIGTERM')
    await oldApi.kill('SIGTERM')
    await untilTried(app, DELIVERIES)

    // And back.
    await migrateReleased(app.environment)
    await using again = await startWorkerProcess(app, {}, { root })
    await newWorker.kill('SIGTERM')
    await newApi.kill('SIGTERM')
    await untilTried(app, DELIVERIES)

    well = true
    await eventually(
      async () =>
        (await count(app, `select count(*) from deliveries where status = 'SUCCEEDED'`)) === DELIVERIES,
      { deadlineMs: 120_000, describe: () => again.output().slice(-2_000) },
    )
    expect(await count(app, `select count(*) from attempts where outcome = 'SUCCEEDED'`)).toBe(DELIVERIES)
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
      return Number(closed) === DELIVERIES
    })
    // What the new version counts is complete, though the old one did not know of it.
    const { deliveries } = await readTables(app.database, 'WORKFLOW', 20)
    expect(deliveries).toMatchObject([
      {
        dialect: 'standard',
        accepted: DELIVERIES,
        reopened: 0,
        finished: { SUCCEEDED: DELIVERIES },
        open: [],
      },
    ])
  },
)

const count = async (app: TestApp, query: string) => Number((await rows(app, query))[0].count)

/** Waits until so many deliveries have been tried once more than now, or for the first time. */
async function untilTried(app: TestApp, deliveries: number): Promise<void> {
  const before = new Map(
    (await rows(app, `select id, attempt_count from deliveries`)).map((row) => [row.id, row.attempt_count]),
  )
  const tried = async () => {
    const now = await rows(app, `select id, attempt_count from deliveries`)
    return now.filter(({ id, attempt_count }) => attempt_count > (before.get(id) ?? 0)).length
  }
  await eventually(async () => (await tried()) === deliveries, { deadlineMs: 120_000 })
}

/** The versions that Temporal knows workers of, in their order. */
async function versionsOf(app: TestApp): Promise<string[]> {
  await using temporal = await openTemporal(app)
  const { workerDeploymentInfo } = await temporal.client.workflowService.describeWorkerDeployment({
    namespace: app.namespace,
    deploymentName: 'durahook',
  })
  return workerDeploymentInfo!
    .versionSummaries!.map(({ deploymentVersion }) => deploymentVersion!.buildId!)
    .sort()
}
