import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { linearPattern, NotLinear } from './linear-pattern.ts'
import { short } from './short.ts'

/** A compiled schema. */
export interface CompiledSchema {
  validate: ValidateFunction
  /** Why it must not be saved although it can be used: a pattern may take long to match. Null if it may be saved. */
  notLinear: string | null
}

/**
 * Compiles a schema with its own Ajv instance, so that two organizations can use the same `$id` independently. That costs
 * only 0.4 ms, because the standard's own schemas are not compiled. Throws an error that says what is wrong.
 */
export function compileSchema(text: string): CompiledSchema {
  let notLinear: string | null = null
  const ajv = new Ajv2020({
    strict: false, // unknown keywords are allowed, as the standard says
    allErrors: false,
    logger: false,
    validateSchema: false, // schemaProblem does that once, when the schema is saved
    inlineRefs: false, // a part that is referred to ten thousand times is compiled once
    code: {
      regExp: Object.assign(
        (pattern: string) => {
          try {
            return linearPattern(pattern)
          } catch (error) {
            if (!(error instanceof NotLinear)) throw error
            notLinear ??= `the pattern ${JSON.stringify(pattern.slice(0, 100))} can not be matched in linear time: ${error.message}`
            return new RegExp(pattern, 'u')
          }
        },
        { code: '' }, // only needed for code that is written to a file
      ),
    },
  })
  formats.default(ajv)
  const schema = JSON.parse(text) as object | boolean
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema)))
    throw new Error('it must be an object, true or false')
  const validate = ajv.compile(schema)
  if ('$async' in validate)
    throw new Error('"$async" is no keyword of JSON Schema, and would let any data pass')
  return { validate, notLinear }
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/** Compiling the standard's own schema takes 40 ms, so it is done once. Nothing else is ever added to this instance. */
const standard = new Ajv2020({ strict: false, logger: false, addUsedSchema: false })
formats.default(standard)
const meetsStandard = standard.getSchema(DRAFT)!

/** Why a text is no valid JSON Schema (2020-12), as the end of a sentence; null if it is valid. */
export function schemaProblem(text: string): string | null {
  const schema = JSON.parse(text) as { $schema?: unknown } | null
  const draft = typeof schema === 'object' && schema !== null && '$schema' in schema ? schema.$schema : DRAFT
  if (typeof draft === 'string' && draft.replace(/#$/, '') !== DRAFT)
    return `its $schema is ${JSON.stringify(draft.slice(0, 100))}, and only ${DRAFT} is known`
  return meetsStandard(schema) ? null : describeError('the schema', meetsStandard.errors![0]!)
}

/** Describes the first error that Ajv found in data, shortened: paths and messages can be as long as the data. */
export function describeError(what: string, { instancePath, message = '', params }: ErrorObject): string {
  const detail =
    'additionalProperty' in params ? ` (${short(String(params['additionalProperty']), 100)})` : ''
  return `${what}${short(instancePath.replaceAll('/', '.'), 200)} ${short(message, 300)}${detail}`
}
