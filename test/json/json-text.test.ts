import { expect, test } from 'vitest'
import { JsonText, stringifyWithTexts } from '../../src/json/json-text.ts'

test('texts are written as they are: numbers, the order of keys, blanks', () => {
  const text = '{ "2": 1.0, "1": 12345678901234567890,\n "__proto__": "$&\\u0041" }'
  const value = { data: new JsonText(text), list: [new JsonText('null'), { of: new JsonText('"x"') }, 'y'] }
  expect(stringifyWithTexts(value)).toBe(`{"data":${text},"list":[null,{"of":"x"},"y"]}`)
})

test('a text that looks like what stood in for another is left alone', () => {
  const one = stringifyWithTexts({ a: new JsonText('"01234567-89ab-4cde-8f01-23456789abcd:0"'), b: 'x:0' })
  expect(one).toBe('{"a":"01234567-89ab-4cde-8f01-23456789abcd:0","b":"x:0"}')
})

test('what JSON.stringify writes, where it is used, is valid and keeps numbers', () => {
  expect(JSON.stringify({ data: new JsonText('{ "a": 1.0 }') })).toBe('{"data":{"a":1.0}}')
})
