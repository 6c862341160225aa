import { expect, test } from 'vitest'
import { openTestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { startWorkerProcess } from '../support/process.ts'
import { openReceiver, type Received } from '../support/receiver.ts'
import { openTemporal } from '../support/temporal.ts'
import { createWebhook } from '../support/webhooks.ts'

const outcomesOf = ({ attempts }: any) => attempts.nodes.map(({ outcome }: any) => outcome)

test('kill -9 in the middle of attempts: each is logged as INTERRUPTED and made again by another worker (protocol 3.3, 4.3)', async () => {
  let killed = false
  // Of the request at /retry the first fails; everything else hangs until the worker is dead.
  const countOf = (path: string) => receiver.received.filter((request) => request.path === path).length
  await using receiver = await openReceiver(({ path }: Received) => {
    if (path === '/retry' && countOf('/retry') === 1) return { status: 500 }
    return killed ? { status: 200 } : 'hang'
  })
  await using app = await openTestApp({ workers: 0 })
  await using temporal = await openTemporal(app)
  await using worker = await startWorkerProcess(app)

  const starting = await openOrganization(app, 'standard')
  await starting.webhook(`${receiver.url}/first`)
  const retrying = await openOrganization(app, 'standard')
  await createWebhook(retrying.client, {
    url: `${receiver.url}/retry`,
    eventTypes: [retrying.eventType],
    retryPolicy: { delays: [600, 600, 600] }, // its retry hangs, and must not come before it is waited for
  })
  const retryId = (await retrying.publish()).deliveryIds[0]!
  await retrying.until(retryId, ({ nextAttemptAt }) => nextAttemptAt !== null)
  await temporal.skipTime(retryId)
  await eventually(() => countOf('/retry') === 2)
  const firstId = (await starting.publish()).deliveryIds[0]!
  await eventually(() => countOf('/first') === 1)
  // The kill has to come while both hang; each has 20 s.
  await worker.kill('SIGKILL')
  killed = true
  expect(countOf('/retry')).toBe(2)
  await app.openWorker()

  const first = await starting.untilStatus(firstId, 'SUCCEEDED')
  expect(outcomesOf(first)).toEqual(['INTERRUPTED', 'SUCCEEDED'])
  expect(first.attempts.nodes[0]).toMatchObject({
    errorKind: 'INTERRUPTED',
    decision: 'The request is made again.',
  })
  const retried = await retrying.untilStatus(retryId, 'SUCCEEDED', 90_000)
  expect(outcomesOf(retried)).toEqual(['FAILED', 'INTERRUPTED', 'SUCCEEDED'])
  const bodies = receiver.received.map(({ path, body }) => `${path} ${body.toString()}`)
  expect(bodies).toHaveLength(5)
  expect(new Set(bodies).size).toBe(2)
})

test('SIGTERM in the middle of attempts: they are completed and recorded, and the process ends', async () => {
  await using app = await openTestApp({ workers: 0 })
  await using worker = await startWorkerProcess(app)
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await using receiver = await openReceiver(async () => (await held, { status: 200 }))
  const organization = await openOrganization(app, 'campsite')
  await organization.webhook(receiver.url)
  const id = (await organization.publish()).deliveryIds[0]!
  await eventually(() => receiver.received.length === 1)
  const ended = worker.kill('SIGTERM')
  await eventually(() => worker.output().includes('Ending'))
  release()
  await ended
  expect(outcomesOf(await organization.untilStatus(id, 'SUCCEEDED'))).toEqual(['SUCCEEDED'])
  expect(receiver.received).toHaveLength(1)
})
