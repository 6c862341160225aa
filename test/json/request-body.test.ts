import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonText } from '../../src/json/json-text.ts'
import { jsonProblem, MAXIMUM_NESTING } from '../../src/json/json-problem.ts'
import {
  parseBody,
  locationOfVariables,
  locationsOfItems,
  locationsOfMembers,
  type Location,
} from '../../src/json/request-body.ts'
import { jsonText } from './arbitrary-json.ts'

const list = (length: number, item: string) => `[${Array.from({ length }, () => item).join()}]`
const HUGE: [string, string][] = [
  ['a list of numbers', list(60_000, '1.0')],
  ['a list of lists', list(60_000, '[]')],
  ['a list of objects', list(60_000, '{"data":2}')],
  ['a list of texts with escapes', list(60_000, '"\\"\\\\"')],
  ['a list in a list', `[${list(60_000, 'null')}]`],
  ['an object of many members', `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":${n}`).join()}}`],
  ['one long text full of escapes', `"${'\\\\\\"\\u0022]}'.repeat(50_000)}"`],
]

/** An object's text, its members in each order. */
function inEveryOrder(members: Record<string, string>): string[] {
  const orders = (names: string[]): string[][] =>
    names.length < 2
      ? [names]
      : names.flatMap((name) =>
          orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
        )
  return orders(Object.keys(members)).map(
    (names) => `{${names.map((name) => `"${name}":${members[name]}`).join(',')}}`,
  )
}

const textAt = (location: Location | undefined) =>
  location && location.text.slice(location.start, location.end)

/** The text of what stands in the variables under a path: names of members, indices of items. */
function textOf(body: any, ...path: (string | number)[]): string | undefined {
  let location: Location | undefined = locationOfVariables(body.variables) ?? undefined
  for (const step of path) {
    if (!location) return undefined
    location =
      typeof step === 'number'
        ? [...locationsOfItems(location)][step]
        : locationsOfMembers(location, (name) => name === step).get(step)
  }
  return textAt(location)
}

describe('a request’s body', () => {
  test('is parsed to what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(parseBody(` ${text}\n`)).toEqual(JSON.parse(text))
      }),
      { numRuns: 2_000 },
    )
  })

  test('gives back the text of a variable, of a field of an input object, and of one in a list', () => {
    fc.assert(
      fc.property(jsonText(), jsonText(), (one, other) => {
        const body = parseBody(
          `{"variables" : { "data": ${one} ,"input":{"a":${other},"data" :\n${one}}, "events":[{"data":${other}}, {"data":${one}}]}}`,
        )
        expect(textOf(body, 'data')).toBe(one)
        expect(textOf(body, 'input', 'data')).toBe(one)
        expect(textOf(body, 'events', 0, 'data')).toBe(other)
        expect(textOf(body, 'events', 1, 'data')).toBe(one)
        expect(textOf(body, 'events', 1, 'dat')).toBeUndefined()
      }),
      { numRuns: 2_000 },
    )
    console.log('json: 4,000 bodies, 0 parsed unlike JSON.parse, 8,000 texts given back exactly')
  })

  test('gives back the text wherever it stands, whatever stands around it', () => {
    const member = fc.tuple(fc.constantFrom('a', 'b', 'data', 'd\\u0061ta', '__proto__'), jsonText(3))
    const members = fc.array(member, { maxLength: 6 })
    fc.assert(
      fc.property(members, members, fc.constantFrom('', ' ', '\n\t'), (outer, inner, blank) => {
        const written = (list: [string, string][]) =>
          `{${blank}${list.map(([name, value]) => `"${name}"${blank}:${blank}${value}`).join(`${blank},${blank}`)}${blank}}`
        const input = written(inner)
        const variables = written([...outer, ['input', input], ...outer])
        const text = `{"query":"{}","variables":{"input":[1]},"variables":${variables},"operationName":null}`
        const body: any = parseBody(text)
        expect(body).toEqual(JSON.parse(text))
        expect(textOf(body)).toBe(variables)
        expect(textOf(body, 'input')).toBe(input)
        for (const name of new Set(inner.map(([key]) => JSON.parse(`"${key}"`) as string))) {
          const last = inner.findLast(([key]) => JSON.parse(`"${key}"`) === name)![1]
          expect(textOf(body, 'input', name)).toBe(last)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    '',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":01}',
    '[1 2]',
    '{"a":1}x',
    '\u00a0{}',
    '{"a":NaN}',
    '/**/{}',
  ])('%j is refused', (text) => {
    expect(() => parseBody(text)).toThrow(SyntaxError)
  })

  test('takes __proto__ as a key like any other', () => {
    const body: any = parseBody(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    )
    expect(Object.keys(body)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype)
    expect(({} as any).polluted).toBeUndefined()
  })

  test.each(HUGE)('keeps the text of what stands before, between and behind %s', (_name, huge) => {
    const data = '{"x":1.0,"y":12345678901234567890}'
    for (const input of inEveryOrder({ a: huge, data, z: '1' })) {
      const body: any = parseBody(
        `{"query":"{}","variables":{"junk":${huge},"input":${input},"more":${huge}}}`,
      )
      expect(textOf(body, 'input', 'data')).toBe(data)
      expect(textOf(body, 'input', 'a')).toBe(huge)
    }
    const events = `[${`{"data":${data}},`.repeat(50)}{"a":${huge},"data":${data}}]`
    const body: any = parseBody(`{"variables":{"events":${events}}}`)
    expect(textOf(body, 'events', 49, 'data')).toBe(data)
    expect(textOf(body, 'events', 50, 'data')).toBe(data)
  })

  test('is passed over once, however many items it has', () => {
    // If each item looked at all the others, these would take hours: longer than a test may.
    const items = 500_000
    const body: any = parseBody(
      `{"variables":{"list":[${Array.from({ length: items }, () => '{"d":1}').join()}]}}`,
    )
    expect([
      ...locationsOfItems(locationsOfMembers(locationOfVariables(body.variables)!, () => true).get('list')!),
    ]).toHaveLength(items)
  })
})

describe('JSON text', () => {
  test('is given out with its numbers as they were', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        const out = JSON.stringify(new JsonText(text))
        expect(JSON.parse(out)).toEqual(JSON.parse(text))
        const numbers = (json: string) =>
          (json.replace(/"(\\.|[^"\\])*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? []).sort()
        expect(numbers(out)).toEqual(numbers(text))
      }),
      { numRuns: 1_000 },
    )
  })

  test('without faults has no problem', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(jsonProblem(text)).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"\\u0061":3}',
    '{"x":[{"a":{}},{"b":1,"c":[],"b":2}]}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{ "a" : "a,\\"b\\":" , "b" : 1 , "a" : 2 }',
  ])('%s has a key twice', (text) => {
    expect(jsonProblem(text)).toMatch(/twice/)
  })

  test.each(['{"a":{"a":{"a":1}}}', '[{"a":1},{"a":1}]', '{"a":"a","b":"a"}', '{"a":["a","a"],"b":["a"]}'])(
    '%s has none twice',
    (text) => {
      expect(jsonProblem(text)).toBeNull()
    },
  )

  test('may be nested to a limit', () => {
    const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`
    expect(jsonProblem(nested(MAXIMUM_NESTING))).toBeNull()
    expect(jsonProblem(nested(MAXIMUM_NESTING + 2))).toMatch(/nested deeper/)
    expect(jsonProblem('['.repeat(2_000_000))).toMatch(/nested deeper/)
  })
})
