import { expect, test } from 'vitest'
import { createSpreadTimeouts } from '../../src/attempts/spread-timeouts.ts'

/** In which order holds end, of so many of each organization. */
async function endsOf(spread: ReturnType<typeof createSpreadTimeouts>, counts: Record<string, number>) {
  const ends: string[] = []
  const all = Object.entries(counts).flatMap(([organizationId, count]) =>
    Array.from({ length: count }, async () => {
      await spread.hold(organizationId)
      ends.push(organizationId)
    }),
  )
  await Promise.all(all)
  return ends
}

test('eight timeouts of an organization end at once, the others one by one; another does not wait for them', async () => {
  const ends = await endsOf(createSpreadTimeouts(), { hangs: 12, other: 3 })
  expect(ends.slice(0, 11).sort()).toEqual([...Array(8).fill('hangs'), ...Array(3).fill('other')])
  expect(ends.slice(11)).toEqual(Array(4).fill('hangs'))
})

test('the end of the process ends all holds', async () => {
  const spread = createSpreadTimeouts()
  const ends = endsOf(spread, { hangs: 200 })
  spread.close()
  expect(await ends).toHaveLength(200)
})
