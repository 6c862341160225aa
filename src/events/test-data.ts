import { JsonText } from '../json/json-text.ts'
import type { Organization } from '../organizations/organization.ts'
import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import { userError } from '../words/user-errors.ts'
import { checkEvents, type CheckDeps } from './check-events.ts'
import { knownEventType } from './event-types.ts'

/** The data of a test event or preview: the given data or the type's example. Throws the errors that publishing it would. */
export async function testData(
  deps: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  type: string,
  given: JsonText | null | undefined,
): Promise<JsonText> {
  const known = given ? null : await knownEventType(deps.hot, deps.dialects, organization, type)
  // An unknown type has no example. The check refuses it whatever the data is.
  const data = given ?? known?.example ?? JsonText.of(null)
  const [refusal] = await checkEvents(deps, organization, [{ type, data }])
  if (!refusal) return data
  if (refusal.code === 'RATE_LIMITED') throw new NoTimeToCheck(refusal.retryAfterSeconds)
  throw userError(refusal.code, refusal.message, refusal.field === 'type' ? 'input.eventType' : 'input.data')
}
