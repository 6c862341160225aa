import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTokenBuckets } from '../../src/token-buckets.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('so much time at once, then a share of what passes', () => {
  const budget = createTokenBuckets({ perMs: 0.25, burst: 1_000 })
  budget.spend('one', 600)
  expect(budget.msUntilMore('one')).toBe(0)
  budget.spend('one', 600)
  expect(budget.msUntilMore('one')).toBe(800) // 200 too much, at a quarter
  expect(budget.msUntilMore('other')).toBe(0)
  vi.advanceTimersByTime(800)
  expect(budget.msUntilMore('one')).toBe(0)
  budget.spend('one', 100)
  expect(budget.msUntilMore('one')).toBe(400)
  vi.advanceTimersByTime(60_000) // nothing is saved up beyond what one may have at once
  budget.spend('one', 1_100)
  expect(budget.msUntilMore('one')).toBe(400)
  budget.spend('one', 1_000_000) // nobody waits longer than a minute
  expect(budget.msUntilMore('one')).toBe(60_000)
})
