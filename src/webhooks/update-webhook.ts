import type { Organization } from '../organizations/organization.ts'
import { keepEventTypes } from '../events/keep-event-types.ts'
import { resetReceiver } from '../health/reset-health.ts'
import { setRateLimit, type RateLimit } from '../health/set-rate-limit.ts'
import { userError } from '../words/user-errors.ts'
import { changeWebhook } from './change-webhook.ts'
import { ownPolicyOf, type PolicyInput } from '../retries/check-policy.ts'
import { checkWebhook, type WebhookCheckDeps } from './check-webhook.ts'
import { storeTargets } from './webhook-target.ts'
import { headerPairs, type Webhook } from './webhook.ts'

/** Fields that are null or left out do not change, except that a `channelId` of null means all channels, a `retryPolicy` of null the dialect's, and a `rateLimit` of null no limit. */
export interface WebhookChanges {
  url?: string | null | undefined
  eventTypes?: readonly string[] | null | undefined
  channelId?: string | null | undefined
  description?: string | null | undefined
  headers?: readonly { name: string; value: string }[] | null | undefined
  /** Null: all is the dialect's again. */
  retryPolicy?: PolicyInput | null | undefined
  /** Null: no limit. */
  rateLimit?: RateLimit | null | undefined
  /** `updatedAt` of the webhook that the caller read. If it has changed since, the update throws CONFLICT. */
  expectedUpdatedAt?: Date | null | undefined
}

/** Changes a webhook. Null if it was deleted meanwhile. Throws all problems of the changes as UserErrors. */
export async function updateWebhook(
  deps: WebhookCheckDeps,
  organization: Organization,
  { id, dialect, operational }: Pick<Webhook, 'id' | 'dialect' | 'operational'>,
  input: WebhookChanges,
): Promise<Webhook | null> {
  const url = await checkWebhook(deps, organization, deps.dialects.get(dialect)!, {
    url: input.url ?? undefined,
    eventTypes: input.eventTypes ?? undefined,
    channelId: input.channelId,
    description: input.description ?? undefined,
    headers: input.headers ?? undefined,
    retryPolicy: input.retryPolicy,
    rateLimit: input.rateLimit,
    operational,
  })
  const headers = input.headers ? headerPairs(input.headers) : undefined
  return changeWebhook(deps.database, id, async (locked, em) => {
    requireUnchanged(locked, input.expectedUpdatedAt)
    const targetChanged =
      (url !== undefined && url !== locked.url) ||
      (headers !== undefined && JSON.stringify(headers) !== JSON.stringify(locked.headers))
    if (targetChanged) locked.targetVersion += 1
    if (url !== undefined) locked.url = url
    if (headers !== undefined) locked.headers = headers
    if (input.eventTypes) {
      if (operational === null) await keepEventTypes(em, deps.dialects, organization, input.eventTypes)
      locked.eventTypes = [...new Set(input.eventTypes)].sort()
    }
    if (input.channelId !== undefined) locked.channelId = input.channelId
    if (input.retryPolicy !== undefined) locked.retryPolicy = ownPolicyOf(input.retryPolicy)
    if (input.description != null) locked.description = input.description
    if (targetChanged) {
      await storeTargets(em, [id])
      await resetReceiver(em, id)
    }
    if (input.rateLimit !== undefined && (await setRateLimit(em, locked, input.rateLimit)))
      locked.updatedAt = new Date(locked.updatedAt.getTime() + 1) // no column of its own changed
  })
}

/** Throws CONFLICT if the webhook was changed since the caller read it. */
function requireUnchanged({ updatedAt }: Webhook, expected: Date | null | undefined): void {
  if (expected == null || expected.getTime() === updatedAt.getTime()) return
  throw userError(
    'CONFLICT',
    `The webhook was changed meanwhile, at ${updatedAt.toISOString()}. Read it again, then repeat your change.`,
    'input.expectedUpdatedAt',
  )
}
