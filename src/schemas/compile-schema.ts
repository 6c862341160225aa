import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { linearPattern, NotLinear } from './linear-pattern.ts'
import { short } from './short.ts'

/** A schema that can be used. */
export interface CompiledSchema {
  validate: ValidateFunction
  /** Why it may not be saved though it can be used: a pattern that may take long. Null: it may. */
  notLinear: string | null
}

/**
 * Compiles a schema with an Ajv of its own: two organizations may use one `$id`, and neither sees what the other's leads
 * to. That costs 0.4 ms, because nothing is compiled of the standard's own schemas. Throws what is wrong.
 */
export function compileSchema(text: string): CompiledSchema {
  let notLinear: string | null = null
  const ajv = new Ajv2020({
    strict: false, // unknown keywords are allowed, as the standard says
    allErrors: false,
    logger: false,
    validateSchema: false, // by schemaProblem, once, when it is saved
    inlineRefs: false, // a schema that refers to one of its parts ten thousand times is not compiled ten thousand times
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
        { code: '' }, // for code that is written to a file; ours is not
      ),
    },
  })
  formats.default(ajv)
  const schema = JSON.parse(text) as object | boolean
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema)))
    throw new Error('it is no object, true or false')
  const validate = ajv.compile(schema)
  if ('$async' in validate)
    throw new Error('"$async" is no keyword of JSON Schema, and would let any data pass')
  return { validate, notLinear }
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/** Its own standard's schema takes 40 ms to compile, so one is kept. Nothing else is ever put into it. */
const standard = new Ajv2020({ strict: false, logger: false, addUsedSchema: false })
formats.default(standard)
const meetsStandard = standard.getSchema(DRAFT)!

/** Why a text is no JSON Schema (2020-12) at all, as the end of a sentence; null: it is one. */
export function schemaProblem(text: string): string | null {
  const schema = JSON.parse(text) as { $schema?: unknown } | null
  const draft = typeof schema === 'object' && schema !== null && '$schema' in schema ? schema.$schema : DRAFT
  if (typeof draft === 'string' && draft.replace(/#$/, '') !== DRAFT)
    return `its $schema is ${JSON.stringify(draft.slice(0, 100))}, and only ${DRAFT} is known`
  return meetsStandard(schema) ? null : describeError('the schema', meetsStandard.errors![0]!)
}

/** What is wrong with data, from what Ajv found first. Both can be as long as the data. */
export function describeError(what: string, { instancePath, message = '', params }: ErrorObject): string {
  const detail =
    'additionalProperty' in params ? ` (${short(String(params['additionalProperty']), 100)})` : ''
  return `${what}${short(instancePath.replaceAll('/', '.'), 200)} ${short(message, 300)}${detail}`
}
