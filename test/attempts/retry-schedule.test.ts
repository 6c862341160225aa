import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { openReceiver, type Received } from '../support/receiver.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'
import { rows } from '../support/sql.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

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

/** Follows one delivery to a receiver that always answers 500 through its whole day. */
async function failForADay(dialect: string) {
  await using receiver = await openReceiver(() => ({ status: 500 }))
  const organization = await openOrganization(app, dialect)
  await organization.webhook(receiver.url)
  const from = performance.now()
  const { deliveryIds } = await organization.publish()
  const id = deliveryIds[0]!
  await temporal.skipTime(id)
  const delivery = await organization.untilStatus(id, 'FAILED', 150_000)
  const virtualMs = await temporal.virtualMs(id)
  const tookMs = performance.now() - from
  const attempts = await rows(
    app,
    `select number, extract(epoch from next_attempt_at - finished_at) * 1000 as "delayMs" from attempts
      where delivery_id = ? order by number`,
    [id],
  )
  const delays = attempts.slice(0, -1).map((row: any) => Number(row.delayMs))
  return { id, organization, delivery, virtualMs, tookMs, delays, received: receiver.received }
}

const within = (value: number, [low, high]: [number, number]) => value >= low && value <= high

/** 0.8 to 1.2 of what the schedule says; a millisecond for rounding. */
const jittered = (milliseconds: number): [number, number] => [milliseconds * 0.8 - 1, milliseconds * 1.2 + 1]

/** The virtual clock only moves by what is waited, and the real time between: little, but for a busy machine. */
function expectClockToFollow({ virtualMs, tookMs, delays }: Awaited<ReturnType<typeof failForADay>>): void {
  const waitedMs = delays.reduce((sum, delay) => sum + delay, 0)
  expect(virtualMs).toBeGreaterThanOrEqual(waitedMs - SECOND)
  expect(virtualMs).toBeLessThan(waitedMs + tookMs + MINUTE)
}

function expectSameRequests(
  received: Received[],
  signatureHeader: string,
  timeOf: (value: string) => number | null,
): void {
  expect(new Set(received.map(({ body }) => body.toString('hex'))).size).toBe(1)
  for (const { headers, at } of received) {
    const signedAt = timeOf(String(headers[signatureHeader]))
    // Of the attempt, by the real clock: a receiver that checks the age of the signature accepts every retry.
    if (signedAt !== null) expect(Math.abs(at - signedAt * 1000)).toBeLessThan(30_000)
  }
}

describe('24 hours of retries (protocol 3.5)', () => {
  test.concurrent('sjocamp: exponential until just inside the window, then FAILED', async () => {
    const failed = await failForADay('sjocamp')
    const { delivery, virtualMs, delays, received, id } = failed
    expect(virtualMs).toBeGreaterThan(23 * HOUR)
    expect(virtualMs).toBeLessThan(24 * HOUR)
    expect(virtualMs).toBeGreaterThan(24 * HOUR - 2 * MINUTE) // the last attempt is clamped to the window's end
    expectClockToFollow(failed)
    const scheduled = delays.map((_, index) => Math.min(10 * SECOND * 2 ** index, 2 * HOUR))
    delays
      .slice(0, -1)
      .forEach((delay, index) =>
        expect(within(delay, jittered(scheduled[index]!)), `delay ${index} is ${delay}`).toBe(true),
      )
    expect(delays.at(-1)).toBeLessThanOrEqual(2.4 * HOUR)
    expect(delays.length).toBeGreaterThan(18)
    expect(received).toHaveLength(delays.length + 1)
    expect(delivery.attempts.nodes.at(-1).decision).toBe('It was the last attempt: the 24 hours are over.')
    expectSameRequests(received, 'x-sjocamp-signature', () => null)
    expect(JSON.parse(received[0]!.body.toString()).delivery_id).toBe(id)
    expect(new Set(received.map(({ headers }) => headers['x-sjocamp-signature'])).size).toBe(1)
  })

  test.concurrent('campsite: ten retries, each about twice as far as the one before', async () => {
    const failed = await failForADay('campsite')
    const { delivery, delays, received, id } = failed
    expect(received).toHaveLength(11)
    expect(delivery.attemptCount).toBe(11)
    delays.forEach((delay, index) =>
      expect(within(delay, jittered(30 * SECOND * 2 ** index)), `delay ${index} is ${delay}`).toBe(true),
    )
    expectClockToFollow(failed)
    expect(delivery.decision).toBe('It was the last attempt: all 10 retries were made.')
    expect(JSON.parse(received[0]!.body.toString()).id).toBe(id)
    expectSameRequests(received, 'x-campsite-signature', (value) => Number(/^t=(\d+),/.exec(value)![1]))
  })

  test.concurrent('standard: seven attempts on the schedule', async () => {
    const failed = await failForADay('standard')
    const { delivery, delays, received } = failed
    expect(received).toHaveLength(7)
    const schedule = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR]
    delays.forEach((delay, index) =>
      expect(within(delay, jittered(schedule[index]!)), `delay ${index} is ${delay}`).toBe(true),
    )
    expectClockToFollow(failed)
    expect(delivery.decision).toBe('It was the last attempt: all 6 retries were made.')
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expectSameRequests(received, 'webhook-timestamp', Number)
  })
})
