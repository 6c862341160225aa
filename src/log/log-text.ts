import { sql as fragment, type RawBuilder } from 'kysely'

/** Whether an attempt has the text, in whatever case: in its error, its body, its event type, its id, as its status code. */
export function containsText(text: string): RawBuilder<unknown> {
  const escaped = text.replace(/[\\%_]/g, '\\$&')
  // Ids are known by how they begin: digits of a status code are in many of them.
  const inId = /^wd_/i.test(text)
    ? fragment`or delivery_id || '/' || number ilike ${`${escaped}%`}`
    : fragment``
  return fragment`(error ilike ${`%${escaped}%`} or event_type ilike ${`%${escaped}%`} or status_code::text = ${text}
    ${inId} or ${bodyContains(text)})`
}

/**
 * Bodies are bytes, and need not be UTF-8: `encode(…, 'escape')` makes ASCII of any, with `\303\266` for `ö`, and so does
 * escapeBytes of what is looked for. That leaves the case of letters beyond ASCII, which are looked for both ways.
 */
function bodyContains(text: string): RawBuilder<unknown> {
  const letters = Array.from(text, (letter) => [
    ...new Set([letter, letter.toLowerCase(), letter.toUpperCase()]),
  ])
  const isAscii = /^[\0-\x7f]*$/.test(text)
  // The collation makes `ilike` fold ASCII only, which is all there is, and fast.
  if (isAscii)
    return fragment`encode(response_body, 'escape') collate "C" ilike ${`%${escapeBytes(text).replace(/[\\%_]/g, '\\$&')}%`}`
  const expression = letters
    .map((ways) => `(?:${ways.map((way) => quote(escapeBytes(way))).join('|')})`)
    .join('')
  return fragment`encode(response_body, 'escape') collate "C" ~* ${expression}`
}

/** As Postgres's `encode(bytes, 'escape')` writes the text's UTF-8. */
function escapeBytes(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      if (byte === 0 || byte >= 0x80) return `\\${byte.toString(8).padStart(3, '0')}`
      return byte === 0x5c ? '\\\\' : String.fromCharCode(byte)
    })
    .join('')
}

/** For a regular expression of Postgres's. */
const quote = (text: string) => text.replace(/[^\w\s]/g, '\\$&')
