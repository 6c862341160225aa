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

test('capacity is told as soon as there may be some', () => {
  const onCapacity = vi.fn()
  const quota = createQuota(16)
  quota.onCapacity(onCapacity)
  const [first, second] = acquire(quota, 'fast', 8)
  expect(capacityOf(quota, 'fast')).toBe(3)
  expect(onCapacity).not.toHaveBeenCalled()
  quota.release(first!)
  quota.release(second!)
  quota.release(second!)
  expect(onCapacity).toHaveBeenCalledTimes(2)
  expect(capacityOf(quota, 'fast')).toBe(5)
})

test('an attempt that has its answer needs no slot, and does not count against its webhook, while it is recorded', async () => {
  const onCapacity = vi.fn()
  const quota = createQuota(10)
  quota.onCapacity(onCapacity)
  const [id] = acquire(quota, 'a', 1)
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = quota.run(id!, () => promise)
  expect(quota.answered()).toEqual([])
  quota.answer(id!)
  quota.answer(id!)
  expect(onCapacity).toHaveBeenCalled()
  expect(quota.answered()).toEqual([id])
  expect(quota.free()).toBe(10)
  resolve()
  await running
  expect(quota.answered()).toEqual([])
  expect(quota.free()).toBe(10)
})

test('more than so many that wait to be recorded leave fewer free', async () => {
  const quota = createQuota(4)
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = []
  for (let round = 1; round <= 7; round += 1) {
    quota.acquire(`a-${round}`, 'a')
    running.push(quota.run(`a-${round}`, () => promise))
    quota.answer(`a-${round}`)
    expect(quota.free()).toBe(Math.min(8 - round, 4))
  }
  resolve()
  await Promise.all(running)
  expect(quota.free()).toBe(4)
})

test('a retry, which has no slot here, is not counted as answered', () => {
  const quota = createQuota(10)
  quota.answer('of-temporal')
  expect(quota.answered()).toEqual([])
})

test('alone it gets two thirds of the quota, and half of it for a minute after a timeout', () => {
  const quota = createQuota(12)
  expect(capacityOf(quota, 'a')).toBe(8)
  acquire(quota, 'a', 6)
  expect(capacityOf(quota, 'a')).toBe(2)
  quota.timedOut('a')
  expect(capacityOf(quota, 'a')).toBe(0)
  expect(capacityOf(quota, 'b')).toBe(4)
  vi.advanceTimersByTime(60_001) // its slots, whose attempts never began, are free by then
  expect(capacityOf(quota, 'a')).toBe(8)
})

test('what hangs gets half of the quota, beside another a third; attempts handed out by Temporal count', async () => {
  const quota = createQuota(12)
  for (const organizationId of ['a', 'b', 'c']) quota.timedOut(organizationId)
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
