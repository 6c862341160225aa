import { endOfValue, membersOf, skipBlank } from './scan.ts'

/** Where an object or array of a request's body was written. */
interface Place {
  text: string
  start: number
}

const places = new WeakMap<object, Place>()

/** Event data is in variables, at the deepest in an input object of a list: body, `variables`, list, input object. */
const KEPT_DEPTH = 4

/** What has more members than this in all is data, not something that holds event data: a batch has 100 events. */
const MAXIMUM_MEMBERS = 50_000

/** Parses a request's body so that `memberText` can give back the exact text of what is in its variables. Throws a SyntaxError. */
export function parseBody(text: string): unknown {
  JSON.parse(text) // what follows takes valid JSON only
  let members = 0

  function build(start: number, depth: number): unknown {
    const isArray = text[start] === '['
    const plain = () => JSON.parse(text.slice(start, endOfValue(text, start))) as unknown
    if (depth >= KEPT_DEPTH || (!isArray && text[start] !== '{')) return plain()
    const container: unknown[] | Record<string, unknown> = isArray ? [] : {}
    for (const member of membersOf(text, start)) {
      if (++members > MAXIMUM_MEMBERS) return plain()
      // defineProperty: a key "__proto__" is data, not a prototype.
      Object.defineProperty(container, member.key, {
        value: build(member.start, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    places.set(container, { text, start })
    return container
  }

  return build(skipBlank(text, 0), 0)
}

/** The text of a member of an object or array that `parseBody` built; null: it did not build it. */
export function memberText(container: object, key: string): string | null {
  const place = places.get(container)
  if (!place) return null
  let found: string | null = null
  // The last one of a name counts, as it does for JSON.parse.
  for (const member of membersOf(place.text, place.start))
    if (member.key === key) found = place.text.slice(member.start, member.end)
  return found
}
