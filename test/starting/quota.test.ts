import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQuota, type Quota } from '../../src/starting/quota.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Acquires one slot for each of so many deliveries of an organization. */
function acquire(quota: Quota, organizationId: string, count: number): string[] {
  const ids = Array.from({ length: count }, (_, index) => `${organizationId}-${index}`)
  for (const id of ids) quota.acquire(id, organizationId)
  return ids
}
const capacityOf = (quota: Quota, organizationId: string) => {
  const { byOrganization, other } = quota.capacity()
  return byOrganization[organizationId] ?? other
}

test('an organization starts eight at once, then one more every 100 ms', () => {
  const onCapacity = vi.fn()
  const quota = createQuota(1_000)
  quota.onCapacity(onCapacity)
  expect(capacityOf(quota, 'slow')).toBe(8)
  acquire(quota, 'slow', 8)
  expect(capacityOf(quota, 'slow')).toBe(0)
  expect(capacityOf(quota, 'other')).toBe(8)
  vi.advanceTimersByTime(99)
  expect(onCapacity).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2)
  expect(onCapacity).toHaveBeenCalledOnce()
  expect(capacityOf(quota, 'slow')).toBe(1)
  vi.advanceTimersByTime(10_000)
  expect(capacityOf(quota, 'slow')).toBe(8)
})

test('one more for each attempt that ends', () => {
  const onCapacity = vi.fn()
  const quota = createQuota(1_000)
  quota.onCapacity(onCapacity)
  const [first, second] = acquire(quota, 'fast', 8)
  quota.release(first!)
  quota.release(second!)
  quota.release(second!)
  expect(onCapacity).toHaveBeenCalledTimes(2)
  expect(capacityOf(quota, 'fast')).toBe(2)
})

test('alone it gets half of the quota, beside another a third; attempts handed out by Temporal count', async () => {
  const quota = createQuota(12)
  acquire(quota, 'a', 6)
  expect(capacityOf(quota, 'a')).toBe(0)
  expect(capacityOf(quota, 'b')).toBe(3)
  acquire(quota, 'b', 3)
  expect(capacityOf(quota, 'b')).toBe(0)
  expect(capacityOf(quota, 'c')).toBe(2)
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = Promise.all(['x', 'y', 'z'].map((id) => quota.run(id, () => promise)))
  expect(quota.free()).toBe(0)
  expect(capacityOf(quota, 'c')).toBe(0)
  resolve()
  await running
  expect(quota.free()).toBe(3)
})

test('a slot whose attempt never begins here is free after 30 s; one whose attempt runs is not', async () => {
  const quota = createQuota(4)
  acquire(quota, 'a', 2)
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = quota.run('a-0', () => promise)
  vi.advanceTimersByTime(30_000)
  expect(quota.free()).toBe(3)
  resolve()
  await running
  expect(quota.free()).toBe(4)
  expect(quota.capacity().byOrganization).toEqual({}) // nothing is kept of an organization that is done
})
