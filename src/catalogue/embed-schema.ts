import { isObject, mapSchema, pointerOf, resolve, type JsonObject, type Place } from './map-schema.ts'

/** The URI of a schema that has none. */
const NAMELESS = 'schema:/'

/**
 * A schema that stood alone, as a part of a document at the JSON pointer `pointer` (`#/$defs/a`). Its references lead where they led
 * before, but are pointers into the document: then its `$id` and anchors, which two schemas may both have, are not needed, and
 * programs that know nothing else can follow them. A `$dynamicRef` becomes a plain one: within one schema that is nearly always the same.
 */
export function embedSchema(schema: unknown, pointer: string): JsonObject {
  if (!isObject(schema)) return schema === false ? { not: {} } : {}
  const root: Place = { base: NAMELESS, above: null, key: pointer }
  const followed = createFollow(findTargets(schema, root))
  return mapSchema(schema, root, (part, { base }) => {
    const { $id: _, $anchor: __, $dynamicAnchor: ___, $schema: ____, $dynamicRef, ...kept } = part
    if (typeof kept['$ref'] === 'string') kept['$ref'] = followed(kept['$ref'], base)
    if (typeof $dynamicRef !== 'string') return kept
    const $ref = followed($dynamicRef, base)
    return '$ref' in kept ? { allOf: [kept, { $ref }] } : { ...kept, $ref }
  }) as JsonObject
}

/** The pointers of all that references can name by a URI: `schema:/`, `schema:/#anchor`. */
function findTargets(schema: JsonObject, root: Place): Map<string, string> {
  const targets = new Map([[NAMELESS, pointerOf(root)]])
  mapSchema(schema, root, (part, place) => {
    const uri = withoutFragment(place.base)
    if (typeof part['$id'] === 'string') targets.set(uri, pointerOf(place))
    for (const anchor of [part['$anchor'], part['$dynamicAnchor']])
      if (typeof anchor === 'string') targets.set(`${uri}#${anchor}`, pointerOf(place))
    return part
  })
  return targets
}

/** Finds the pointer to which a reference leads; the reference itself if it leads out of the schema. Most are written many times. */
function createFollow(targets: ReadonlyMap<string, string>): (reference: string, base: string) => string {
  const known = new Map<string, string>()
  return (reference, base) => {
    const key = `${base}\n${reference}`
    let pointer = known.get(key)
    if (pointer === undefined) known.set(key, (pointer = follow(reference, base, targets)))
    return pointer
  }
}

function follow(reference: string, base: string, targets: ReadonlyMap<string, string>): string {
  const uri = resolve(reference, withoutFragment(base))
  const [resource, fragment = ''] = uri.split('#', 2)
  const start = targets.get(resource!)
  if (fragment === '') return start ?? reference
  if (!fragment.startsWith('/')) return targets.get(uri) ?? reference
  return start === undefined ? reference : start + fragment
}

const withoutFragment = (uri: string) => uri.split('#', 1)[0]!
