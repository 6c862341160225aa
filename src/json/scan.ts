/**
 * Finds its way in JSON text without building values. The text is valid JSON: JSON.parse took it before.
 */

/** One member of an object or array: its key or index, and where the value's text begins and ends. */
export interface Member {
  key: string
  start: number
  end: number
}

/** Index behind the string that begins at `start`. */
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

/** Index behind the value that begins at `start`. */
export function endOfValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"') return endOfString(text, start)
  if (first !== '{' && first !== '[') {
    const other = /[^\s,\]}]+/y // number, true, false, null
    other.lastIndex = start
    other.exec(text)
    return other.lastIndex
  }
  let open = 0
  let index = start
  for (;;) {
    const character = text[index]
    if (character === '"') {
      index = endOfString(text, index)
      continue
    }
    index += 1
    if (character === '{' || character === '[') open += 1
    else if ((character === '}' || character === ']') && --open === 0) return index
  }
}

/** The members of the object or array that begins at `start`. */
export function* membersOf(text: string, start: number): Generator<Member> {
  const isObject = text[start] === '{'
  let index = skipBlank(text, start + 1)
  for (let count = 0; text[index] !== '}' && text[index] !== ']'; count += 1) {
    let key = String(count)
    if (isObject) {
      const end = endOfString(text, index)
      key = stringValue(text.slice(index, end))
      index = skipBlank(text, skipBlank(text, end) + 1) // over the colon
    }
    const end = endOfValue(text, index)
    yield { key, start: index, end }
    index = skipBlank(text, end)
    if (text[index] === ',') index = skipBlank(text, index + 1)
  }
}
