import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { CustomEventType } from '../database/custom-event-type.ts'
import type { Database } from '../database/database.ts'
import type { Organization } from '../database/organization.ts'
import { readBy } from '../database/read-by.ts'
import type { Dialects } from '../dialects/registry.ts'
import { JsonText } from '../json/json-text.ts'
import { boundedCheck } from './bounded-check.ts'

/** An event type an organization can publish, wherever it was defined. */
export interface KnownEventType {
  name: string
  description: string
  /** Null: any data. */
  schema: JsonText | null
  example: JsonText
  builtIn: boolean
}

/** The event types of one organization: its dialect's, then its own by name. */
export async function knownEventTypes(
  database: Database,
  dialects: Dialects,
  organization: Pick<Organization, 'id' | 'dialect'>,
): Promise<KnownEventType[]> {
  const own = await readBy(database, CustomEventType, 'organizationId', [organization.id])
  return [
    ...builtInEventTypes(dialects, organization.dialect),
    ...own
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((type) => ({
        name: type.name,
        description: type.description,
        schema: type.schema === null ? null : new JsonText(type.schema),
        example: new JsonText(type.example),
        builtIn: false,
      })),
  ]
}

function builtInEventTypes(dialects: Dialects, dialect: string): KnownEventType[] {
  return (dialects.get(dialect)?.eventTypes ?? []).map(({ name, description, schema, example }) => ({
    name,
    description,
    schema: JsonText.of(schema),
    example: JsonText.of(example),
    builtIn: true,
  }))
}

/** Checks data against JSON Schemas, each compiled once. */
export interface SchemaCheck {
  /** What is wrong with the schema itself; null: it can be used. */
  schemaError(schema: JsonText): string | null
  /**
   * What is wrong with the data, the first thing found; null: nothing. `trusted`: the schema is ours, not a tenant's,
   * and is not watched while it runs.
   */
  dataError(schema: JsonText, data: JsonText, trusted?: boolean): string | null
}

/** What can take long in a schema, whatever the size of the data; all else is bounded by the two sizes. */
const MAY_BE_SLOW = /"(pattern|patternProperties|uniqueItems|\$ref|\$dynamicRef)"/
const MAXIMUM_WORK = 10_000_000

/** A schema that was too slow is not tried again for this long: it would hold up everybody, each time. */
const REST_MS = 60_000

const TOO_SLOW =
  'takes too long to check; make the schema simpler (no nested repetition in a pattern, no uniqueItems on long lists)'

/** Compiled schemas kept; the least recently used are dropped beyond this. */
const KEPT_SCHEMAS = 1_000

export function createSchemaCheck(): SchemaCheck {
  const compiled = new Map<string, ValidateFunction>()
  /** Until when. */
  const resting = new Map<string, number>()

  function rest(text: string): void {
    for (const [slow, until] of resting) if (until < Date.now()) resting.delete(slow)
    resting.set(text, Date.now() + REST_MS)
  }

  function compile({ text }: JsonText): ValidateFunction {
    const known = compiled.get(text)
    if (known) {
      compiled.delete(text)
      compiled.set(text, known)
      return known
    }
    // A fresh instance each: two organizations may use one $id. Unknown keywords are allowed, as the standard says.
    const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false })
    formats.default(ajv)
    const validate = ajv.compile(JSON.parse(text))
    compiled.set(text, validate)
    if (compiled.size > KEPT_SCHEMAS) compiled.delete(compiled.keys().next().value!)
    return validate
  }

  return {
    schemaError(schema) {
      try {
        compile(schema)
        return null
      } catch (error) {
        return (error as Error).message
      }
    },
    dataError(schema, data, trusted = false) {
      const { text } = schema
      const validate = compile(schema)
      const value = data.value
      if (trusted || (!MAY_BE_SLOW.test(text) && text.length * data.text.length < MAXIMUM_WORK)) {
        if (validate(value)) return null
      } else {
        if (Date.now() < (resting.get(text) ?? 0)) return TOO_SLOW
        const checked = boundedCheck(() => validate(value))
        if (checked.kind === 'endless') return 'can not be checked: the schema refers to itself without end'
        if (checked.kind === 'too-slow') {
          rest(text)
          return TOO_SLOW
        }
        if (checked.result) return null
      }
      const { instancePath, message, params } = validate.errors![0]!
      const detail = 'additionalProperty' in params ? ` (${params.additionalProperty})` : ''
      return `data${instancePath.replaceAll('/', '.')} ${message}${detail}`
    },
  }
}
