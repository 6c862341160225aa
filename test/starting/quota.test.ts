import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSlots, type Slots } from '../../src/starting/quota.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Takes one slot for each of so many deliveries of an organization. */
function take(slots: Slots, organizationId: string, count: number): string[] {
  const ids = Array.from({ length: count }, (_, index) => `${organizationId}-${index}`)
  for (const id of ids) slots.take(id, organizationId)
  return ids
}
const roomOf = (slots: Slots, organizationId: string) => {
  const { byOrganization, other } = slots.room()
  return byOrganization[organizationId] ?? other
}

test('an organization starts eight at once, then one more every 100 ms', () => {
  const onRoom = vi.fn()
  const slots = createSlots(1_000, onRoom)
  expect(roomOf(slots, 'slow')).toBe(8)
  take(slots, 'slow', 8)
  expect(roomOf(slots, 'slow')).toBe(0)
  expect(roomOf(slots, 'other')).toBe(8)
  vi.advanceTimersByTime(99)
  expect(onRoom).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2)
  expect(onRoom).toHaveBeenCalledOnce()
  expect(roomOf(slots, 'slow')).toBe(1)
  vi.advanceTimersByTime(10_000)
  expect(roomOf(slots, 'slow')).toBe(8)
})

test('one more for each attempt that ends', () => {
  const onRoom = vi.fn()
  const slots = createSlots(1_000, onRoom)
  const [first, second] = take(slots, 'fast', 8)
  slots.giveBack(first!)
  slots.giveBack(second!)
  slots.giveBack(second!)
  expect(onRoom).toHaveBeenCalledTimes(2)
  expect(roomOf(slots, 'fast')).toBe(2)
})

test('alone it gets half of the slots, beside another a third; attempts handed out by Temporal count', async () => {
  const slots = createSlots(12, () => {})
  take(slots, 'a', 6)
  expect(roomOf(slots, 'a')).toBe(0)
  expect(roomOf(slots, 'b')).toBe(3)
  take(slots, 'b', 3)
  expect(roomOf(slots, 'b')).toBe(0)
  expect(roomOf(slots, 'c')).toBe(2)
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = Promise.all(['x', 'y', 'z'].map((id) => slots.run(id, () => promise)))
  expect(slots.free()).toBe(0)
  expect(roomOf(slots, 'c')).toBe(0)
  resolve()
  await running
  expect(slots.free()).toBe(3)
})

test('a slot whose attempt never begins here is free after 30 s; one whose attempt runs is not', async () => {
  const slots = createSlots(4, () => {})
  take(slots, 'a', 2)
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = slots.run('a-0', () => promise)
  vi.advanceTimersByTime(30_000)
  expect(slots.free()).toBe(3)
  resolve()
  await running
  expect(slots.free()).toBe(4)
  expect(slots.room().byOrganization).toEqual({}) // nothing is kept of an organization that is done
})
