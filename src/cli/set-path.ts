import { InvalidArgumentError } from 'commander'
import { hasMembers, parseExactly } from './exact-json.ts'

/** `--set lead.fields.company=Acme`: what to put where in an event's data. */
export interface Setting {
  /** Names of members; in an array, the index. */
  path: string[]
  value: unknown
}

/**
 * Reads `path=value`. The path's parts are separated by dots (`\.` is a dot in a name); the value is JSON if it parses, else text.
 * @throws InvalidArgumentError
 */
export function parseSetting(text: string): Setting {
  const end = text.indexOf('=')
  const path = text
    .slice(0, Math.max(end, 0))
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll('\\.', '.'))
  if (path.includes('')) throw new InvalidArgumentError('It has to be path=value, as in lead.status=pending.')
  return { path, value: jsonOrText(text.slice(end + 1)) }
}

/**
 * Puts the value into the data, which is changed. Objects that are missing on the way are made.
 * @throws InvalidArgumentError when there is something else on the way, or the index is not in the array or right after it
 */
export function applySetting(data: unknown, { path, value }: Setting): void {
  let place = data
  path.forEach((part, depth) => {
    const where = path.slice(0, depth).join('.') || 'The data'
    if (!hasMembers(place)) throw new InvalidArgumentError(`${where} is no object, so it has no "${part}".`)
    if (Array.isArray(place) && !(/^(0|[1-9]\d*)$/.test(part) && Number(part) <= place.length))
      throw new InvalidArgumentError(
        `${where} is an array of ${place.length}, so "${part}" is no place in it.`,
      )
    const members = place as Record<string, unknown>
    const missing = !Object.hasOwn(members, part)
    // Defined, not assigned: "__proto__" is a name as any other.
    if (depth === path.length - 1 || missing)
      Object.defineProperty(members, part, {
        value: depth === path.length - 1 ? value : {},
        writable: true,
        enumerable: true,
        configurable: true,
      })
    place = members[part]
  })
}

function jsonOrText(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return text
  }
}
