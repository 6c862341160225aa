import { expect, test } from 'vitest'
import { readPages } from '../../src/cli/read-pages.ts'
import type { Session } from '../../src/cli/session.ts'

/** A session whose list has so many entries; a page may be short, as a filtered one. */
function listOf(length: number, longestPage = Infinity) {
  const asked: unknown[] = []
  const ask = async (_: string, variables: any) => {
    asked.push(variables)
    const from = Number(variables.after ?? 0)
    const to = Math.min(from + Math.min(variables.first, longestPage), length)
    const nodes = Array.from({ length: to - from }, (__, index) => from + index)
    return { page: { nodes, pageInfo: { hasNextPage: to < length, endCursor: String(to) } } }
  }
  return { asked, session: { ask } as unknown as Session }
}

async function read(session: Session, limit: number): Promise<number[]> {
  const nodes: number[] = []
  for await (const node of readPages<number>(session, '', { x: 1 }, limit)) nodes.push(node)
  return nodes
}

test('reads pages of 200 up to the limit', async () => {
  const { asked, session } = listOf(1_000)
  expect(await read(session, 450)).toEqual(Array.from({ length: 450 }, (_, index) => index))
  expect(asked).toEqual([
    { x: 1, first: 200, after: null },
    { x: 1, first: 200, after: '200' },
    { x: 1, first: 50, after: '400' },
  ])
})

test('ends where the list ends, and goes on after a short page', async () => {
  expect(await read(listOf(0).session, 50)).toEqual([])
  expect(await read(listOf(30).session, 50)).toHaveLength(30)
  expect(await read(listOf(30, 7).session, 50)).toHaveLength(30)
})
