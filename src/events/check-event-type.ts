import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import type { SchemaCheck } from '../schemas/schema-check.ts'
import type { JsonText } from '../json/json-text.ts'
import type { Settings } from '../settings/settings.ts'
import { userError } from '../words/user-errors.ts'

/** An event type as its owner defines it. */
export interface GivenEventType {
  name: string
  description?: string | null | undefined
  /** Null or left out to accept any data. */
  schema?: JsonText | null | undefined
  example: JsonText
  /** Null: it is not deprecated. Left out: unchanged. */
  deprecationReason?: string | null | undefined
}

export interface EventTypeCheckDeps {
  schemaCheck: SchemaCheck
  settings: Pick<Settings, 'MAXIMUM_PAYLOAD_BYTES'>
}

/** Names as in Standard Webhooks: `invoice.paid`, `issues.opened`, `check_run.completed`, `Invoice.Paid`. */
const NAME = /^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$/
const MAXIMUM_NAME = 128
/** Each dot is one pattern more that every event of the type is compared with, at each webhook. */
const MAXIMUM_DOTS = 9
const MAXIMUM_DESCRIPTION = 1_000
const MAXIMUM_REASON = 1_000

export const isEventTypeName = (name: string): boolean =>
  name.length <= MAXIMUM_NAME && NAME.test(name) && name.split('.').length <= MAXIMUM_DOTS + 1

/** Throws INVALID. */
export function checkEventTypeName(name: string): void {
  if (isEventTypeName(name)) return
  throw userError(
    'INVALID',
    `The name of an event type is words of A-Z a-z 0-9 and _ joined by . or -, such as invoice.paid, ${MAXIMUM_NAME} characters and ${MAXIMUM_DOTS} dots at most.`,
    'input.name',
  )
}

/**
 * Checks all fields except the name. `payer`: whose time for schemas the check takes, an organization's id or any other word. Throws INVALID, INVALID_SCHEMA, EXAMPLE_FAILS_SCHEMA or NoTimeToCheck.
 */
export async function checkEventType(
  { schemaCheck, settings: { MAXIMUM_PAYLOAD_BYTES } }: EventTypeCheckDeps,
  payer: string,
  { description, schema, example, deprecationReason }: GivenEventType,
): Promise<void> {
  if ((description?.length ?? 0) > MAXIMUM_DESCRIPTION)
    throw userError('INVALID', 'The description can have 1,000 characters.', 'input.description')
  if (
    deprecationReason != null &&
    (deprecationReason.trim() === '' || deprecationReason.length > MAXIMUM_REASON)
  ) {
    const message = 'Say why it is deprecated and what to use instead, in 1 to 1,000 characters.'
    throw userError('INVALID', message, 'input.deprecationReason')
  }
  const bytes = Math.max(Buffer.byteLength(example.text), Buffer.byteLength(schema?.text ?? ''))
  if (bytes > MAXIMUM_PAYLOAD_BYTES)
    throw userError('INVALID', `Schema and example can have ${MAXIMUM_PAYLOAD_BYTES} bytes each.`, 'input')
  if (!schema) return
  const verdict = await schemaCheck.checkNew(payer, schema, example)
  if (verdict.kind === 'fits') return
  if (verdict.kind === 'later') throw new NoTimeToCheck(verdict.retryAfterSeconds)
  if (verdict.kind === 'unusable') {
    const message = `This is not a JSON Schema (2020-12) that can be used: ${verdict.problem}.`
    throw userError('INVALID_SCHEMA', message, 'input.schema')
  }
  const message = `The example does not fit the schema: ${verdict.problem}.`
  throw userError('EXAMPLE_FAILS_SCHEMA', message, 'input.example')
}
