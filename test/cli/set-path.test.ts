import { describe, expect, test } from 'vitest'
import { parseExactly } from '../../src/cli/exact-json.ts'
import { applySetting, parseSetting } from '../../src/cli/set-path.ts'

describe('parseSetting', () => {
  test.each<[text: string, path: string[], value: unknown]>([
    ['status=pending', ['status'], 'pending'],
    ['lead.fields.company=Acme Inc.', ['lead', 'fields', 'company'], 'Acme Inc.'],
    ['paid=true', ['paid'], true],
    ['name="12"', ['name'], '12'],
    ['note=', ['note'], ''],
    ['formula=a=b', ['formula'], 'a=b'],
    ['gone=null', ['gone'], null],
    ['items={"a":[]}', ['items'], { a: [] }],
    ['a\\.b.c=x', ['a.b', 'c'], 'x'],
  ])('%s', (text, path, value) => {
    expect(parseSetting(text)).toEqual({ path, value })
  })

  test.each(['', 'status', '=x', 'a..b=x', '.a=x', 'a.=x'])('%j is refused', (text) => {
    expect(() => parseSetting(text)).toThrow(/path=value/)
  })
})

describe('applySetting', () => {
  const applied = (json: string, ...settings: string[]) => {
    const data = parseExactly(json)
    for (const setting of settings) applySetting(data, parseSetting(setting))
    return JSON.stringify(data)
  }

  test.each<[what: string, json: string, setting: string, result: string]>([
    ['replaces, and keeps the order', '{"a":1,"b":2}', 'a=3', '{"a":3,"b":2}'],
    ['adds', '{"a":1}', 'b.c=x', '{"a":1,"b":{"c":"x"}}'],
    ['goes into arrays', '{"a":[{"n":1},{"n":2}]}', 'a.1.n=9', '{"a":[{"n":1},{"n":9}]}'],
    ['adds to the end of an array', '{"a":[1]}', 'a.1=2', '{"a":[1,2]}'],
    [
      'keeps numbers as they were written',
      '{"a":1.0,"b":12345678901234567890}',
      'c=2.50',
      '{"a":1.0,"b":12345678901234567890,"c":2.50}',
    ],
    ['sets a member with a special name, not the prototype', '{}', '__proto__.x=1', '{"__proto__":{"x":1}}'],
  ])('%s', (_, json, setting, result) => {
    expect(applied(json, setting)).toBe(result)
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  test.each<[json: string, setting: string, says: RegExp]>([
    ['{"a":1}', 'a.b=2', /^a is no object, so it has no "b"/],
    ['{"a":null}', 'a.b=2', /^a is no object/],
    ['[1]', 'a=2', /^The data is an array of 1/],
    ['{"a":[1]}', 'a.5=2', /^a is an array of 1/],
    ['{"a":[1]}', 'a.00=2', /^a is an array of 1/],
    ['"text"', 'a=2', /^The data is no object/],
  ])('%s with %s is refused', (json, setting, says) => {
    expect(() => applied(json, setting)).toThrow(says)
  })
})
