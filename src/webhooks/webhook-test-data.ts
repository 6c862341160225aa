import type { CheckDeps } from '../events/check-events.ts'
import { testData } from '../events/test-data.ts'
import type { JsonText } from '../json/json-text.ts'
import { operationalTestData } from '../operational-events/test-data.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Webhook } from './webhook.ts'

/** The data of a test event or preview for a webhook: of the types that it can get. Throws the errors of either. */
export function webhookTestData(
  deps: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  { operational }: Pick<Webhook, 'operational'>,
  type: string,
  given: JsonText | null | undefined,
): Promise<JsonText> {
  return operational === null
    ? testData(deps, organization, type, given)
    : operationalTestData(deps, organization.id, type, given)
}
