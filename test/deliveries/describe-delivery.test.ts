import { describe, expect, test } from 'vitest'
import { describeDelivery } from '../../src/deliveries/describe-delivery.ts'
import type { DeliveryStatus, WebhookStatus } from '../../src/words/enums.ts'

const NOW = new Date('2026-11-26T12:00:00Z')
const from = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)
const hours = (count: number) => count * 3_600_000

const FRESH = {
  status: 'PENDING' as DeliveryStatus,
  decision: '',
  startedAt: null as Date | null,
  attemptCount: 0,
  attemptStartedAt: null as Date | null,
  nextAttemptAt: null as Date | null,
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
    expect(describeDelivery({ ...FRESH, ...delivery }, webhookStatus, NOW)).toMatch(
      new RegExp(`^${expected.replace(/[.\\()]/g, '\\$&')}`),
    )
  })
})
