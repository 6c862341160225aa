import { expect, test } from 'vitest'
import { createBatching } from '../../src/database/batching.ts'

/** A statement that the test answers, for one database. */
function openStatements() {
  const statements: {
    items: readonly string[]
    answer(results: (string | Error)[]): void
    fail(error: Error): void
  }[] = []
  const call = createBatching<object, string, string>({
    name: 'test',
    maximumItems: 3,
    isLarge: (item) => item.startsWith('large'),
    keyOf: (item) => item.split(' ')[0]!,
    run: (_, items) =>
      new Promise((resolve, reject) => statements.push({ items, answer: resolve, fail: reject })),
  })
  const database = {}
  return { statements, call: (item: string) => call(database, item), other: (item: string) => call({}, item) }
}

/** Lets everything happen that waits for nothing else. */
const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('a call that comes alone waits for nothing; those that come meanwhile go together in the next', async () => {
  const { statements, call } = openStatements()
  const first = call('a')
  await turns()
  expect(statements.map(({ items }) => items)).toEqual([['a']])
  const others = [call('b'), call('c'), call('d'), call('e')]
  await turns()
  expect(statements).toHaveLength(1)
  statements[0]!.answer(['A'])
  expect(await first).toBe('A')
  await turns()
  expect(statements[1]!.items).toEqual(['b', 'c', 'd'])
  statements[1]!.answer(['B', 'C', 'D'])
  expect(await Promise.all(others.slice(0, 3))).toEqual(['B', 'C', 'D'])
  await turns()
  expect(statements[2]!.items).toEqual(['e'])
  statements[2]!.answer(['E'])
  expect(await others[3]).toBe('E')
})

test('each call has its own outcome', async () => {
  const { statements, call } = openStatements()
  const calls = Promise.allSettled([call('a'), call('b')])
  await turns()
  statements[0]!.answer(['A', new Error('only b')])
  expect(await calls).toMatchObject([{ value: 'A' }, { reason: { message: 'only b' } }])
})

test('when a statement fails, each item is tried alone, and only the bad one fails', async () => {
  const { statements, call } = openStatements()
  const calls = Promise.allSettled([call('a'), call('b')])
  await turns()
  statements[0]!.fail(new Error('all'))
  await turns()
  expect(statements.slice(1).map(({ items }) => items)).toEqual([['a'], ['b']])
  statements[1]!.answer(['A'])
  statements[2]!.fail(new Error('b alone'))
  expect(await calls).toMatchObject([{ value: 'A' }, { reason: { message: 'b alone' } }])
})

test('a database that is out of reach is asked once for all', async () => {
  const { statements, call } = openStatements()
  const calls = Promise.allSettled([call('a'), call('b')])
  await turns()
  statements[0]!.fail(Object.assign(new Error('broken'), { databaseStage: 'querying', code: '57P01' }))
  expect(await calls).toMatchObject([{ reason: { message: 'broken' } }, { reason: { message: 'broken' } }])
  expect(statements).toHaveLength(1)
})

test('after a failure it goes on', async () => {
  const { statements, call } = openStatements()
  const first = call('a')
  await turns()
  statements[0]!.fail(new Error('no'))
  await expect(first).rejects.toThrow('no')
  const second = call('b')
  await turns()
  statements[1]!.answer(['B'])
  expect(await second).toBe('B')
})

test('items with the same key go one after the other, in order', async () => {
  const { statements, call } = openStatements()
  const calls = [call('a 1'), call('b'), call('a 2')]
  await turns()
  expect(statements.map(({ items }) => items)).toEqual([['a 1', 'b']])
  statements[0]!.answer(['A1', 'B'])
  await turns()
  expect(statements[1]!.items).toEqual(['a 2'])
  statements[1]!.answer(['A2'])
  expect(await Promise.all(calls)).toEqual(['A1', 'B', 'A2'])
})

test('a large item is run at once, alone; another database has statements of its own', async () => {
  const { statements, call, other } = openStatements()
  void call('a')
  await turns()
  void call('large')
  void other('b')
  await turns()
  expect(statements.map(({ items }) => items)).toEqual([['a'], ['large'], ['b']])
})
