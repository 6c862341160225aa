import { describe, expect, test } from 'vitest'
import { describeDelivery } from '../../src/deliveries/describe-delivery.ts'
import type { HealthRow } from '../../src/health/read-health.ts'
import type { DeliveryStatus, WebhookStatus } from '../../src/words/enums.ts'

const NOW = new Date('2026-11-26T12:00:00Z')
const from = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)
const hours = (count: number) => count * 3_600_000

const FRESH = {
  id: 'wd_1',
  status: 'PENDING' as DeliveryStatus,
  decision: '',
  startedAt: null as Date | null,
  attemptCount: 0,
  attemptStartedAt: null as Date | null,
  nextAttemptAt: null as Date | null,
  heldUntil: null as Date | null,
  grantedAt: null as Date | null,
  test: false as boolean | null,
  retryRequestedAt: null as Date | null,
  createdAt: from(-1_000),
}
const WAITING = { ...FRESH, startedAt: from(-60_000), attemptCount: 1, nextAttemptAt: from(42_000) }

describe('a delivery says what is so now', () => {
  test.each<[string, Partial<typeof FRESH>, WebhookStatus]>([
    ['The first attempt is about to be made.', FRESH, 'ENABLED'],
    ['It waits for its turn', { ...FRESH, createdAt: from(-60_000) }, 'ENABLED'],
    ['It could not be started: why.', { ...FRESH, decision: 'It could not be started: why.' }, 'ENABLED'],
    ['It is sent again.', { ...FRESH, decision: 'It is sent again.', attemptCount: 3 }, 'ENABLED'],
    ['Its webhook is paused: the first attempt is made when it is enabled.', FRESH, 'PAUSED'],
    ['An attempt is on its way.', { ...FRESH, attemptStartedAt: from(-500) }, 'ENABLED'],
    ['An attempt is on its way.', { ...WAITING, attemptStartedAt: from(-500) }, 'PAUSED'],
    ['An attempt is about to be made.', { ...FRESH, startedAt: from(-500) }, 'ENABLED'],
    ['The next attempt comes in 42 s.', WAITING, 'ENABLED'],
    [
      'The next attempt comes in 2 h 5 min.',
      { ...WAITING, nextAttemptAt: from(hours(2) + 300_000) },
      'ENABLED',
    ],
    ['The next attempt comes in 1 s.', { ...WAITING, nextAttemptAt: from(1) }, 'ENABLED'],
    ['The next attempt is due.', { ...WAITING, nextAttemptAt: from(0) }, 'ENABLED'],
    ['The next attempt is due.', { ...WAITING, nextAttemptAt: from(-hours(1)) }, 'ENABLED'],
    [
      'Its webhook is paused: no attempt is made before it is enabled, and the time for its retries goes on.',
      WAITING,
      'PAUSED',
    ],
    [
      'Paused by an operator in Temporal.',
      { ...WAITING, nextAttemptAt: null, decision: 'Paused by an operator in Temporal.' },
      'ENABLED',
    ],
    [
      'Temporal had lost its workflow, so it was started again. The next attempt comes in 42 s.',
      { ...WAITING, startedAt: null, decision: 'Temporal had lost its workflow, so it was started again.' },
      'ENABLED',
    ],
    [
      'An attempt was asked for; it is made as soon as',
      { ...WAITING, retryRequestedAt: from(-500) },
      'ENABLED',
    ],
    ['It was canceled.', { ...WAITING, status: 'CANCELED', decision: 'It was canceled.' }, 'PAUSED'],
    [
      'Delivered: the receiver answered 200.',
      { ...WAITING, status: 'SUCCEEDED', decision: 'Delivered: the receiver answered 200.' },
      'DISABLED',
    ],
  ])('%s', (expected, delivery, webhookStatus) => {
    const health = { webhook: { status: webhookStatus, statusReason: null }, row: null }
    expect(describeDelivery({ ...FRESH, ...delivery }, health, NOW)).toMatch(
      new RegExp(`^${expected.replace(/[.\\()]/g, '\\$&')}`),
    )
  })
})

const ROW: HealthRow = {
  webhookId: 'wh_1',
  failures: 0,
  firstFailures: 0,
  lastError: null,
  lastSuccessAt: null,
  failingSince: null,
  countedFrom: null,
  probeId: null,
  probeAt: null,
  ramp: null,
  quietUntil: null,
  pace: null,
  rateLimit: null,
  rateSeconds: null,
  nextAt: null,
}
const FAILING: Partial<HealthRow> = {
  failures: 9,
  failingSince: new Date('2026-11-26T10:05:00Z'),
  probeId: 'wd_probe',
}
const TEN_A_SECOND: Partial<HealthRow> = { rateLimit: 10, rateSeconds: 1 }
const OLD = { ...FRESH, createdAt: from(-60_000) }
const SINCE = 'Held: its webhook has been failing since 10:05 UTC.'

describe('a delivery says why it is held', () => {
  test.each<[string, Partial<typeof FRESH>, Partial<HealthRow>, WebhookStatus?]>([
    [`${SINCE} One delivery goes on trying; this one follows when that succeeds.`, FRESH, FAILING],
    [
      `${SINCE} One delivery goes on trying; this one follows when that succeeds, at the latest in 3 h 5 min.`,
      { ...OLD, heldUntil: from(hours(3) + 300_000) },
      FAILING,
    ],
    [
      `${SINCE} One delivery goes on trying; this one follows when that succeeds, at the latest now.`,
      { ...OLD, heldUntil: from(-1) },
      FAILING,
    ],
    [
      `${SINCE} One delivery goes on trying; this one follows when that succeeds, in 42 s at the earliest.`,
      WAITING,
      FAILING,
    ],
    [
      'Held: its webhook has been failing since 2026-11-25 23:59 UTC. One delivery at a time tries; the others follow when that succeeds.',
      FRESH,
      { ...FAILING, failingSince: new Date('2026-11-25T23:59:00Z'), probeId: null },
    ],
    [
      'It is sent again. ' + SINCE + ' One delivery goes on trying; this one follows when that succeeds.',
      { ...FRESH, decision: 'It is sent again.' },
      FAILING,
    ],
    [
      'It is the delivery that goes on trying while its webhook fails. The next attempt comes in 42 s.',
      { ...WAITING, id: 'wd_probe' },
      FAILING,
    ],
    [
      'It is the delivery that goes on trying while its webhook fails. The next attempt is due.',
      { ...OLD, id: 'wd_probe' },
      FAILING,
    ],
    [
      `${SINCE} One delivery goes on trying; this one follows when that succeeds.`,
      { ...OLD, heldUntil: Infinity as never },
      FAILING,
    ],
    // What may be tried now is not held.
    ['The first attempt is about to be made.', { ...FRESH, test: true }, FAILING],
    // Held until a moment ago.
    [
      'It waits for its turn: the next attempt is made when there is capacity for it.',
      { ...OLD, attemptCount: 1, heldUntil: from(hours(3)) },
      {},
    ],
    ['The next attempt is due.', { ...WAITING, nextAttemptAt: from(-1), grantedAt: from(5_000) }, FAILING],
    ['An attempt is on its way.', { ...FRESH, attemptStartedAt: from(-500) }, FAILING],
    [
      'An attempt was asked for; it is made as soon as Temporal can be reached.',
      { ...WAITING, retryRequestedAt: from(-500) },
      FAILING,
    ],
    // The relay starts it.
    [
      'An attempt was asked for; it is about to be made.',
      { ...OLD, attemptCount: 1, retryRequestedAt: from(-500) },
      FAILING,
    ],
    ['Its webhook is paused: the first attempt is made when it is enabled.', FRESH, FAILING, 'PAUSED'],
    [
      'Its webhook was disabled because it failed. It gets one last attempt in 3 h.',
      { ...WAITING, startedAt: null, heldUntil: from(hours(3)) },
      FAILING,
      'DISABLED',
    ],
    [
      'Its webhook was disabled because it failed. It gets one last attempt when its time is about to end.',
      WAITING,
      FAILING,
      'DISABLED',
    ],
    ['Held: its receiver asked for it, for 40 s more.', FRESH, { quietUntil: from(40_000) }],
    ['Held: its receiver asked for it, for 50 s more.', WAITING, { quietUntil: from(50_000) }],
    ['The next attempt comes in 42 s.', WAITING, { quietUntil: from(40_000) }],
    ['The first attempt is about to be made.', FRESH, { quietUntil: from(-1) }],
    ['Held: its webhook gets 10 attempts per second at most.', OLD, TEN_A_SECOND],
    ['Held: its webhook gets 10 attempts per second at most.', FRESH, { ...TEN_A_SECOND, nextAt: from(50) }],
    ['The first attempt is about to be made.', FRESH, { ...TEN_A_SECOND, nextAt: from(-50) }],
    ['The next attempt comes in 42 s.', WAITING, TEN_A_SECOND],
    ['Held: its webhook gets 1 attempt per hour at most.', OLD, { rateLimit: 1, rateSeconds: 3_600 }],
    [
      'Held: its receiver asked for fewer requests; it gets 2.5 a second for now.',
      OLD,
      { ...TEN_A_SECOND, pace: 2.5 },
    ],
    ['Held: its webhook gets 10 attempts per second at most.', OLD, { ...TEN_A_SECOND, pace: 20 }],
    ['Held: its webhook is recovering; attempts go out with a ramp.', FRESH, { ramp: 2 }],
    ['The next attempt comes in 42 s.', { ...WAITING, startedAt: null }, { ramp: 2 }],
  ])('%s', (expected, delivery, row, status = 'ENABLED') => {
    const statusReason = status === 'DISABLED' ? 'FAILING' : null
    const health = { webhook: { status, statusReason }, row: { ...ROW, ...row } } as const
    expect(describeDelivery({ ...FRESH, ...delivery }, health, NOW)).toBe(expected)
  })
})
