import { newId } from '../ids.ts'
import { requireBelowLimit } from '../organizations/limits.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { sealSecret } from '../secrets/webhook-secrets.ts'
import type { Settings } from '../settings/settings.ts'
import type { SecretKind } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'
import { requirePlan } from './check-plan.ts'
import { checkWebhook, type WebhookCheckDeps } from './check-webhook.ts'
import { headerPairs, Webhook } from './webhook.ts'

export interface CreateWebhookDeps extends WebhookCheckDeps {
  keyring: Keyring
  settings: Settings
}

export interface NewWebhook {
  url: string
  eventTypes: readonly string[]
  /** The organization's dialect if null or left out. */
  dialect?: string | null | undefined
  /** HMAC unless given. */
  secretKind?: SecretKind | null | undefined
  channelId?: string | null | undefined
  description?: string | null | undefined
  headers?: readonly { name: string; value: string }[] | null | undefined
}

/** Creates a webhook and returns it with its secret in clear text. Throws all problems as UserErrors. */
export async function createWebhook(
  deps: CreateWebhookDeps,
  organization: Organization,
  input: NewWebhook,
): Promise<{ webhook: Webhook; secret: string }> {
  const name = input.dialect ?? organization.dialect
  const dialect = deps.dialects.get(name)
  if (!dialect) throw userError('UNKNOWN_DIALECT', `There is no dialect "${name}".`, 'input.dialect')
  const secretKind = input.secretKind ?? 'HMAC'
  if (!dialect.secret.kinds.includes(secretKind)) {
    const message = `${dialect.title} webhooks have no ${secretKind} secrets.`
    throw userError('INVALID', message, 'input.secretKind')
  }
  const { channelId = null, headers } = input
  const description = input.description ?? ''
  const url = await checkWebhook(deps, organization, dialect, {
    url: input.url,
    eventTypes: input.eventTypes,
    channelId,
    description,
    headers: headers ?? [],
  })
  const id = newId.webhook()
  const secret = dialect.createSecret(secretKind)
  const webhook = await lockOrganization(deps.database, organization.id, async (em, locked) => {
    requirePlan(locked, dialect)
    await requireBelowLimit(em, deps.settings, organization.id, 'webhooks')
    return em.create(Webhook, {
      id,
      organizationId: organization.id,
      dialect: name,
      url: url!,
      description,
      eventTypes: [...new Set(input.eventTypes)].sort(),
      channelId,
      status: 'ENABLED',
      statusReason: null,
      statusBeforePlan: null,
      missedSince: null,
      targetVersion: 1,
      headers: headerPairs(headers ?? []),
      secretKind,
      secrets: [sealSecret(deps.keyring, id, secret)],
      deletedAt: null,
    })
  })
  return { webhook, secret }
}
