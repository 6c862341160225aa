import { NativeConnection, Worker } from '@temporalio/worker'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { makeCurrent, replaceGoneVersion, WORKER_DEPLOYMENT } from '../../src/temporal/worker-version.ts'
import { VERSION } from '../../src/version.ts'
import { TASK_QUEUE } from '../../src/words/temporal.ts'
import { loadWorkflows } from '../../src/temporal/build-workflows.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { closing } from '../support/closing.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

const OTHER = '99.0.0'
const log = pino({ level: 'fatal' })

const setCurrent = ({ client }: TestTemporal, { namespace }: TestApp, buildId: string) =>
  client.workflowService.setWorkerDeploymentCurrentVersion({
    namespace,
    deploymentName: WORKER_DEPLOYMENT.version.deploymentName,
    buildId,
    allowNoPollers: true,
    ignoreMissingTaskQueues: true,
  })

async function currentOf({ client }: TestTemporal, { namespace }: TestApp): Promise<string | undefined> {
  const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
    namespace,
    deploymentName: WORKER_DEPLOYMENT.version.deploymentName,
  })
  return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? undefined
}

test('migrate makes its version the current one, and a worker takes the place of one that has no workers', async () => {
  await using app = await openTestApp({ workers: 0 })
  await using temporal = await openTemporal(app)
  expect(await currentOf(temporal, app)).toBe(VERSION)
  const replace = (goneMs?: number) => replaceGoneVersion(temporal.client, app.namespace, log, goneMs)
  // It has time to bring its first worker: one of an older version does not take back what `migrate` did.
  await setCurrent(temporal, app, OTHER)
  await eventually(async () => {
    await replace()
    return (await currentOf(temporal, app)) === OTHER
  })
  await replace()
  expect(await currentOf(temporal, app)).toBe(OTHER)
  await eventually(async () => {
    await replace(1_000)
    return (await currentOf(temporal, app)) === VERSION
  })
})

test('where none is the current version, as in a Temporal that was replaced, a worker makes its own the current one', async () => {
  await using app = await openTestApp({ workers: 0 })
  await using temporal = await openTemporal(app)
  await setCurrent(temporal, app, '')
  expect(await currentOf(temporal, app)).toBe(undefined)

  let fails = true
  await using receiver = await openReceiver(() => ({ status: fails ? 500 : 200 }))
  const organization = await openOrganization(app, 'standard')
  await organization.webhook(receiver.url)
  const id = (await organization.publish()).deliveryIds[0]!
  await app.openWorker()
  await organization.until(id, ({ nextAttemptAt }) => nextAttemptAt !== null)
  fails = false
  await temporal.skipTime(id)
  await organization.untilStatus(id, 'SUCCEEDED')
  expect(await currentOf(temporal, app)).toBe(VERSION)
})

test('a current version keeps its place while it has a worker', async () => {
  await using app = await openTestApp({ workers: 0 })
  await using temporal = await openTemporal(app)
  await using connection = closing(await NativeConnection.connect({ address: app.temporalAddress }))
  const replace = (goneMs?: number) => replaceGoneVersion(temporal.client, app.namespace, log, goneMs)
  const worker = await Worker.create({
    connection,
    namespace: app.namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await loadWorkflows(),
    workerDeploymentOptions: {
      ...WORKER_DEPLOYMENT,
      version: { ...WORKER_DEPLOYMENT.version, buildId: OTHER },
    },
  })
  const running = worker.run()
  await eventually(async () => {
    await setCurrent(temporal, app, OTHER)
    await replace()
    return (await currentOf(temporal, app)) === OTHER
  })
  await replace()
  expect(await currentOf(temporal, app)).toBe(OTHER)
  worker.shutdown()
  await running
  await eventually(async () => {
    await replace(1_000)
    return (await currentOf(temporal, app)) === VERSION
  })
  await makeCurrent(temporal.client, app.namespace)
})
