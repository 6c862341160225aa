import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorker } from '../../src/app/open-worker.ts'
import type { AttemptInput } from '../../workflows/contract.ts'
import { beginAttempt, type AttemptBeginning } from '../../src/attempts/begin-attempt.ts'
import { recordAttempt, type EndedAttempt } from '../../src/attempts/record-attempt.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { operate, sendTestEvent } from '../support/operate.ts'
import { openReceiver } from '../support/receiver.ts'
import { readDelivery } from '../support/webhooks.ts'
import { rows } from '../support/sql.ts'

const CAP = 20

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

/** A delivery in the hands of the test: no worker touches it. */
async function openDelivery() {
  const organization = await openOrganization(app)
  const { id: webhookId } = await organization.webhook('https://localhost:1/')
  const { eventId, deliveryIds } = await organization.publish()
  const id = deliveryIds[0]!
  const begin = (more: Partial<AttemptInput> = {}, cap = CAP) =>
    beginAttempt(
      app.database,
      {
        deliveryId: id,
        run: 1,
        trigger: 'AUTOMATIC',
        retryPolicy: null,
        elapsedMs: 0,
        isRetry: false,
        ...more,
      },
      cap,
    )
  const record = async (
    number: number,
    outcome: 'SUCCEEDED' | 'FAILED',
    more: Partial<EndedAttempt> = {},
  ) => {
    const now = new Date()
    const recorded = await recordAttempt(app.database, {
      deliveryId: id,
      run: 1,
      organizationId: organization.id,
      webhookId,
      eventType: organization.eventType,
      number,
      trigger: 'AUTOMATIC',
      outcome,
      result: {
        response: null,
        error: null,
        resent: false,
        remoteAddress: null,
        latency: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 },
      },
      error: null,
      decision: `${outcome} ${number}`,
      nextAttemptAt: outcome === 'FAILED' ? now : null,
      startedAt: now,
      finishedAt: now,
      targetVersion: 1,
      gone: false,
      quietMs: null,
      ...more,
    })
    return recorded?.status ?? null
  }
  const read = async () => {
    const delivery = await readDelivery(organization.client, id)
    // From the table: the log waits for every older transaction, those of other tests' databases too.
    const attempts = await rows(
      app,
      `select number, outcome from attempts where delivery_id = ? order by number`,
      [id],
    )
    const outcomes = attempts.map(({ number, outcome }) => `${number} ${outcome}`)
    const [{ retry_count: retryCount }] = await rows(app, `select retry_count from deliveries where id = ?`, [
      id,
    ])
    return { ...delivery, outcomes, retryCount }
  }
  const end = (set: string) => rows(app, `update deliveries set ${set} where id = ?`, [id])
  return { id, organization, webhookId, eventId, begin, record, read, end }
}
const numberOf = (beginning: AttemptBeginning) =>
  beginning.kind === 'begun' ? beginning.attempt.number : beginning

describe('an attempt that was taken for dead and replaced (protocol 4.3)', () => {
  test('is INTERRUPTED; its late failure changes nothing', async () => {
    const { begin, record, read } = await openDelivery()
    expect(numberOf(await begin())).toBe(1)
    expect(numberOf(await begin({ isRetry: true }))).toBe(2)
    expect(await record(1, 'FAILED', { nextAttemptAt: null })).toBe('PENDING')
    expect(await read()).toMatchObject({
      status: 'PENDING',
      outcomes: ['1 INTERRUPTED'],
      decision: 'An attempt is on its way.',
    })
    expect((await read()).attemptStartedAt).not.toBe(null)
    expect(await record(2, 'FAILED')).toBe('PENDING')
    expect(await read()).toMatchObject({
      outcomes: ['1 INTERRUPTED', '2 FAILED'],
      attemptStartedAt: null,
      decision: expect.stringMatching(/^The next attempt (comes in|is due)/) as string,
    })
  })

  test('its late success delivers; the failure of its successor changes nothing', async () => {
    const { begin, record, read } = await openDelivery()
    await begin()
    await begin({ isRetry: true })
    expect(await record(1, 'SUCCEEDED')).toBe('SUCCEEDED')
    expect(await record(2, 'FAILED')).toBe('SUCCEEDED')
    expect(await read()).toMatchObject({
      status: 'SUCCEEDED',
      outcomes: ['1 INTERRUPTED', '2 FAILED'],
      attemptStartedAt: null,
      nextAttemptAt: null,
    })
    expect(await begin({ isRetry: true })).toEqual({ kind: 'ended', status: 'SUCCEEDED' })
  })

  test('recording twice logs once (protocol 4.2)', async () => {
    const { begin, record, read } = await openDelivery()
    await begin()
    await record(1, 'FAILED')
    await record(1, 'FAILED')
    expect((await read()).outcomes).toEqual(['1 FAILED'])
  })
})

describe('an attempt of an older run (protocol 4.1)', () => {
  test('does not begin, and its late failure leaves the new run as it is', async () => {
    const { begin, record, read, end } = await openDelivery()
    await begin()
    await end(`status = 'PENDING', run = 2, started_at = null, retry_count = 0`)
    expect(await begin({ isRetry: true })).toMatchObject({ kind: 'ended' })
    expect(await record(1, 'FAILED', { nextAttemptAt: null })).toBe('PENDING')
    expect(await read()).toMatchObject({ status: 'PENDING', outcomes: ['1 FAILED'], attemptStartedAt: null })
    expect(numberOf(await begin({ run: 2, trigger: 'MANUAL' }))).toBe(2)
  })

  test('that delivers counts', async () => {
    const { begin, record, end } = await openDelivery()
    await begin()
    await end(`status = 'PENDING', run = 2, started_at = null`)
    expect(await record(1, 'SUCCEEDED')).toBe('SUCCEEDED')
  })
})

describe('an attempt does not begin', () => {
  test.each(['SUCCEEDED', 'CANCELED', 'FAILED'] as const)('when the delivery is %s', async (status) => {
    const { begin, end } = await openDelivery()
    await end(`status = '${status}'`)
    expect(await begin()).toEqual({ kind: 'ended', status })
  })

  test('but does by hand when it just FAILED', async () => {
    const { begin, end, read } = await openDelivery()
    await end(`status = 'FAILED', finished_at = now()`)
    expect(numberOf(await begin({ trigger: 'MANUAL' }))).toBe(1)
    expect(await read()).toMatchObject({ status: 'PENDING', finishedAt: null })
  })

  test('when the webhook is paused, which counts as no retry', async () => {
    const { begin, organization, webhookId, read } = await openDelivery()
    await begin()
    await operate(organization.client, 'pauseWebhook', webhookId)
    // The mark of the attempt before is settled all the same: it would take the webhook's room.
    expect(await begin({ isRetry: true })).toEqual({ kind: 'paused', ownPolicy: null })
    expect(await read()).toMatchObject({
      retryCount: 0,
      attemptCount: 1,
      attemptStartedAt: null,
      outcomes: ['1 INTERRUPTED'],
    })
    await operate(organization.client, 'enableWebhook', webhookId)
    await begin({ isRetry: true })
    expect(await read()).toMatchObject({ retryCount: 1, attemptCount: 2 })
  })

  test('when the webhook is disabled or deleted', async () => {
    const { begin, organization, webhookId, end } = await openDelivery()
    await operate(organization.client, 'disableWebhook', webhookId)
    await end(`status = 'PENDING'`) // made in the same moment
    expect(await begin()).toEqual({
      kind: 'impossible',
      status: 'SKIPPED',
      decision: 'The webhook is disabled.',
    })
    await operate(organization.client, 'deleteWebhook', webhookId)
    await end(`status = 'PENDING'`)
    expect(await begin()).toEqual({
      kind: 'impossible',
      status: 'CANCELED',
      decision: 'The webhook was deleted.',
    })
  })

  test('when the webhook has no room; its own mark left by a dead worker takes none', async () => {
    const { begin, organization, read, end } = await openDelivery()
    await begin()
    expect(numberOf(await begin({ isRetry: true }, 1))).toBe(2)
    const other = (await organization.publish()).deliveryIds[0]!
    await end(`attempt_started_at = now() - interval '1 minute'`)
    expect(await begin({ deliveryId: other, isRetry: true }, 1)).toEqual({
      kind: 'busy',
      oldestMs: expect.closeTo(60_000, -5),
      ownPolicy: null,
    })
    expect(numberOf(await begin({ deliveryId: other, isRetry: true }, 2))).toBe(1)
    expect((await read()).retryCount).toBe(1)
  })
})

test('a first attempt that was held is made as what it is, and is no retry', async () => {
  const { begin, read, end } = await openDelivery()
  await end(`trigger = 'TEST'`)
  const beginning = await begin({ isRetry: true, trigger: 'AUTOMATIC' })
  expect(beginning).toMatchObject({ kind: 'begun', attempt: { number: 1, trigger: 'TEST', retryCount: 0 } })
  expect((await read()).retryCount).toBe(0)
})

test('a request that can not be made is a failed attempt, and tells nobody why but the log', async () => {
  await using receiver = await openReceiver()
  const settings = { ...app.settings, ENCRYPTION_KEYS: [{ id: 'another', key: randomBytes(32) }] }
  const worker = await openWorker({ ...app, settings, log: pino({ level: 'silent' }) })
  try {
    const { client, webhook, eventType, untilStatus } = await openOrganization(app)
    const { id } = await webhook(receiver.url)
    const delivery = await untilStatus(await sendTestEvent(client, id, eventType), 'FAILED')
    expect(delivery.attempts.nodes).toMatchObject([
      { outcome: 'FAILED', errorKind: 'NOT_SENT', statusCode: null },
    ])
    expect(receiver.received).toHaveLength(0)
  } finally {
    await worker.close()
  }
})

test('a success changes nothing of a webhook of which only a limit is known', async () => {
  const { organization, webhookId, begin, record } = await openDelivery()
  const [row] = await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, rate_limit, rate_seconds, look_at)
      values (?, ?, 1, 3600, now() + interval '1 hour') returning to_jsonb(webhook_health) as health`,
    [webhookId, organization.id],
  )
  await begin()
  expect(await record(1, 'SUCCEEDED')).toBe('SUCCEEDED')
  expect(
    await rows(app, `select to_jsonb(h) as health from webhook_health h where webhook_id = ?`, [webhookId]),
  ).toEqual([row])
})

test('a receiver that asks for less is heard though it took others at the same moment', async () => {
  const { organization, webhookId, begin, record } = await openDelivery()
  const others = await Promise.all(Array.from({ length: 3 }, () => organization.publish()))
  const ids = others.map(({ deliveryIds }) => deliveryIds[0]!)
  await begin()
  for (const deliveryId of ids) await begin({ deliveryId })
  const from = Date.now()
  await Promise.all([
    record(1, 'SUCCEEDED'),
    record(1, 'FAILED', { deliveryId: ids[0]!, quietMs: 60_000 }),
    record(1, 'SUCCEEDED', { deliveryId: ids[1]! }),
    record(1, 'FAILED', { deliveryId: ids[2]! }),
  ])
  const [health] = await rows(app, `select * from webhook_health where webhook_id = ?`, [webhookId])
  expect(health).toMatchObject({ failures: 2, failing_since: null })
  expect(health.quiet_until.getTime()).toBeGreaterThan(from + 50_000)
})
