import { expect, test } from 'vitest'
import { DurahookError } from '../../src/client/index.ts'
import { createBatches } from '../../src/cli/listen/batches.ts'

const refusal = (message: string) =>
  new DurahookError('INVALID', message, { problems: [{ code: 'INVALID', field: null, message }] })

test('of a batch that is refused, only the items that are refused alone fail', async () => {
  const runs: (readonly string[])[] = []
  const add = createBatches<string>(20, async (items) => {
    runs.push(items)
    if (items.includes('bad')) throw refusal(`no: ${items.join(' ')}`)
  })
  const ends = await Promise.allSettled(['first', 'good', 'bad', 'fine'].map(add))
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(ends[2]).toMatchObject({ reason: { message: 'no: bad' } })
  expect(runs).toEqual([['first'], ['good', 'bad', 'fine'], ['good'], ['bad'], ['fine']])
})

test('an API that is away is not asked again for each', async () => {
  let runs = 0
  const add = createBatches<number>(20, async () => {
    runs += 1
    throw new DurahookError('NETWORK', 'It is away.')
  })
  const ends = await Promise.allSettled([1, 2, 3].map(add))
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(runs).toBe(2)
})
