import { expect, test } from 'vitest'
import { parseInstant, parseInteger, parseList, parseUrl, parseWords } from '../../src/cli/arguments.ts'

const NOW = Date.parse('2026-04-26T12:00:00Z')

test.each([
  ['30m', '2026-04-26T11:30:00.000Z'],
  ['2h', '2026-04-26T10:00:00.000Z'],
  ['7d', '2026-04-19T12:00:00.000Z'],
  ['2026-04-25', '2026-04-25T00:00:00.000Z'],
  ['2026-04-25T12:00:00+02:00', '2026-04-25T10:00:00.000Z'],
])('the instant %s', (text, instant) => {
  expect(parseInstant(text, NOW)).toBe(instant)
})

test.each(['', '2', 'yesterday', '2026-13-01', '-2h', '2h30m'])('%j is no instant', (text) => {
  expect(() => parseInstant(text, NOW)).toThrow(/ago/)
})

test('lists, words and numbers', () => {
  expect(parseList('a, b,,c')).toEqual(['a', 'b', 'c'])
  expect(() => parseList(' ,')).toThrow(/at least one/)
  expect(parseWords(['FAILED', 'SKIPPED'])('failed,SKIPPED')).toEqual(['FAILED', 'SKIPPED'])
  expect(() => parseWords(['FAILED'])('lost')).toThrow('LOST is none of FAILED.')
  expect(parseInteger(1, 1_000)('1000')).toBe(1_000)
  for (const text of ['0', '1001', '1.5', 'x', '', '1e2'])
    expect(() => parseInteger(1, 1_000)(text), text).toThrow(/from 1 to 1000/)
})

test('addresses', () => {
  expect(parseUrl('https://hooks.example.com')).toBe('https://hooks.example.com')
  for (const text of ['hooks.example.com', 'ftp://x', ''])
    expect(() => parseUrl(text), text).toThrow(/address/)
})
