import { itemsOf, membersOf, skipBlank, type Span } from './scan.ts'

/** Where a value of a request's body was written. */
export interface Place extends Span {
  text: string
}

/** The place of each parsed body, by its `variables`. */
const bodies = new WeakMap<object, Place>()

/**
 * Parses a request's body so that the exact text of what is in its variables can be found again: `placeOfVariables`
 * and, from there on, `placesOfMembers` and `placesOfItems`. Nothing is looked for before. Throws a SyntaxError.
 */
export function parseBody(text: string): unknown {
  const body = JSON.parse(text) as unknown
  const { variables } = (body ?? {}) as { variables?: unknown }
  if (typeof variables === 'object' && variables !== null)
    bodies.set(variables, { text, start: skipBlank(text, 0), end: text.length })
  return body
}

/** Where the variables of a body that `parseBody` parsed were written; null: it did not parse them. */
export function placeOfVariables(variables: object): Place | null {
  const body = bodies.get(variables)
  return (body && placesOfMembers(body, (name) => name === 'variables').get('variables')) ?? null
}

/** Where the members of an object that are asked for were written, of a name that comes twice the last, as for JSON.parse. */
export function placesOfMembers(
  { text, start }: Place,
  isWanted: (name: string) => boolean,
): Map<string, Place> {
  const places = new Map<string, Place>()
  if (text[start] !== '{') return places
  for (const { name, start: begin, end } of membersOf(text, start))
    if (isWanted(name)) places.set(name, { text, start: begin, end })
  return places
}

/** Where the items of an array were written, in their order. */
export function* placesOfItems({ text, start }: Place): Generator<Place> {
  if (text[start] !== '[') return
  for (const span of itemsOf(text, start)) yield { text, ...span }
}
