import { expect, test } from 'vitest'
import { keptHeaders } from '../../src/attempts/kept-headers.ts'

const header = (name: string, value: string): [string, string] => [name, value]

test('of an answer’s headers the first 200 are kept, and of these 64 KiB', () => {
  expect(keptHeaders([])).toEqual([])
  const many = Array.from({ length: 30_000 }, (_, n) => header(`x-${n}`, ''))
  expect(keptHeaders(many)).toEqual(many.slice(0, 200))
  expect(keptHeaders([header('X', 'x'.repeat(250_000))])).toEqual([header('X', 'x'.repeat(64 * 1024 - 1))])
  expect(keptHeaders([header('x'.repeat(70_000), 'y'), header('a', 'b')])).toEqual([
    header('x'.repeat(64 * 1024), ''),
  ])
})
