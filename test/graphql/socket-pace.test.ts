import { expect, test } from 'vitest'
import { createSocketPace } from '../../src/graphql/limits/socket-pace.ts'

test('followers of one organization are sent so much in a second, whatever its entries’ size, and others theirs', async () => {
  const pace = createSocketPace()
  const begun = performance.now()
  const elapsed = () => performance.now() - begun
  const many = Promise.all(Array.from({ length: 5 }, () => pace.answer('one', 1_000_000)))
  let ended = false
  void many.then(() => (ended = true))
  await pace.answer('other', 1_000_000)
  expect(ended).toBe(false)
  await many
  expect(elapsed()).toBeGreaterThanOrEqual(390) // 1.6 million in each tenth of a second: one of these
  // Small ones cost their handling.
  await Promise.all(Array.from({ length: 4_000 }, () => pace.answer('small', 10)))
  expect(elapsed()).toBeGreaterThanOrEqual(390 + 180)
  await pace.answer('large', 50_000_000) // larger than all that may come at once: alone
})
