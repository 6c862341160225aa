import { createHash } from 'node:crypto'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Dialect, Secret } from '../dialects/dialect.ts'
import { keepEventTypes } from '../events/keep-event-types.ts'
import { setRateLimit, type RateLimit } from '../health/set-rate-limit.ts'
import { newId } from '../ids.ts'
import { requireBelowLimit } from '../organizations/limits.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { openSecret, sealSecret } from '../secrets/webhook-secrets.ts'
import type { Settings } from '../settings/settings.ts'
import type { OperationalScope, SecretKind, WebhookStatus } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'
import { requirePlan } from './check-plan.ts'
import type { OwnPolicy } from '../retries/own-policy.ts'
import { ownPolicyOf, type PolicyInput } from '../retries/check-policy.ts'
import { checkWebhook, OPERATIONAL_DIALECT, type WebhookCheckDeps } from './check-webhook.ts'
import { readGivenSecret } from './given-secret.ts'
import { storeTargets } from './webhook-target.ts'
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
  /** HMAC unless given; that of `secret` if this is given. */
  secretKind?: SecretKind | null | undefined
  /** Of another system; a new one if null or left out. */
  secret?: string | null | undefined
  channelId?: string | null | undefined
  description?: string | null | undefined
  headers?: readonly { name: string; value: string }[] | null | undefined
  /** The dialect's if null or left out. */
  retryPolicy?: PolicyInput | null | undefined
  /** No limit if null or left out. */
  rateLimit?: RateLimit | null | undefined
  /** Whose operational events it gets, instead of what is published. Who may ask for ALL is checked before. */
  operational?: OperationalScope | null | undefined
  uid?: string | null | undefined
  /** ENABLED if null or left out. */
  status?: WebhookStatus | null | undefined
  idempotencyKey?: string | null | undefined
}

/** Characters of a uid and of an idempotency key. */
const MAXIMUM_KEY = 255

/** What a listener's uid begins with. Nobody can choose such a one for a webhook. */
export const LISTENER_UID = 'listener/'

/** How long a repeated call gets a secret that is shown once. */
const SHOWN_ONCE_MS = 24 * 60 * 60 * 1000

/**
 * Creates a webhook and returns it with its secret in clear text. With the idempotency key of an earlier call it returns what that
 * created; `secret` is null then if it is shown once and the call was a day ago. Throws all problems as UserErrors.
 */
export async function createWebhook(
  deps: CreateWebhookDeps,
  organization: Organization,
  input: NewWebhook,
): Promise<{ webhook: Webhook; secret: string | null }> {
  const { uid = null, idempotencyKey = null, channelId = null, headers } = input
  for (const [field, text] of [
    ['uid', uid],
    ['idempotencyKey', idempotencyKey],
  ] as const)
    if (text !== null && (text.length < 1 || text.length > MAXIMUM_KEY))
      throw userError('INVALID', `It has 1 to ${MAXIMUM_KEY} characters.`, `input.${field}`)
  if (uid?.startsWith(LISTENER_UID))
    throw userError('INVALID', `A uid that begins with ${LISTENER_UID} is of durahook listen.`, 'input.uid')
  const creationHash = idempotencyKey === null ? null : hashOf(input)
  const created = (em: SqlEntityManager) =>
    createdBefore(deps, em, organization.id, {
      creationKey: idempotencyKey,
      creationHash,
      given: input.secret ?? null,
    })
  // Before all checks: what was valid then may not be now.
  const before = await created(deps.database.em.fork())
  if (before) return before

  const operational = input.operational ?? null
  const name = input.dialect ?? (operational === null ? organization.dialect : OPERATIONAL_DIALECT)
  const dialect = deps.dialects.get(name)
  if (!dialect) throw userError('UNKNOWN_DIALECT', `There is no dialect "${name}".`, 'input.dialect')
  const { secret, kind: secretKind } = secretOf(dialect, input)
  const description = input.description ?? ''
  const url = await checkWebhook(deps, organization, dialect, {
    url: input.url,
    eventTypes: input.eventTypes,
    channelId,
    description,
    headers: headers ?? [],
    retryPolicy: input.retryPolicy,
    rateLimit: input.rateLimit,
    operational,
  })
  const status = input.status ?? 'ENABLED'
  if (status === 'LISTENING')
    throw userError('INVALID', 'A listener is made by the subscription listen.', 'input.status')
  return lockOrganization(deps.database, organization.id, async (em, locked) => {
    // Two calls with one key at the same moment.
    const meanwhile = await created(em)
    if (meanwhile) return meanwhile
    const webhook = await storeWebhook(deps, em, locked, dialect, {
      uid,
      url: url!,
      eventTypes: input.eventTypes,
      channelId,
      description,
      headers: headerPairs(headers ?? []),
      retryPolicy: ownPolicyOf(input.retryPolicy ?? null),
      operational,
      status,
      secret: { secret, kind: secretKind },
      creationKey: idempotencyKey,
      creationHash,
    })
    if (input.rateLimit) await setRateLimit(em, webhook, input.rateLimit)
    return { webhook, secret }
  })
}

/** A webhook that passed every check. */
export interface CheckedWebhook {
  uid: string | null
  url: string
  eventTypes: readonly string[]
  channelId: string | null
  description: string
  headers?: [name: string, value: string][]
  retryPolicy?: OwnPolicy | null
  operational?: OperationalScope | null
  status: WebhookStatus
  secret: { secret: Secret; kind: SecretKind }
  creationKey?: string | null
  creationHash?: string | null
}

/** Stores a new webhook, under the organization's lock. Throws PLAN_REQUIRED, LIMIT_REACHED, ALREADY_EXISTS, UNKNOWN_EVENT_TYPE. */
export async function storeWebhook(
  { settings, keyring, dialects }: CreateWebhookDeps,
  em: SqlEntityManager,
  locked: Organization,
  dialect: Dialect,
  { uid, status, secret, eventTypes, ...checked }: CheckedWebhook,
): Promise<Webhook> {
  const { id: organizationId } = locked
  requirePlan(locked, dialect)
  await requireBelowLimit(em, settings, organizationId, 'webhooks')
  if (uid !== null && (await em.count(Webhook, { organizationId, uid, deletedAt: null })))
    throw userError('ALREADY_EXISTS', 'There is a webhook with this uid already.', 'input.uid')
  const id = newId.webhook()
  if (checked.operational == null) await keepEventTypes(em, dialects, locked, eventTypes)
  const webhook = em.create(Webhook, {
    headers: [],
    retryPolicy: null,
    operational: null,
    creationKey: null,
    creationHash: null,
    ...checked,
    id,
    organizationId,
    dialect: dialect.name,
    uid,
    eventTypes: [...new Set(eventTypes)].sort(),
    status,
    statusReason: status === 'ENABLED' || status === 'LISTENING' ? null : 'REQUESTED',
    statusBeforePlan: null,
    missedSince: status === 'DISABLED' ? new Date() : null,
    targetVersion: 1,
    secretKind: secret.kind,
    secrets: [sealSecret(keyring, id, secret.secret)],
    listenerSession: null,
    listenerSeenAt: null,
    deletedAt: null,
  })
  await storeTargets(em, [id])
  return webhook
}

function secretOf(
  dialect: Dialect,
  { secret, secretKind }: NewWebhook,
): { secret: Secret; kind: SecretKind } {
  const wanted = secretKind ?? 'HMAC'
  if (secretKind != null && !dialect.secret.kinds.includes(secretKind))
    throw userError('INVALID', `${dialect.title} webhooks have no ${secretKind} secrets.`, 'input.secretKind')
  if (secret == null) return { secret: dialect.createSecret(wanted), kind: wanted }
  const given = readGivenSecret(dialect, secret, 'input.secret')
  if (secretKind != null && given.kind !== secretKind)
    throw userError(
      'SECRET_INVALID',
      `The secret is of the kind ${given.kind}, not ${secretKind}.`,
      'input.secret',
    )
  return given
}

/** What an earlier call with this key has created; null: nothing, or it was deleted since. Throws IDEMPOTENCY_KEY_REUSED. */
async function createdBefore(
  { dialects, keyring }: CreateWebhookDeps,
  em: SqlEntityManager,
  organizationId: string,
  {
    creationKey,
    creationHash,
    given,
  }: { creationKey: string | null; creationHash: string | null; given: string | null },
): Promise<{ webhook: Webhook; secret: string | null } | null> {
  if (creationKey === null) return null
  const webhook = await em.findOne(Webhook, { organizationId, creationKey, deletedAt: null })
  if (!webhook) return null
  const isOther =
    given != null && webhook.secrets.every((sealed) => openSecret(keyring, webhook.id, sealed) !== given)
  if (webhook.creationHash !== creationHash || isOther)
    throw userError(
      'IDEMPOTENCY_KEY_REUSED',
      `This idempotency key has created the webhook ${webhook.id}, with another input.`,
      'input.idempotencyKey',
    )
  const isShown =
    !dialects.get(webhook.dialect)!.secret.shownOnce ||
    webhook.createdAt.getTime() > Date.now() - SHOWN_ONCE_MS
  return { webhook, secret: isShown ? openSecret(keyring, webhook.id, webhook.secrets[0]!) : null }
}

/**
 * Of all that a call asks for. Of a secret only that there is one: it must not lie in Postgres unsealed, not even as a hash. What is
 * null and what is left out are the same.
 */
function hashOf({ idempotencyKey: _, secret, ...input }: NewWebhook): string {
  const given = Object.entries({ ...input, secret: secret == null ? null : true }).filter(
    ([, value]) => value != null,
  )
  // By name: the values, which GraphQL made without a prototype, have no order.
  given.sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify(given, (_name, value: unknown) => value ?? undefined))
    .digest('base64url')
}
