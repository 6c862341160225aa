import { isObject, mapSchema, type JsonObject, type Place } from '../../catalogue/map-schema.ts'
import { createNames, typeNameOf } from './type-names.ts'

/** A catalogue with the format JSON_SCHEMA, as far as it is needed here. */
export interface Catalogue extends JsonObject {
  $defs: Record<string, JsonObject>
}

/** The name of the union of all bodies. */
export const UNION = 'WebhookBody'

const ROOT: Place = { id: null, above: null, key: '#' }

const DEFINITION = /^#\/\$defs\/([^/]+)/
const DATA = '--data'

/**
 * The catalogue with a title on every schema that becomes a TypeScript type with a name: bodies, `InvoicePaid`; their data,
 * `InvoicePaidData`; and what references lead to. Titles of the event types' authors are left out, since names made of them could be those
 * of others; so are keywords with TypeScript code, which json-schema-to-typescript would copy.
 */
export function nameSchemas(catalogue: Catalogue): JsonObject {
  const references = new Set<string>()
  const read = mapSchema(catalogue, ROOT, (schema) => {
    const { title: _, tsType: __, tsEnumNames: ___, prefixItems, ...kept } = schema
    const { $ref } = kept
    // References into the catalogue are pointers. What is left is the URI of a schema of the standard.
    if (typeof $ref === 'string' && !$ref.startsWith('#/')) delete kept['$ref']
    else if (typeof $ref === 'string') references.add($ref)
    // As in older drafts, which is what json-schema-to-typescript reads.
    if (Array.isArray(prefixItems))
      return { ...kept, items: prefixItems, additionalItems: kept['items'] ?? true }
    return kept
  })
  const plain = mergeConditions(read, references) as Catalogue
  const unique = createNames()
  plain['title'] = unique(UNION)
  const eventTypes = Object.keys(plain.$defs).filter((name) => !name.endsWith(DATA))
  // All bodies first, so that no name of data takes theirs.
  for (const name of eventTypes) plain.$defs[name]!['title'] = unique(typeNameOf(name))
  for (const name of eventTypes)
    plain.$defs[name + DATA]!['title'] = unique(`${String(plain.$defs[name]!['title'])}Data`)
  for (const reference of references) {
    const target = find(plain, reference)
    const owner = plain.$defs[DEFINITION.exec(reference)?.[1] ?? '']
    if (isObject(target) && owner && !('title' in target))
      target['title'] = unique(String(owner['title']) + typeNameOf(lastWord(reference)))
  }
  return plain
}

/**
 * Members that only `then` or `else` describes are optional ones in TypeScript. A condition in `allOf` is merged into its schema, or it would
 * be a type of its own, unless references lead to it.
 */
function mergeConditions(schema: unknown, references: ReadonlySet<string>): unknown {
  const mayMerge = ![...references].some((reference) => reference.includes('/allOf/'))
  return mapSchema(schema, ROOT, (part) => {
    const branches = [part['then'], part['else']].filter(isObject)
    const conditions = mayMerge && Array.isArray(part['allOf']) ? part['allOf'].filter(isCondition) : []
    const added = [...branches, ...conditions].map(({ properties }) => properties).filter(isObject)
    if (added.length === 0) return part
    const { allOf, ...kept } = part
    const properties = Object.assign({}, ...added, part['properties']) as JsonObject
    const others = Array.isArray(allOf) ? allOf.filter((one) => !conditions.includes(one as JsonObject)) : []
    return { ...kept, properties, ...(others.length > 0 && { allOf: others }) }
  })
}

/** Whether a schema is a condition and nothing else. Its members have been added to it. */
const isCondition = (schema: unknown): schema is JsonObject =>
  isObject(schema) &&
  'if' in schema &&
  Object.keys(schema).every((key) => ['if', 'then', 'else', 'properties'].includes(key))

/** What a JSON pointer leads to; undefined: nothing. */
function find(document: JsonObject, pointer: string): unknown {
  let at: unknown = document
  for (const part of pointer.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as JsonObject)[key]
  }
  return at
}

const lastWord = (pointer: string) => decodeURIComponent(pointer.slice(pointer.lastIndexOf('/') + 1))
