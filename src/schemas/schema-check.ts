import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Dialects } from '../dialects/registry.ts'
import type { JsonText } from '../json/json-text.ts'
import type { Settings } from '../settings/settings.ts'
import { describeError } from './compile-schema.ts'
import { createSchemaThreads, type SchemaVerdict } from './schema-threads.ts'

/** The rule for the data of an event type. */
export type DataRule =
  | { kind: 'any' }
  /** The schema of a dialect, compiled when the process starts. */
  | { kind: 'built-in'; schema: object }
  /** An organization's own schema, as JSON text. */
  | { kind: 'own'; schema: string }

/** Checks data against JSON Schemas (2020-12). Organizations' schemas run in separate threads, never in the main thread. */
export interface SchemaCheck {
  /** Checks an event's data against the rule of its type. */
  checkData(organizationId: string, rule: DataRule, data: JsonText): Promise<SchemaVerdict>
  /** Checks whether a schema can be saved and whether its example fits it. */
  checkNew(organizationId: string, schema: JsonText, example: JsonText): Promise<SchemaVerdict>
  close(): Promise<void>
}

export function createSchemaCheck(
  dialects: Dialects,
  { SCHEMA_SECONDS_PER_MINUTE }: Pick<Settings, 'SCHEMA_SECONDS_PER_MINUTE'>,
): SchemaCheck {
  const builtIn = compileBuiltIn(dialects)
  const threads = createSchemaThreads(SCHEMA_SECONDS_PER_MINUTE * 1_000)

  function checkBuiltIn(schema: object, data: JsonText): SchemaVerdict {
    const validate = builtIn.get(schema)!
    if (validate(data.value)) return { kind: 'fits' }
    return { kind: 'unfit', problem: describeError('data', validate.errors![0]!) }
  }

  return {
    async checkData(organizationId, rule, data) {
      if (rule.kind === 'any') return { kind: 'fits' }
      if (rule.kind === 'built-in') return checkBuiltIn(rule.schema, data)
      return threads.check(organizationId, { schema: rule.schema, data: data.text, saving: false })
    },
    checkNew: (organizationId, schema, example) =>
      threads.check(organizationId, { schema: schema.text, data: example.text, saving: true }),
    close: () => threads.close(),
  }
}

/** Built-in schemas are trusted and linear in the data, so they run in the main thread, without a time limit. */
function compileBuiltIn(dialects: Dialects): Map<object, ValidateFunction> {
  const ajv = new Ajv2020({ logger: false, validateSchema: false })
  formats.default(ajv)
  const schemas = dialects.all.flatMap(({ eventTypes }) => eventTypes.map(({ schema }) => schema))
  return new Map(schemas.map((schema) => [schema, ajv.compile(schema)]))
}
