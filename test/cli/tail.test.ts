import { expect, test } from 'vitest'
import { alignColumns } from '../../src/cli/table.ts'
import { isAskedFor } from '../../src/cli/tail.ts'

test.each<[types: string[] | undefined, eventType: string, asked: boolean]>([
  [undefined, 'invoice.paid', true],
  [['*'], 'invoice.paid', true],
  [['invoice.*'], 'invoice.paid', true],
  [['invoice.*'], 'invoices.paid', false],
  [['invoice.*'], 'invoice', false],
  [['invoice.paid', 'lead.created'], 'lead.created', true],
  [['invoice.paid'], 'invoice.paid.late', false],
])('types %j: %s', (types, eventType, asked) => {
  expect(isAskedFor({ outcome: 'SUCCEEDED', eventType }, { ...(types && { types }) })).toBe(asked)
})

test('--failed shows what did not succeed, interrupted attempts too', () => {
  const shown = (['SUCCEEDED', 'FAILED', 'INTERRUPTED'] as const).filter((outcome) =>
    isAskedFor({ outcome, eventType: 'a' }, { failed: true }),
  )
  expect(shown).toEqual(['FAILED', 'INTERRUPTED'])
})

test('columns are aligned, colours not counted', () => {
  expect(alignColumns([['a', 'bb', 'c'], ['\u001b[31maaa\u001b[39m', 'b', ''], []])).toEqual([
    'a    bb  c',
    '\u001b[31maaa\u001b[39m  b',
    '',
  ])
  expect(alignColumns([])).toEqual([])
})
