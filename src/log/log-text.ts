import { sql as fragment, type RawBuilder } from 'kysely'

/** Whether an attempt's error, body, event type or id contains the text, ignoring case, or the text is its status code. */
export function containsText(text: string): RawBuilder<unknown> {
  const escaped = text.replace(/[\\%_]/g, '\\$&')
  // Ids are searched only for text that begins like an id: many ids contain the digits of a status code.
  const inId = /^wd_/i.test(text)
    ? fragment`or delivery_id || '/' || number ilike ${`${escaped}%`}`
    : fragment``
  return fragment`(error ilike ${`%${escaped}%`} or event_type ilike ${`%${escaped}%`} or status_code::text = ${text}
    ${inId} or ${bodyContains(text)})`
}

/**
 * Bodies are bytes and may not be UTF-8. `encode(…, 'escape')` turns any bytes into ASCII, with `\303\266` for `ö`, and
 * escapeBytes does the same to the search text. Letters beyond ASCII are searched in upper and lower case.
 */
function bodyContains(text: string): RawBuilder<unknown> {
  const letters = Array.from(text, (letter) => [
    ...new Set([letter, letter.toLowerCase(), letter.toUpperCase()]),
  ])
  const isAscii = /^[\0-\x7f]*$/.test(text)
  // With the collation "C" `ilike` folds only ASCII, which is enough here and fast.
  if (isAscii)
    return fragment`encode(response_body, 'escape') collate "C" ilike ${`%${escapeBytes(text).replace(/[\\%_]/g, '\\$&')}%`}`
  const expression = letters
    .map((cases) => `(?:${cases.map((letterCase) => quote(escapeBytes(letterCase))).join('|')})`)
    .join('')
  return fragment`encode(response_body, 'escape') collate "C" ~* ${expression}`
}

/** The text's UTF-8 as Postgres's `encode(bytes, 'escape')` writes it. */
function escapeBytes(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      if (byte === 0 || byte >= 0x80) return `\\${byte.toString(8).padStart(3, '0')}`
      return byte === 0x5c ? '\\\\' : String.fromCharCode(byte)
    })
    .join('')
}

/** Quotes text for a regular expression of Postgres. */
const quote = (text: string) => text.replace(/[^\w\s]/g, '\\$&')
