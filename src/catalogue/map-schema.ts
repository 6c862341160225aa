/** A JSON object. */
export type JsonObject = Record<string, unknown>

/** Where a part of a JSON Schema stands. */
export interface Place {
  /** The `$id` of the schema there; null if it has none. */
  id: string | null
  /** The place above; null for the whole schema, whose `key` is its JSON pointer as a URI fragment, `#` or `#/$defs/a`. */
  above: Place | null
  key: string | number
}

/** The JSON pointer of a place, as a URI fragment: `#/properties/a`. Made when it is needed, since most are not. */
export function pointerOf({ above, key }: Place): string {
  if (above === null) return String(key)
  const escaped = encodeURIComponent(String(key).replaceAll('~', '~0').replaceAll('/', '~1'))
  return `${pointerOf(above)}/${escaped.replaceAll('%24', '$')}`
}

/** Keywords whose members are schemas, by names of the author's. */
const MAPS = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
])

/** Keywords with data, which is no schema even if it looks like one. */
const DATA = new Set(['const', 'enum', 'default', 'examples', 'example'])

/**
 * A JSON Schema in which `change` has replaced each object that is a schema, the inner ones first. Unknown keywords may have schemas
 * too, as references can lead there. What does not change is not copied.
 */
export function mapSchema(
  node: unknown,
  place: Place,
  change: (schema: JsonObject, place: Place) => JsonObject,
): unknown {
  if (Array.isArray(node)) {
    const items = node.map((item, index) => mapSchema(item, below(place, index), change))
    return items.every((item, index) => item === node[index]) ? node : items
  }
  if (!isObject(node)) return node
  const { $id } = node
  const here = typeof $id === 'string' ? { ...place, id: $id } : place
  return change(
    mapMembers(node, here, (value, at, key) => {
      if (DATA.has(key)) return value
      if (MAPS.has(key) && isObject(value))
        return mapMembers(value, at, (schema, inner) => mapSchema(schema, inner, change))
      return mapSchema(value, at, change)
    }),
    here,
  )
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Through fromEntries, which makes a member even of the name `__proto__`. */
function mapMembers(
  object: JsonObject,
  place: Place,
  change: (value: unknown, place: Place, key: string) => unknown,
): JsonObject {
  const entries = Object.entries(object).map(
    ([key, value]) => [key, change(value, below(place, key), key)] as const,
  )
  return entries.every(([key, value]) => value === object[key]) ? object : Object.fromEntries(entries)
}

const below = (above: Place, key: string | number): Place => ({ id: null, above, key })
