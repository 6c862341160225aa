import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatBacklog, parseBacklog } from '../../src/events/backlog.ts'
import { createPublishPace, TooFast } from '../../src/events/publish-pace.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const late = (organizationId: string, lateMs: number, perSecond: number, worker = 'w') =>
  new Set([formatBacklog({ worker, organizationId, lateMs, perSecond })])

/** How long each of so many publishes of one event waits, in milliseconds. */
async function waits(pace: ReturnType<typeof createPublishPace>, organizationId: string, count: number) {
  const begun = performance.now()
  const times: number[] = []
  const all = Array.from({ length: count }, async () => {
    await pace.take(organizationId, 1)
    times.push(Math.round(performance.now() - begun))
  })
  await vi.advanceTimersByTimeAsync(3_000)
  await Promise.all(all)
  return times
}

test('nobody waits while nothing is late', async () => {
  expect(await waits(createPublishPace(), 'a', 3)).toEqual([0, 0, 0])
})

test('who is late publishes as fast as workers start its deliveries; others do not wait', async () => {
  const pace = createPublishPace()
  pace.hear(late('a', 1_000, 20))
  pace.hear(late('a', 1_000, 20, 'another'))
  expect(await waits(pace, 'b', 3)).toEqual([0, 0, 0])
  pace.hear(late('a', 1_000, 20))
  pace.hear(late('a', 1_000, 20, 'another'))
  expect(await waits(pace, 'a', 4)).toEqual([0, 25, 50, 75])
})

test('the longer deliveries wait the slower, down to half; an hour does not stop it', async () => {
  const pace = createPublishPace()
  pace.hear(late('a', 3_600_000, 40))
  expect(await waits(pace, 'a', 3)).toEqual([0, 50, 100])
})

test('an event counts as many times as it has deliveries', async () => {
  const pace = createPublishPace()
  pace.stored('a', 2, 20)
  pace.hear(late('a', 1_000, 100))
  expect(await waits(pace, 'a', 3)).toEqual([0, 100, 200])
})

test('ten deliveries a second are always accepted', async () => {
  const pace = createPublishPace()
  pace.hear(late('a', 1_000, 0))
  expect(await waits(pace, 'a', 3)).toEqual([0, 100, 200])
})

test('who would wait longer than 3 s is refused and told when to try again', async () => {
  const pace = createPublishPace()
  pace.hear(late('a', 1_000, 10))
  await pace.take('a', 50)
  const error = await pace.take('a', 1).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TooFast)
  expect((error as TooFast).retryAfterSeconds).toBe(5)
})

test('what workers said is forgotten after 1.5 s, and what was owed too', async () => {
  const pace = createPublishPace()
  pace.hear(late('a', 1_000, 10))
  await pace.take('a', 100)
  await vi.advanceTimersByTimeAsync(1_501)
  expect(await waits(pace, 'a', 3)).toEqual([0, 0, 0])
})

test.each(['', 'w', 'w/a', 'w/a/x/1', 'w/a/1/-1', '/a/1/1'])('no backlog: %j', (text) => {
  expect(parseBacklog(text)).toBeNull()
})
