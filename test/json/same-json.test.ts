import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameJson } from '../../src/json/same-json.ts'
import { jsonText } from './arbitrary-json.ts'

describe('two JSON texts say the same', () => {
  test.each([
    ['{"a":1,"b":[1,2]}', ' {\n"b" : [ 1 ,\t2 ] , "a" : 1 } '],
    ['{"2":1,"1":2,"x":3}', '{"x":3,"1":2,"2":1}'],
    ['{"a":{"__proto__":1,"b":2}}', '{"a":{"b":2,"__proto__":1}}'],
    ['1.0', '1'],
    ['100', '1e2'],
    ['100', '1E+2'],
    ['0.1', '1e-1'],
    ['0.001', '10e-4'],
    ['0', '-0.0e5'],
    ['0.0', '0e99999999999999999999999999'],
    ['12345678901234567890', '12345678901234567890.000'],
    ['12345678901234567890', '1.2345678901234567890e19'],
    ['1e400', '10e399'],
    ['1e400', `1${'0'.repeat(400)}`],
    ['1e99999999999999999999999999', '10e99999999999999999999999998'],
    ['"\\u0061\\/\\n"', '"a/\\u000A"'],
    ['"\\ud83d\\ude00"', '"😀"'],
    ['{"\\u0061":1}', '{"a":1}'],
    ['[{"a":1.50},{"b":null}]', '[{"a":1.5},{"b":null}]'],
  ])('%s and %s', (one, other) => {
    expect(sameJson(one, other)).toBe(true)
    expect(sameJson(other, one)).toBe(true)
  })

  test('when they are of the same values', () => {
    fc.assert(
      fc.property(jsonText(), fc.infiniteStream(fc.nat(3)), (text, choices) => {
        expect(sameJson(text, rewritten(text, choices))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('two JSON texts do not say the same', () => {
  test.each([
    ['12345678901234567890', '12345678901234567891'],
    ['9007199254740993', '9007199254740992'],
    ['1e400', '1e401'],
    ['1e400', '-1e400'],
    ['1e-400', '0'],
    ['1e99999999999999999999999998', '1e99999999999999999999999999'],
    ['0.1', '0.1000000000000000055511151231257827'],
    ['1', '"1"'],
    ['1', '"1e0"'],
    ['1', 'true'],
    ['0', 'null'],
    ['{}', '[]'],
    ['{}', 'null'],
    ['[1,2]', '[2,1]'],
    ['[[1],2]', '[1,[2]]'],
    ['{"a":null}', '{}'],
    ['{"a":1}', '{"A":1}'],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'],
    ['{"__proto__":{}}', '{}'],
    ['"a"', '"a "'],
    ['"\\ud83d"', '"\\ude00"'],
    ['{"a":{"b":1},"c":2}', '{"a":{"b":1,"c":2}}'],
  ])('%s and %s', (one, other) => {
    expect(sameJson(one, other)).toBe(false)
    expect(sameJson(other, one)).toBe(false)
  })

  test('when one value differs', () => {
    fc.assert(
      fc.property(jsonText(), jsonText(), (one, other) => {
        fc.pre(JSON.stringify(JSON.parse(one)) !== JSON.stringify(JSON.parse(other)))
        fc.pre(!/-0|2e|"[12]"/.test(one + other)) // -0 is 0, and these keys have an order of their own
        const orderFree = (text: string) => JSON.stringify(JSON.parse(text)).split('').sort().join('')
        fc.pre(orderFree(one) !== orderFree(other))
        expect(sameJson(`{"a":${one}}`, `{"a":${other}}`)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('and long ones are compared too', () => {
    // If each zero looked at all the others, these would take half an hour: longer than a test may.
    const zeros = '0'.repeat(1_000_000)
    expect(sameJson(`[1${zeros}1]`, `[1${zeros}2]`)).toBe(false)
    expect(sameJson(`[${zeros.replaceAll('0', '1')}${zeros}.5]`, '[1]')).toBe(false)
    expect(sameJson(`[1e1${zeros}]`, `[1e2${zeros}]`)).toBe(false)
  })
})

/** Another text of the same value: members turned round, blanks put in, texts and numbers written differently. */
function rewritten(text: string, choices: { next(): { value?: number } }): string {
  const choose = () => choices.next().value ?? 0
  const write = (part: unknown): string => {
    if (Array.isArray(part)) return `[ ${part.map(write).join(' , ')}]`
    if (isRaw(part)) return number(part.rawJSON, choose())
    if (typeof part === 'object' && part !== null) {
      const members = Object.entries(part).map(
        ([name, value]) => `${string(name, choose())} :\n${write(value)}`,
      )
      return `{${(choose() % 2 ? members : members.toReversed()).join(',\t')} }`
    }
    return typeof part === 'string' ? string(part, choose()) : JSON.stringify(part)
  }
  const raw = (JSON as any).rawJSON as (source: string) => unknown
  return write(
    JSON.parse(text, ((_key: string, value: unknown, context: { source: string }) =>
      typeof value === 'number' ? raw(context.source) : value) as never),
  )
}

const isRaw = (value: unknown): value is { rawJSON: string } => (JSON as any).isRawJSON(value)

const string = (value: string, choice: number) =>
  choice % 2
    ? JSON.stringify(value)
    : `"${Array.from({ length: value.length }, (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`

function number(source: string, choice: number): string {
  const [, digits, fraction, exponent] = /^(-?\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(source)!
  const power = BigInt((exponent ?? '0').replace('+', ''))
  switch (choice) {
    case 0:
      return `${digits}.${fraction ?? ''}000E${power}`
    case 1:
      return `${digits}${fraction === undefined ? '' : `.${fraction}`}e${power < 0n ? '' : '+'}${power}`
    default:
      return /^-?0/.test(digits!)
        ? source
        : `${digits}${fraction ?? ''}0e${power - BigInt(fraction?.length ?? 0) - 1n}`
  }
}
