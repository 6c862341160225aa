import { endOfString, stringValue } from './scan.ts'

/** Maximum nesting depth of objects and arrays. Receivers' parsers have limits too. */
export const MAXIMUM_NESTING = 100

/**
 * Why valid JSON is not accepted as event data, as the end of a sentence; null if it is accepted. Duplicate keys are
 * refused: the check against the schema could see one value and the receiver the other.
 */
export function jsonProblem(text: string): string | null {
  /** The keys so far of each open object; null for an array. */
  const open: (Set<string> | null)[] = []
  let atKey = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '"') {
      const end = endOfString(text, index)
      const keys = open.at(-1)
      if (atKey && keys) {
        const key = stringValue(text.slice(index, end))
        if (keys.has(key)) return `has the key ${JSON.stringify(key.slice(0, 100))} twice in one object`
        keys.add(key)
        atKey = false
      }
      index = end - 1
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null)
      if (open.length > MAXIMUM_NESTING) return `is nested deeper than ${MAXIMUM_NESTING} levels`
      atKey = character === '{'
    } else if (character === '}' || character === ']') {
      open.pop()
      atKey = false
    } else if (character === ',') atKey = true
  }
  return null
}
