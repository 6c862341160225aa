import type { Organization } from '../organizations/organization.ts'
import { userError } from '../words/user-errors.ts'
import { changeWebhook } from './change-webhook.ts'
import { checkWebhook, type WebhookCheckDeps } from './check-webhook.ts'
import { headerPairs, type Webhook } from './webhook.ts'

/** What is left out, or null, stays as it is; but `channelId` null: all channels. */
export interface WebhookChanges {
  url?: string | null | undefined
  eventTypes?: readonly string[] | null | undefined
  channelId?: string | null | undefined
  description?: string | null | undefined
  headers?: readonly { name: string; value: string }[] | null | undefined
  /** Of the webhook as the caller read it; given, what was changed since is a CONFLICT. */
  expectedUpdatedAt?: Date | null | undefined
}

/** Changes a webhook; null: it was deleted meanwhile. Throws all that is wrong with the changes, as UserErrors. */
export async function updateWebhook(
  deps: WebhookCheckDeps,
  organization: Organization,
  { id, dialect }: Pick<Webhook, 'id' | 'dialect'>,
  input: WebhookChanges,
): Promise<Webhook | null> {
  const url = await checkWebhook(deps, organization, deps.dialects.get(dialect)!, {
    url: input.url ?? undefined,
    eventTypes: input.eventTypes ?? undefined,
    channelId: input.channelId,
    description: input.description ?? undefined,
    headers: input.headers ?? undefined,
  })
  const headers = input.headers ? headerPairs(input.headers) : undefined
  return changeWebhook(deps.database, id, (locked) => {
    requireUnchanged(locked, input.expectedUpdatedAt)
    const aimsElsewhere =
      (url !== undefined && url !== locked.url) ||
      (headers !== undefined && JSON.stringify(headers) !== JSON.stringify(locked.headers))
    if (aimsElsewhere) locked.targetVersion += 1
    if (url !== undefined) locked.url = url
    if (headers !== undefined) locked.headers = headers
    if (input.eventTypes) locked.eventTypes = [...new Set(input.eventTypes)].sort()
    if (input.channelId !== undefined) locked.channelId = input.channelId
    if (input.description != null) locked.description = input.description
  })
}

/** Throws CONFLICT unless the webhook is as the caller read it. */
function requireUnchanged({ updatedAt }: Webhook, expected: Date | null | undefined): void {
  if (expected == null || expected.getTime() === updatedAt.getTime()) return
  throw userError(
    'CONFLICT',
    `The webhook was changed meanwhile, at ${updatedAt.toISOString()}. Read it again, and change what is still to be changed.`,
    'input.expectedUpdatedAt',
  )
}
