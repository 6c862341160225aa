import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import type { SchemaCheck } from '../schemas/schema-check.ts'
import type { JsonText } from '../json/json-text.ts'
import type { Settings } from '../settings/settings.ts'
import { userError } from '../words/user-errors.ts'

/** An event type as its organization defines it. */
export interface GivenEventType {
  name: string
  description?: string | null | undefined
  /** Null or left out to accept any data. */
  schema?: JsonText | null | undefined
  example: JsonText
}

export interface EventTypeCheckDeps {
  schemaCheck: SchemaCheck
  settings: Pick<Settings, 'MAXIMUM_PAYLOAD_BYTES'>
}

/** Names as in Standard Webhooks: `invoice.paid`, `issues.opened`, `check_run.completed`, `Invoice.Paid`. */
const NAME = /^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$/
const MAXIMUM_NAME = 128
const MAXIMUM_DESCRIPTION = 1_000

export const isEventTypeName = (name: string): boolean => name.length <= MAXIMUM_NAME && NAME.test(name)

/** Throws INVALID. */
export function checkEventTypeName(name: string): void {
  if (isEventTypeName(name)) return
  throw userError(
    'INVALID',
    `The name of an event type is words of A-Z a-z 0-9 and _ joined by dots, such as invoice.paid, ${MAXIMUM_NAME} characters at most.`,
    'input.name',
  )
}

/** Checks all fields except the name. Throws INVALID, INVALID_SCHEMA, EXAMPLE_FAILS_SCHEMA or NoTimeToCheck. */
export async function checkEventType(
  { schemaCheck, settings: { MAXIMUM_PAYLOAD_BYTES } }: EventTypeCheckDeps,
  organizationId: string,
  { description, schema, example }: GivenEventType,
): Promise<void> {
  if ((description?.length ?? 0) > MAXIMUM_DESCRIPTION)
    throw userError('INVALID', 'The description can have 1,000 characters.', 'input.description')
  const bytes = Math.max(Buffer.byteLength(example.text), Buffer.byteLength(schema?.text ?? ''))
  if (bytes > MAXIMUM_PAYLOAD_BYTES)
    throw userError('INVALID', `Schema and example can have ${MAXIMUM_PAYLOAD_BYTES} bytes each.`, 'input')
  if (!schema) return
  const verdict = await schemaCheck.checkNew(organizationId, schema, example)
  if (verdict.kind === 'fits') return
  if (verdict.kind === 'later') throw new NoTimeToCheck(verdict.retryAfterSeconds)
  if (verdict.kind === 'unusable') {
    const message = `This is not a JSON Schema (2020-12) that can be used: ${verdict.problem}.`
    throw userError('INVALID_SCHEMA', message, 'input.schema')
  }
  const message = `The example does not fit the schema: ${verdict.problem}.`
  throw userError('EXAMPLE_FAILS_SCHEMA', message, 'input.example')
}
