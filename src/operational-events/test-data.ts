import type { CheckDeps } from '../events/check-events.ts'
import { JsonText } from '../json/json-text.ts'
import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import { userError } from '../words/user-errors.ts'
import { describeUnknownOperational, operationalEventType } from './catalogue.ts'

/**
 * The data of a test event or preview for an operational webhook: the given data or the type's example. Throws UNKNOWN_EVENT_TYPE,
 * PAYLOAD_TOO_LARGE, DATA_FAILS_SCHEMA or NoTimeToCheck.
 */
export async function operationalTestData(
  { schemaCheck, settings }: Pick<CheckDeps, 'schemaCheck' | 'settings'>,
  organizationId: string,
  name: string,
  given: JsonText | null | undefined,
): Promise<JsonText> {
  const type = operationalEventType(name)
  if (!type) throw userError('UNKNOWN_EVENT_TYPE', describeUnknownOperational(name), 'input.eventType')
  if (!given) return JsonText.of(type.example)
  if (Buffer.byteLength(given.text) > settings.MAXIMUM_PAYLOAD_BYTES)
    throw userError(
      'PAYLOAD_TOO_LARGE',
      `The data can have ${settings.MAXIMUM_PAYLOAD_BYTES} bytes.`,
      'input.data',
    )
  const rule = { kind: 'own', schema: JSON.stringify(type.schema) } as const
  const verdict = await schemaCheck.checkData(organizationId, rule, given)
  if (verdict.kind === 'fits') return given
  if (verdict.kind === 'later') throw new NoTimeToCheck(verdict.retryAfterSeconds)
  throw userError('DATA_FAILS_SCHEMA', `The data does not fit ${name}: ${verdict.problem}.`, 'input.data')
}
