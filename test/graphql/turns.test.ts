import { expect, test } from 'vitest'
import { createTurns } from '../../src/graphql/limits/turns.ts'

test('one request begins in each turn of the event loop, owners one after the other', async () => {
  const turns = createTurns()
  const begun: { owner: string; turn: number }[] = []
  let turn = 0
  let counting = setImmediate(function count() {
    turn += 1
    counting = setImmediate(count)
  })
  const take = async (owner: string) => {
    await turns.take(owner)
    begun.push({ owner, turn })
  }
  await Promise.all(['a', 'a', 'a', 'b', 'c', 'b'].map(take))
  clearImmediate(counting)
  expect(begun.map(({ owner }) => owner).join('')).toBe('abcaba')
  expect(new Set(begun.map((each) => each.turn)).size).toBe(6)
  await turns.take('a') // it goes on after it had nothing to do
})
