import { isObject, mapSchema, pointerOf, type JsonObject, type Place } from './map-schema.ts'

/** The URI of a schema that has none. */
const NAMELESS = 'schema:/'

/**
 * A schema that stood alone, as a part of a document at the JSON pointer `pointer` (`#/$defs/a`). Its references lead where they led
 * before, but are pointers into the document: then its `$id` and anchors, which two schemas may both have, are not needed, and
 * programs that know nothing else can follow them. A `$dynamicRef` becomes a plain one: within one schema that is nearly always the same.
 *
 * `spend` is told the characters of each URI and pointer before more are made: a long `$id` or name can be a part of thousands. It
 * throws when there are too many.
 */
export function embedSchema(
  schema: unknown,
  pointer: string,
  spend: (characters: number) => void,
): JsonObject {
  if (!isObject(schema)) return schema === false ? { not: {} } : {}
  const root: Place = { id: null, above: null, key: pointer }
  const followed = createFollow(findTargets(schema, root, spend), spend)
  const baseOf = createBases(spend)
  return mapSchema(schema, root, (part, place) => {
    const { $id: _, $anchor: __, $dynamicAnchor: ___, $schema: ____, $dynamicRef, ...kept } = part
    if (typeof kept['$ref'] === 'string') kept['$ref'] = followed(kept['$ref'], baseOf(place))
    if (typeof $dynamicRef !== 'string') return kept
    const $ref = followed($dynamicRef, baseOf(place))
    return '$ref' in kept ? { allOf: [kept, { $ref }] } : { ...kept, $ref }
  }) as JsonObject
}

type Spend = Parameters<typeof embedSchema>[2]

/** The pointers of all that references can name by a URI: `schema:/`, `schema:/#anchor`. */
function findTargets(schema: JsonObject, root: Place, spend: Spend): Map<string, string> {
  const targets = new Map([[NAMELESS, pointerOf(root)]])
  const baseOf = createBases(spend)
  const add = (uri: string, place: Place) => {
    const pointer = pointerOf(place)
    spend(uri.length + pointer.length)
    targets.set(uri, pointer)
  }
  mapSchema(schema, root, (part, place) => {
    if (typeof part['$id'] === 'string') add(baseOf(place), place)
    for (const anchor of [part['$anchor'], part['$dynamicAnchor']])
      if (typeof anchor === 'string') add(`${baseOf(place)}#${anchor}`, place)
    return part
  })
  return targets
}

/** Finds the URI against which the references of a place are resolved, without a fragment: of the nearest schema with an `$id`. */
function createBases(spend: Spend): (place: Place) => string {
  const known = new Map<Place, string>()
  return function baseOf(place): string {
    const { id, above } = place
    if (id === null) return above ? baseOf(above) : NAMELESS
    let base = known.get(place)
    if (base === undefined) {
      base = resolve(id, above ? baseOf(above) : NAMELESS, spend).split('#', 1)[0]!
      known.set(place, base)
    }
    return base
  }
}

/** Finds the pointer to which a reference leads; the reference itself if it leads out of the schema. Most are written many times. */
function createFollow(
  targets: ReadonlyMap<string, string>,
  spend: Spend,
): (reference: string, base: string) => string {
  const known = new Map<string, Map<string, string>>()
  return (reference, base) => {
    let ofBase = known.get(base)
    if (!ofBase) known.set(base, (ofBase = new Map()))
    let pointer = ofBase.get(reference)
    if (pointer === undefined)
      ofBase.set(reference, (pointer = follow(reference, resolve(reference, base, spend), targets)))
    spend(pointer.length)
    return pointer
  }
}

function follow(reference: string, uri: string, targets: ReadonlyMap<string, string>): string {
  const [resource, fragment = ''] = uri.split('#', 2)
  const start = targets.get(resource!)
  if (fragment === '') return start ?? reference
  if (!fragment.startsWith('/')) return targets.get(uri) ?? reference
  return start === undefined ? reference : start + fragment
}

/** A reference or `$id` as an absolute URI; what is none stays as it is. */
function resolve(reference: string, base: string, spend: Spend): string {
  spend(reference.length + base.length)
  return URL.parse(reference, base)?.href ?? reference
}
