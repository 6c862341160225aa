import { itemsOf, membersOf, skipBlank, type Span } from './scan.ts'

/** Where in a request's body a value is written. */
export interface Location extends Span {
  text: string
}

/** The location of each parsed body, by its `variables` object. */
const bodies = new WeakMap<object, Location>()

/**
 * Parses a request's body so that the exact text of its variables can be found later: `locationOfVariables` first, then
 * `locationsOfMembers` and `locationsOfItems`. The text is scanned only when these are called. Throws a SyntaxError.
 */
export function parseBody(text: string): unknown {
  const body = JSON.parse(text) as unknown
  const { variables } = (body ?? {}) as { variables?: unknown }
  if (typeof variables === 'object' && variables !== null)
    bodies.set(variables, { text, start: skipBlank(text, 0), end: text.length })
  return body
}

/** Where the variables are written; null if they were not parsed by `parseBody`. */
export function locationOfVariables(variables: object): Location | null {
  const body = bodies.get(variables)
  return (body && locationsOfMembers(body, (name) => name === 'variables').get('variables')) ?? null
}

/** Where the wanted members of an object are written. Of duplicate names the last one counts, as in JSON.parse. */
export function locationsOfMembers(
  { text, start }: Location,
  isWanted: (name: string) => boolean,
): Map<string, Location> {
  const locations = new Map<string, Location>()
  if (text[start] !== '{') return locations
  for (const { name, start: begin, end } of membersOf(text, start))
    if (isWanted(name)) locations.set(name, { text, start: begin, end })
  return locations
}

/** Where the items of an array are written, in order. */
export function* locationsOfItems({ text, start }: Location): Generator<Location> {
  if (text[start] !== '[') return
  for (const span of itemsOf(text, start)) yield { text, ...span }
}
