import { Channel } from '../../channels/channel.ts'
import { searchDeliveries } from '../../deliveries/search-deliveries.ts'
import { countHeld } from '../../health/count-held.ts'
import { disableFailingOf } from '../../health/disable-failing.ts'
import {
  deliveriesToDisable,
  disableAt,
  effectiveRate,
  failingSince,
  quietUntil,
  stateOf,
} from '../../health/health.ts'
import { lastSuccess } from '../../health/last-success.ts'
import { rateLimitOf } from '../../health/set-rate-limit.ts'
import { DEFAULT_MINUTES, readStatistics } from '../../log/statistics.ts'
import { liveSecrets, openSecret } from '../../secrets/webhook-secrets.ts'
import { createWebhook } from '../../webhooks/create-webhook.ts'
import { deleteWebhook } from '../../webhooks/delete-webhook.ts'
import { disableWebhook } from '../../webhooks/disable-webhook.ts'
import { enableWebhook } from '../../webhooks/enable-webhook.ts'
import { requireNoListener } from '../../listening/require-no-listener.ts'
import { listWebhooks } from '../../webhooks/list-webhooks.ts'
import { pauseWebhook } from '../../webhooks/pause-webhook.ts'
import { revealSecret } from '../../webhooks/reveal-secret.ts'
import { rotateSecret } from '../../webhooks/rotate-secret.ts'
import { updateWebhook } from '../../webhooks/update-webhook.ts'
import type { Webhook } from '../../webhooks/webhook.ts'
import { policyOf } from './dialect.ts'
import { searchById } from '../connection.ts'
import { userError } from '../../words/user-errors.ts'
import type { OperationalScope } from '../../words/enums.ts'
import { hasScope, organizationOf, requireAccess, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import type {
  MutationResolvers,
  QueryResolvers,
  WebhookHealthResolvers,
  WebhookResolvers,
} from '../generated/schema.ts'
import { logConnection } from '../log-connection.ts'

export const Query: QueryResolvers = {
  webhook: (_, { id }, context) => loadWebhook(context, id),
  async webhooks(_, { organizationId, channelId, status, uid, text, order, ...page }, context) {
    const organization = await organizationOf(context, organizationId)
    const filter = { organizationId: organization.id, channelId, status, uid, text, order }
    return searchById('Query.webhooks', page, (place) => listWebhooks(context.database, filter, place))
  },
}

export const Mutation: MutationResolvers = {
  async createWebhook(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    requireOperatorFor(context, input.operational, 'input.operational')
    return { ...(await createWebhook(context, organization, input)), userErrors: [] }
  },

  async updateWebhook(_, { input }, context) {
    const webhook = await change(context, input.id, async (found) => {
      requireNoListener(found)
      requireOperatorFor(context, found.operational)
      return updateWebhook(context, await organizationOf(context, found.organizationId), found, input)
    })
    context.notify.deliveriesWait()
    return { webhook, userErrors: [] }
  },

  async deleteWebhook(_, { id }, context) {
    await change(context, id, () => deleteWebhook(context.database, id))
    return { deletedWebhookId: id, userErrors: [] }
  },

  async enableWebhook(_, { id }, context) {
    const webhook = await change(context, id, (found) => {
      requireNoListener(found)
      return enableWebhook(context, found)
    })
    context.notify.deliveriesWait()
    return { webhook, userErrors: [] }
  },

  async disableWebhook(_, { id }, context) {
    requireNoListener(await loadWebhook(context, id))
    await disableWebhook(context.database, id)
    context.loaders.webhook.clear(id)
    return { webhook: await loadWebhook(context, id), userErrors: [] }
  },

  async pauseWebhook(_, { id }, context) {
    const webhook = await change(context, id, (found) => {
      requireNoListener(found)
      return pauseWebhook(context.database, id)
    })
    return { webhook, userErrors: [] }
  },

  async rotateWebhookSecret(_, { id, overlapSeconds, secret }, context) {
    const rotated = await change(context, id, (found) => {
      requireOperatorFor(context, found.operational)
      return rotateSecret(context, found, overlapSeconds, secret)
    })
    return { ...rotated, userErrors: [] }
  },

  async revealWebhookSecret(_, { id }, context) {
    const webhook = await loadWebhook(context, id)
    requireOperatorFor(context, webhook.operational)
    return { webhook, secret: revealSecret(context, webhook), userErrors: [] }
  },
}

export const WebhookFields: WebhookResolvers = {
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
  dialect: ({ dialect }, _, { dialects }) => dialects.get(dialect)!,
  channel: ({ organizationId, channelId }, _, { database }) =>
    channelId === null ? null : database.em.fork().findOne(Channel, { organizationId, id: channelId }),
  headers: ({ headers }) => headers.map(([name, value]) => ({ name, value })),
  retryPolicy: ({ dialect, retryPolicy }, _, { dialects }) => policyOf(dialects.get(dialect)!, retryPolicy),
  publicKey: ({ id, dialect, secretKind, secrets }, _, { dialects, keyring }) =>
    secretKind === 'HMAC' ? null : dialects.get(dialect)!.publicKey(openSecret(keyring, id, secrets[0]!)),
  oldSecretExpiresAt({ secrets }) {
    const times = liveSecrets(secrets, new Date()).flatMap(({ expiresAt }) =>
      expiresAt === null ? [] : [expiresAt],
    )
    return times.length > 0 ? new Date(times.sort().at(-1)!) : null
  },
  deliveryLog: ({ id: webhookId }, { filter, ...page }, { database }, info) =>
    logConnection(database, info, { webhookId }, page, filter),
  deliveries: ({ id: webhookId, organizationId }, { status, ...page }, { database }) =>
    searchById('Webhook.deliveries', page, (place) =>
      searchDeliveries(database, { id: organizationId }, { webhookId, status }, place),
    ),
  statistics: ({ id: webhookId }, { minutes }, { database }) =>
    readStatistics(database, { webhookId }, minutes ?? DEFAULT_MINUTES),
  health: async (webhook, _, { loaders }) => ({ webhook, row: await loaders.health.load(webhook.id) }),
  rateLimit: async ({ id }, _, { loaders }) => rateLimitOf(await loaders.health.load(id)),
  effectiveRate: async ({ id }, _, { loaders }) => effectiveRate(await loaders.health.load(id), new Date()),
  quietUntil: async ({ id }, _, { loaders }) => quietUntil(await loaders.health.load(id), new Date()),
}

export const WebhookHealthFields: WebhookHealthResolvers = {
  state: stateOf,
  failingSince,
  async disableAt(health, _, { loaders, settings }) {
    const organization = await loaders.organization.load(health.webhook.organizationId)
    return disableAt(health, disableFailingOf(organization!, settings).afterHours)
  },
  async deliveriesToDisable(health, _, { loaders, settings }) {
    const organization = await loaders.organization.load(health.webhook.organizationId)
    const { afterHours, afterDeliveries } = disableFailingOf(organization!, settings)
    return deliveriesToDisable(health, disableAt(health, afterHours), afterDeliveries)
  },
  lastSuccessAt: ({ webhook, row }, _, { database }) =>
    row?.lastSuccessAt ?? lastSuccess(database, webhook.id),
  consecutiveFailures: ({ row }) => row?.failures ?? 0,
  lastError: ({ row }) => (row?.failures ? row.lastError : null),
  async probe(health, _, { loaders }) {
    const { row } = health
    if (stateOf(health) !== 'FAILING' || !row?.probeId) return null
    const probe = await loaders.delivery.load(row.probeId)
    return probe?.status === 'PENDING' ? probe : null
  },
  nextProbeAt: (health) => (stateOf(health) === 'FAILING' ? (health.row?.probeAt ?? null) : null),
  held: (health, _, { database }) => countHeld(database, health, new Date()),
}

/** Throws FORBIDDEN if the webhook gets what happens to all organizations, and the caller is only one of them. */
function requireOperatorFor(
  context: ApiContext,
  operational: OperationalScope | null | undefined,
  field?: string,
): void {
  if (operational !== 'ALL' || hasScope(context, 'OPERATE')) return
  throw userError(
    'FORBIDDEN',
    'A webhook for the operational events of all organizations takes the scope OPERATE.',
    field,
  )
}

/** Throws NOT_FOUND if the webhook does not exist, was deleted, or is not the caller's. */
export async function loadWebhook(context: ApiContext, id: string): Promise<Webhook> {
  const webhook = await context.loaders.webhook.load(id)
  return requireAccess(context, webhook?.deletedAt === null ? webhook : null, 'webhook', id)
}

/** Runs `work`, which changes the webhook. Throws NOT_FOUND as loadWebhook, or if `work` finds the webhook deleted (null). */
async function change<Result>(
  context: ApiContext,
  id: string,
  work: (webhook: Webhook) => Promise<Result | null>,
): Promise<Result> {
  const webhook = await loadWebhook(context, id)
  context.loaders.health.clear(id)
  context.loaders.webhook.clear(id) // so that the changed webhook is read again, even if `work` fails
  const result = await work(webhook)
  if (result === null) throw new NotFound('webhook', id)
  return result
}
