import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideRetry } from '../../src/retries/decide-retry.ts'
import { retryAfterMs } from '../../src/retries/retry-after.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { openReceiver, type Answer } from '../support/receiver.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'
import { rows } from '../support/sql.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('the header', () => {
  const now = new Date('2026-11-02T10:00:00Z')
  test.each([
    ['120', 120 * SECOND],
    ['0', 0],
    [' 7 ', 7 * SECOND],
    ['Mon, 02 Nov 2026 11:00:00 GMT', HOUR],
    ['Monday, 02-Nov-26 11:00:00 GMT', HOUR],
    ['Mon Nov  2 11:00:00 2026', HOUR],
    ['2026-11-02T11:00:00Z', null],
    ['Mon, 99 Nov 2026 11:00:00 GMT', null],
    ['Mon, 02 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['1e30', null],
    ['0x10', null],
    ['+5', null],
    ['5, 5', null],
    ['9'.repeat(400), Infinity],
    ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59) - now.getTime()],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Mon, 02 Nov 2026 11:00:00 +0900', null],
    ['', null],
  ])('%j gives %j ms', (value, expected) => {
    expect(retryAfterMs([['Retry-After', value]], now)).toBe(expected)
  })
  test('nothing gives null', () => expect(retryAfterMs([], now)).toBe(null))
})

describe('the decision', () => {
  const policy = { kind: 'schedule', delaysMs: [5 * SECOND, 5 * MINUTE], jitter: 0.2 } as const
  const failed = {
    retryPolicy: policy,
    retryCount: 0,
    elapsedMs: 0,
    deadlineMs: 24 * HOUR,
    retryAfterMs: null,
    random: 0.5,
  }
  test.each([
    ['the schedule', {}, { kind: 'retry', delayMs: 5 * SECOND }],
    ['least jitter', { random: 0 }, { kind: 'retry', delayMs: 4 * SECOND }],
    ['most jitter', { random: 1 }, { kind: 'retry', delayMs: 6 * SECOND }],
    ['a longer Retry-After', { retryAfterMs: HOUR }, { kind: 'retry', delayMs: HOUR }],
    ['a shorter Retry-After', { retryAfterMs: 1 }, { kind: 'retry', delayMs: 5 * SECOND }],
    ['a Retry-After over an hour', { retryAfterMs: HOUR + 1 }, { kind: 'retry', delayMs: HOUR }],
    ['one beyond the window', { retryAfterMs: 99 * HOUR }, { kind: 'retry', delayMs: HOUR }],
    ['one beyond all numbers', { retryAfterMs: Infinity }, { kind: 'retry', delayMs: HOUR }],
    [
      'one beyond what is left',
      { retryAfterMs: HOUR, elapsedMs: 23.5 * HOUR },
      { kind: 'retry', delayMs: 29 * MINUTE },
    ],
    [
      'a schedule longer than an hour',
      { retryPolicy: { ...policy, delaysMs: [5 * HOUR] }, retryAfterMs: 99 * HOUR },
      { kind: 'retry', delayMs: 5 * HOUR },
    ],
    ['the window nearly over', { elapsedMs: 24 * HOUR - MINUTE - 1 }, { kind: 'retry', delayMs: 1 }],
    [
      'the window over',
      { elapsedMs: 24 * HOUR - MINUTE },
      { kind: 'failed', reason: 'the 24 hours are over' },
    ],
    ['a deadline within the delay', { deadlineMs: 3 * SECOND }, { kind: 'retry', delayMs: 3 * SECOND }],
    [
      'the deadline over',
      { deadlineMs: HOUR, elapsedMs: HOUR },
      { kind: 'failed', reason: "the webhook's deadline is over" },
    ],
    [
      'no retries at all',
      { retryPolicy: { ...policy, delaysMs: [] } },
      { kind: 'failed', reason: 'the webhook asks for no retries' },
    ],
    ['no retries left', { retryCount: 2 }, { kind: 'failed', reason: 'all 2 retries were made' }],
    ['a test event', { retryPolicy: null }, { kind: 'failed', reason: 'test events are not retried' }],
  ])('%s', (_, more, expected) => expect(decideRetry({ ...failed, ...more })).toEqual(expected))
})

describe('a receiver that asks to be left alone (protocol 3.6)', () => {
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

  /** Answers the first request so, the others with 200; gives what was waited, planned and by the workflow's clock. */
  async function waitedAfter(first: () => Answer) {
    let count = 0
    await using receiver = await openReceiver(() => ((count += 1) === 1 ? first() : { status: 200 }))
    const organization = await openOrganization(app, 'standard')
    await organization.webhook(receiver.url)
    const { deliveryIds } = await organization.publish()
    await temporal.skipTime(deliveryIds[0]!)
    const { attempts } = await organization.untilStatus(deliveryIds[0]!, 'SUCCEEDED')
    expect(receiver.received).toHaveLength(2)
    expect(attempts.nodes).toHaveLength(2)
    const [{ delayMs }] = await rows(
      app,
      `select extract(epoch from next_attempt_at - finished_at) * 1000 as "delayMs" from attempts
        where delivery_id = ? and number = 1`,
      [deliveryIds[0]],
    )
    // Both times are rounded to a millisecond, each by itself.
    return {
      delaySeconds: Math.round(Number(delayMs) / 10) / 100,
      virtualMs: await temporal.virtualMs(deliveryIds[0]!),
    }
  }

  test.concurrent('429 with seconds', async () => {
    const { delaySeconds, virtualMs } = await waitedAfter(() => ({
      status: 429,
      headers: { 'retry-after': '1800' },
    }))
    expect(delaySeconds * SECOND).toBe(HOUR / 2)
    expect(virtualMs).toBeGreaterThanOrEqual(HOUR / 2)
    expect(virtualMs).toBeLessThan(HOUR / 2 + MINUTE)
  })

  test.concurrent('behind more headers than are kept', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`x-${n}`, 'x'.repeat(400)]))
    const { delaySeconds } = await waitedAfter(() => ({
      status: 503,
      headers: { ...many, 'retry-after': '1800' },
    }))
    expect(delaySeconds * SECOND).toBe(HOUR / 2)
  })

  test.concurrent('503 with an HTTP date', async () => {
    const date = () => new Date(Date.now() + HOUR / 2).toUTCString()
    const { delaySeconds, virtualMs } = await waitedAfter(() => ({
      status: 503,
      headers: { 'Retry-After': date() },
    }))
    expect(Math.abs(delaySeconds * SECOND - HOUR / 2)).toBeLessThan(MINUTE)
    expect(Math.abs(virtualMs - HOUR / 2)).toBeLessThan(MINUTE)
  })

  test.concurrent.each([
    ['microseconds taken for seconds', () => '3600000000'],
    ['more than any number', () => '9'.repeat(400)],
    ['the last date there is', () => 'Fri, 31 Dec 9999 23:59:59 GMT'],
  ])('%s: costs an hour', async (_, value) => {
    const { delaySeconds, virtualMs } = await waitedAfter(() => ({
      status: 503,
      headers: { 'Retry-After': value() },
    }))
    expect(delaySeconds * SECOND).toBe(HOUR)
    expect(virtualMs).toBeGreaterThanOrEqual(HOUR)
    expect(virtualMs).toBeLessThan(HOUR + MINUTE)
  })
})
