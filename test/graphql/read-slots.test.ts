import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createReadSlots } from '../../src/graphql/limits/read-slots.ts'

const OPTIONS = { perOwner: 2, total: 3, timeoutMs: 100_000, budget: { perMs: 1, burst: 100_000 } }

/** Reads that end when they are told to. */
function controlled() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const read = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  return { begun, read, end: (name: string) => ends.get(name)!() }
}

test('an organization has its slots and no more; who comes later passes it by', async () => {
  const slots = createReadSlots(OPTIONS)
  const { begun, read, end } = controlled()
  const all = [
    slots.run('one', read('1')),
    slots.run('one', read('2')),
    slots.run('one', read('3')),
    slots.run('other', read('4')),
    slots.run('third', read('5')),
  ]
  await delay(0)
  expect(begun).toEqual(['1', '2', '4'])
  end('4')
  await all[3]
  await delay(0)
  expect(begun).toEqual(['1', '2', '4', '5'])
  for (const name of ['1', '2', '5']) end(name)
  await delay(0)
  end('3')
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '4', '5'])
})

test('an organization that has read for long waits until it has time again, and others do not', async () => {
  const slots = createReadSlots({ ...OPTIONS, budget: { perMs: 0.5, burst: 50 } })
  const begun = performance.now()
  await slots.run('one', () => delay(200))
  expect(await slots.run('other', async () => 'at once')).toBe('at once')
  await slots.run('one', async () => {})
  // 150 ms too much, at half the time.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(200 + 290)
})

test('who waits too long is told when there is time again', async () => {
  const slots = createReadSlots({ ...OPTIONS, timeoutMs: 20, budget: { perMs: 0.001, burst: 10 } })
  await slots.run('one', () => delay(50))
  // 40 ms too much, at a thousandth of the time: 40 s. A busy machine takes longer for the read, and for what comes then.
  await expect(slots.run('one', async () => {})).rejects.toMatchObject({
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.toSatisfy((s) => s >= 20 && s <= 60) },
  })
  expect(await slots.run('other', async () => 'at once')).toBe('at once')
})

test('who reads for long does so one after the other', async () => {
  // Time comes back so slowly that there is none before a read ends, however late it began.
  const slots = createReadSlots({ ...OPTIONS, budget: { perMs: 0.2, burst: 50 } })
  await slots.run('one', () => delay(100))
  let reading = 0
  let most = 0
  const read = async () => {
    most = Math.max(most, (reading += 1))
    await delay(100)
    reading -= 1
  }
  await Promise.all([slots.run('one', read), slots.run('one', read), slots.run('one', read)])
  expect(most).toBe(1)
})
