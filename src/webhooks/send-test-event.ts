import type { CheckDeps } from '../events/check-events.ts'
import { publishTestEvent } from '../events/store-events.ts'
import type { JsonText } from '../json/json-text.ts'
import type { Organization } from '../organizations/organization.ts'
import { requireEnabled } from './require-enabled.ts'
import { webhookTestData } from './webhook-test-data.ts'
import type { Webhook } from './webhook.ts'

/** Sends a test event to one webhook and returns its delivery's id. Throws the errors of requireEnabled and webhookTestData. */
export async function sendTestEvent(
  deps: CheckDeps,
  organization: Organization,
  webhook: Webhook,
  { eventType: type, data: given }: { eventType: string; data?: JsonText | null | undefined },
): Promise<string> {
  requireEnabled(webhook)
  const data = await webhookTestData(deps, organization, webhook, type, given)
  return publishTestEvent(
    deps.hot,
    webhook,
    { type, data: data.text },
    organization.searchIndexedSince != null,
  )
}
