import { expect, test } from 'vitest'
import { bodyText } from '../../src/log/body-text.ts'

test.each([
  ['text/html; charset=ISO-8859-1', [0xe4, 0x20, 0x80], 'ä €'], // windows-1252, as every browser reads it
  ['text/html;Charset="windows-1252"', [0x93, 0xfc, 0x94], '“ü”'],
  ['text/plain; charset=Shift_JIS', [0x83, 0x47, 0x83, 0x89, 0x81, 0x5b], 'エラー'],
  ['text/plain; charset=utf-16le', [0x61, 0, 0xe4, 0], 'aä'],
  ['text/plain; charset=utf-8', [0xc3, 0xa4, 0xff], 'ä\ufffd'],
  ['text/plain; charset=unheard-of', [0xc3, 0xa4], 'ä'],
  ['text/plain; charset=', [0xc3, 0xa4], 'ä'],
  ['text/plain', [0xc3, 0xa4], 'ä'],
])('with %s, %j is %s', (type, bytes, text) => {
  expect(bodyText(Buffer.from(bytes), [['content-type', type]])).toBe(text)
})

test('without a type it is UTF-8', () => expect(bodyText(Buffer.from('ä'), [])).toBe('ä'))
