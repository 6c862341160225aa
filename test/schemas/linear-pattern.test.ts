import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearPattern, NotLinear } from '../../src/schemas/linear-pattern.ts'

/** Patterns of ECMA-262 with the flag u, put together from all that can be expressed. */
const { pattern } = fc.letrec<{ pattern: string }>((tie) => {
  const item = fc.constantFrom(
    'a',
    'b',
    'Z',
    '0',
    '_',
    ' ',
    '!',
    '/',
    ':',
    '€',
    '😀',
    '\\u0061',
    '\\u{1F600}',
    '\\ud83d\\ude00',
    '\\x62',
  )
  const escape = fc.constantFrom(
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\n',
    '\\t',
    '\\cJ',
    '\\0',
    '\\.',
    '\\/',
    '\\\\',
    '\\]',
    '\\^',
    '\\p{L}',
    '\\P{Lu}',
    '\\p{Script=Greek}',
    '\\p{gc=Nd}',
  )
  const classItem = fc.oneof(
    item,
    escape,
    fc.constantFrom(
      'a-f',
      '0-9',
      '\\x20-\\x7e',
      '[',
      '^',
      '.',
      '(',
      '$',
      '\\b',
      '\\-',
      '😀-😂',
      '\\u0061-\\u{7a}',
      '&&',
      '[:alpha:',
    ),
  )
  const inClass = fc
    .tuple(fc.constantFrom('', '^'), fc.array(classItem, { maxLength: 4 }), fc.constantFrom('', '-'))
    .map(([not, items, dash]) => `[${not}${items.join('')}${dash}]`)
  const atom = fc.oneof(
    { maxDepth: 3 },
    item,
    escape,
    fc.constantFrom('.'),
    inClass,
    fc.tuple(fc.constantFrom('(', '(?:', '(?<n>'), tie('pattern')).map(([open, inner]) => `${open}${inner})`),
  )
  const quantified = fc
    .tuple(
      atom,
      fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{2,}', '{0,2}?'),
    )
    .map(([what, quantifier]) => what + quantifier)
  const term = fc.oneof(
    { weight: 6, arbitrary: quantified },
    { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B') },
  )
  const sequence = fc.array(term, { maxLength: 4 }).map((terms) => terms.join(''))
  return { pattern: fc.array(sequence, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|')) }
})

const valid = (source: string) => {
  try {
    return new RegExp(source, 'u')
  } catch {
    return null // a group's name twice, two dashes that make a range
  }
}

const text = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'f',
      'g',
      'Z',
      '0',
      '7',
      '_',
      ' ',
      '!',
      '/',
      ':',
      '€',
      '😀',
      '😁',
      '\n',
      '\r',
      '\t',
      '\u2028',
      '\u00a0',
      '\ufeff',
      '\u000b',
      '\b',
      '\0',
      'α',
      'É',
      '-',
      ']',
      '[',
      '^',
      '\\',
      '.',
      '$',
      'ä',
    ),
    { maxLength: 8 },
  )
  .map((characters) => characters.join(''))

describe('a pattern', () => {
  test('matches what it matches in JavaScript, in linear time', () => {
    let tried = 0
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 12, maxLength: 12 }), (source, texts) => {
        const native = valid(source)
        fc.pre(native !== null)
        const linear = linearPattern(source)
        tried += texts.length
        for (const one of texts) {
          // V8 finds \B between the two halves of a character; ECMA-262 has no such place.
          const text = source.includes('\\B') ? one.replace(/[^\0-\uffff]/gu, '') : one
          expect([text, linear.test(text)]).toEqual([text, native.test(text)])
        }
      }),
      { numRuns: 1_000 },
    )
    console.log(`patterns: ${tried} matches tried, each as in JavaScript`)
  })

  test.each([
    ['^(a+)+$', `${'a'.repeat(100_000)}!`, false],
    ['^(a|a)*$', `${'a'.repeat(100_000)}!`, false],
    ['(.*)*(.*)*x$', 'a'.repeat(100_000), false],
    ['^[]$|^[^]$', '\n', true],
    ['^[[:alpha:]+$', 'a:[pl', true],
    ['', '', true],
    ['^$', '\n', false],
    ['a$', 'a\n', false],
    ['^\\u{1F600}$', '😀', true],
    ['^.$', '😀', true],
    ['^\\ud83d\\ude00$', '😀', true],
    ['^\\u00a0\\s$', '\u00a0\u3000', true],
    ['^[^\\s]$', '\u3000', false],
    ['^[\\S]$', '\u3000', false],
    ['^a{1000}$', 'a'.repeat(1_000), true],
    ['\\B', 'a😀a', false],
    ['\\B', '😀', true],
  ])('%s', (source, value, matches) => {
    // JavaScript's own would take years with the first three: longer than a test may.
    expect(linearPattern(source).test(value)).toBe(matches)
  })

  test.each([
    '^(?!x)a',
    '(?=a)',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    'a{1001}',
    '(a{100}){100}',
    '(?i:a)',
  ])('%s can not be expressed, and that is said', (source) => {
    expect(valid(source)).not.toBeNull()
    expect(() => linearPattern(source)).toThrow(NotLinear)
  })

  test.each(['(', '[', 'a{2,1}', '\\', '\\-', '(?<a', '*', '\\u{110000}'])('%s is none', (source) => {
    expect(() => linearPattern(source)).toThrow(SyntaxError)
  })
})
