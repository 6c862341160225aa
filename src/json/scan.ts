/**
 * Finds values in JSON text without building them. The text must be valid: JSON.parse has parsed it before.
 *
 * Not jsonc-parser 3.3.1: its `visit` and `parseTree` are recursive, so 20,000 brackets (a body of 40 kB) overflow the
 * stack. It also builds every string (1.0 ms for a string of 256 KiB, where this takes 0.3).
 */

/** Where a value's text begins, and the index after its end. */
export interface Span {
  start: number
  end: number
}

/** Index after the string that begins at `start`. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return quote + 1
  }
}

/** The value of a string's source text, quotes included. */
export const stringValue = (source: string): string =>
  source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1)

/** Index of the first character at or after `index` that is not blank. */
export function skipBlank(text: string, index: number): number {
  while (index < text.length && isBlank(text.charCodeAt(index))) index += 1
  return index
}

const isBlank = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/** Index after the value that begins at `start`. One pass without recursion. */
function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === QUOTE) return endOfString(text, start)
  let index = start
  if (first !== OPENING_BRACE && first !== OPENING_BRACKET) {
    // number, true, false, null
    while (index < text.length && !isBlank(text.charCodeAt(index)) && !endsScalar(text.charCodeAt(index)))
      index += 1
    return index
  }
  let open = 0
  for (;;) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) {
      index = endOfString(text, index)
      continue
    }
    index += 1
    if (code === OPENING_BRACE || code === OPENING_BRACKET) open += 1
    else if ((code === CLOSING_BRACE || code === CLOSING_BRACKET) && --open === 0) return index
  }
}

/** The members of the object that begins at `start`, in the order written, including duplicates. */
export function* membersOf(text: string, start: number): Generator<Span & { name: string }> {
  let index = skipBlank(text, start + 1)
  while (text.charCodeAt(index) !== CLOSING_BRACE) {
    const endOfName = endOfString(text, index)
    const name = stringValue(text.slice(index, endOfName))
    const value = skipBlank(text, skipBlank(text, endOfName) + 1) // over the colon
    const end = endOfValue(text, value)
    yield { name, start: value, end }
    index = afterComma(text, end)
  }
}

/** The items of the array that begins at `start`. */
export function* itemsOf(text: string, start: number): Generator<Span> {
  let index = skipBlank(text, start + 1)
  while (text.charCodeAt(index) !== CLOSING_BRACKET) {
    const end = endOfValue(text, index)
    yield { start: index, end }
    index = afterComma(text, end)
  }
}

function afterComma(text: string, end: number): number {
  const index = skipBlank(text, end)
  return text.charCodeAt(index) === COMMA ? skipBlank(text, index + 1) : index
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d

const endsScalar = (code: number) => code === COMMA || code === CLOSING_BRACE || code === CLOSING_BRACKET
