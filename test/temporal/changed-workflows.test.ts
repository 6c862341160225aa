import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openWorker } from '../../src/app/open-worker.ts'
import { VERSION } from '../../src/version.ts'
import { openTestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { openTemporal } from '../support/temporal.ts'

const CHANGED = new URL('fixtures/changed-workflows.ts', import.meta.url)

test('a workflow that changed code can not go on with fails at once, named; its delivery has been made', async () => {
  let answers = 0
  // Late enough that the first worker does not make the retry too, however slow the machine.
  const headers = { 'Retry-After': '3600' }
  await using receiver = await openReceiver(() => ({ status: (answers += 1) === 1 ? 500 : 200, headers }))
  await using app = await openTestApp({ workers: 0 })
  await using temporal = await openTemporal(app)
  const organization = await openOrganization(app, 'sjocamp')
  await organization.webhook(receiver.url)

  const before = await app.openWorker()
  const id = (await organization.publish()).deliveryIds[0]!
  await organization.until(id, ({ nextAttemptAt }) => nextAttemptAt !== null)
  await eventually(() => temporal.pendingActivity(id)) // its workflow hears of the failure after Postgres
  await before.close()
  const options = {
    settings: app.settings,
    databaseUrl: app.databaseUrl,
    temporalAddress: app.temporalAddress,
  }
  const after = await openWorker({ ...options, log: pino({ level: 'silent' }), workflows: CHANGED })
  try {
    await temporal.skipTime(id)
    await organization.untilStatus(id, 'SUCCEEDED')
    const status = await eventually(
      async () => {
        const { name } = (await temporal.describe(id)).status
        return name !== 'RUNNING' && name
      },
      { describe: () => 'the workflow ends' },
    )
    expect(status).toBe('FAILED')
    const { events } = await temporal.client.workflow.getHandle(id).fetchHistory()
    expect(events!.at(-1)!.workflowExecutionFailedEventAttributes!.failure!.message).toContain(
      'Nondeterminism error',
    )
    // Temporal has been told which version took each step.
    const builds = events!.flatMap(
      ({ workflowTaskCompletedEventAttributes: completed }) => completed?.workerVersion?.buildId ?? [],
    )
    // More than two where the first attempt took long.
    expect(builds.length).toBeGreaterThanOrEqual(2)
    expect(new Set(builds)).toEqual(new Set([VERSION]))
  } finally {
    await after.close()
  }
})
