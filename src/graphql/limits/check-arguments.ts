import { getNamedType, type GraphQLField, type GraphQLObjectType } from 'graphql'
import { decodeLogCursor } from '../../log/log-position.ts'
import { MAXIMUM_MINUTES } from '../../log/statistics.ts'
import { cursorProblem, MAXIMUM_PAGE } from '../connection.ts'

/** Maximum length of a search text, in characters. */
const MAXIMUM_SEARCH = 200

/** Maximum number of values in one condition of a filter. */
const MAXIMUM_VALUES = 100

/**
 * Checks what the schema's types can't express about a field's arguments (coerced). Returns what is wrong; null if they are
 * valid. The checks go by the names of arguments, so they cover new fields too.
 */
export function argumentProblem(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  given: Record<string, unknown>,
): string | null {
  const {
    first,
    after,
    last,
    before,
    minutes,
    text: searched,
    filter,
  } = given as {
    first?: number | null
    after?: string | null
    last?: number | null
    before?: string | null
    minutes?: number | null
    text?: string | null
    filter?: { text?: string | null } | null
  }
  const text = textProblem(given, '')
  if (text) return text
  for (const [name, size] of Object.entries({ first, last }))
    if (typeof size === 'number' && (size < 1 || size > MAXIMUM_PAGE))
      return `"${name}" must be from 1 to ${MAXIMUM_PAGE}; it is ${size}.`
  if ((first != null || after != null) && (last != null || before != null))
    return 'A page is read in one direction: give "first" and "after", or "last" and "before".'
  if (typeof minutes === 'number' && (minutes < 1 || minutes > MAXIMUM_MINUTES))
    return `"minutes" must be from 1 to ${MAXIMUM_MINUTES}; it is ${minutes}.`
  for (const [name, { length }] of Object.entries({
    text: searched ?? '',
    'filter.text': filter?.text ?? '',
  }))
    if (length > MAXIMUM_SEARCH) return `"${name}" can have ${MAXIMUM_SEARCH} characters; it has ${length}.`
  if (Array.isArray(given['types']) && given['types'].length > MAXIMUM_VALUES)
    return `"types" can have ${MAXIMUM_VALUES} values; it has ${given['types'].length}.`
  for (const [name, values] of Object.entries(filter ?? {}))
    if (Array.isArray(values) && values.length > MAXIMUM_VALUES)
      return `"filter.${name}" can have ${MAXIMUM_VALUES} values; it has ${values.length}.`
  const list = `${type.name}.${field.name}` as const
  if (typeof before === 'string') return cursorProblem(list, 'before', before)
  if (typeof after !== 'string') return null
  if (!isLog(field)) return cursorProblem(list, 'after', after)
  return decodeLogCursor(after)
    ? null
    : '"after" is not a cursor of a delivery log. Use a cursor the log gave, or "" for its start.'
}

/** All logs share one kind of cursor: a position in the common order of all attempts and operational events. */
const isLog = ({ type }: GraphQLField<unknown, unknown>) =>
  /^(DeliveryLog|OperationalEvent)/.test(getNamedType(type).name)

/** Finds U+0000 and half surrogate pairs, which Postgres can't store. Skips JSON values, whose text contains neither. */
function textProblem(value: unknown, path: string): string | null {
  if (typeof value === 'string') {
    return value.isWellFormed() && !value.includes('\0')
      ? null
      : `"${path}" holds the character U+0000 or half a surrogate pair, which can not be stored.`
  }
  const items: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : isPlain(value)
      ? Object.entries(value)
      : []
  for (const [key, item] of items) {
    const problem = textProblem(item, path ? `${path}.${key}` : key)
    if (problem) return problem
  }
  return null
}

/** True for arguments and input objects; false for JsonText and Date. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
