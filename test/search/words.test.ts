import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventWords, wordQueries } from '../../src/search/event-words.ts'
import { wordsOf } from '../../src/search/words.ts'

describe('words of a text', () => {
  test.each([
    ['ann@Example.com', ['ann', 'example', 'com']],
    ['{"id":"order_8F2C-1"}', ['id', 'order', '8f2c']],
    ['“Jörg” — Müller', ['jörg', 'müller']],
    ['東京タワー12', ['東', '京', 'タ', 'ワ', 'ー', '12']],
    ['a 1 , _ % \\ \0', []],
    ['🎉ann', ['ann']],
    ['\ud800ann', ['ann']],
    ['x'.repeat(1_000), ['x'.repeat(32)]],
  ])('of %s', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })
})

describe('words of an event', () => {
  const without = (words: string[]) => words.map((word) => word.slice(3))

  test('are those of the text that its JSON stands for', () => {
    const data = '{"a b":"J\\u00f6rg\\nann\\/bob \\ud83c\\udf89 \\"quoted\\" \\u0000 \\ud800"}'
    expect(without(eventWords('org', data))).toEqual(['jörg', 'ann', 'bob', 'quoted'])
  })

  test('begin with a sign of the organization', () => {
    const [own, others] = ['org_1', 'org_2'].map((id) => eventWords(id, '{"word":1}')[0]!)
    expect(own).toMatch(/^...word$/)
    expect(own).not.toBe(others)
  })

  test('are a limited number, and what is left out is marked', () => {
    const many = JSON.stringify(Array.from({ length: 2_000 }, (_, index) => `w${index}`))
    expect(eventWords('org', many)).toHaveLength(501)
    expect(without(eventWords('org', many)).at(-1)).toBe('~')
    expect(without(eventWords('org', JSON.stringify({ text: 'same '.repeat(10_000) })))).toEqual([
      'text',
      'same',
      '~',
    ])
    expect(without(eventWords('org', JSON.stringify({ text: 'same '.repeat(1_000) })))).toEqual([
      'text',
      'same',
    ])
  })

  test('are given for any data, and can be stored', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
        for (const word of [...eventWords('org', json), ...eventWords('org', JSON.stringify(text))]) {
          expect(word.isWellFormed()).toBe(true)
          expect(word).not.toMatch(/[\0-\x2c\x2e\x2f'\\]/)
        }
      }),
    )
  })
})

describe('queries of words', () => {
  const sign = eventWords('org', '"xx"')[0]!.slice(0, 3)

  test.each<[string, string[]]>([
    ['ann@exa', ['ann', 'ann & exa:*']],
    ['ann@ex', ['ann']],
    ['ann@', ['ann']],
    ['ann@example.com lovelace', ['ann & example', 'ann & example & com:* & lovelace:*']],
    ['東京', ['東 & 京']],
    ['lovelace', ['lovelace:*']],
    ['12', []],
    ['@%', []],
  ])('for %s', (text, queries) => {
    const written = queries.map(
      (words) => `(${words.replaceAll(/[^ &:*]+/g, (word) => `'${sign}${word}'`)}) | '${sign}~'`,
    )
    expect(wordQueries('org', text.split(' '))).toEqual(written)
  })
})
