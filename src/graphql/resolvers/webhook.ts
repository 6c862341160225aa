import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { Channel } from '../../channels/channel.ts'
import type { Organization } from '../../organizations/organization.ts'
import { Webhook } from '../../webhooks/webhook.ts'
import { searchDeliveries } from '../../deliveries/search-deliveries.ts'
import { DEFAULT_MINUTES, readStatistics } from '../../log/statistics.ts'
import type { Dialect } from '../../dialects/dialect.ts'
import { newId } from '../../ids.ts'
import { lockOrganization } from '../../organizations/lock-organization.ts'
import {
  liveSecrets,
  MAXIMUM_LIVE_SECRETS,
  openSecret,
  rotateSecrets,
  sealSecret,
} from '../../secrets/webhook-secrets.ts'
import { checkPlan, checkWebhook, type WebhookInput } from '../../webhooks/check-webhook.ts'
import { cancelPending, disableWebhook } from '../../webhooks/disable-webhook.ts'
import { lockWebhook } from '../../webhooks/lock-webhook.ts'
import { listById } from '../connection.ts'
import { organizationOf, reachable, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import { userError, UserErrors } from '../../words/user-errors.ts'
import type { HeaderInput, MutationResolvers, QueryResolvers, WebhookResolvers } from '../generated/schema.ts'
import { logConnection } from '../log-connection.ts'
import { checkOverlap } from './api-key.ts'
import { requireRoom } from './checks.ts'

export const Query: QueryResolvers = {
  webhook: (_, { id }, context) => loadWebhook(context, id),
  async webhooks(_, { organizationId, channelId, status, ...page }, context) {
    const organization = await organizationOf(context, organizationId)
    const where = {
      organizationId: organization.id,
      deletedAt: null,
      ...(channelId != null && { channelId }),
      ...(status != null && { status }),
    }
    return listById('Query.webhooks', page, (after, limit) =>
      context.database.em
        .fork()
        .find(
          Webhook,
          { ...where, ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    )
  },
}

export const Mutation: MutationResolvers = {
  async createWebhook(_, { input }, context) {
    const { dialects, keyring } = context
    const organization = await organizationOf(context, input.organizationId)
    const name = input.dialect ?? organization.dialect
    const dialect = dialects.get(name)
    if (!dialect) throw userError('UNKNOWN_DIALECT', `There is no dialect "${name}".`, 'input.dialect')
    const secretKind = input.secretKind ?? 'HMAC'
    if (!dialect.secret.kinds.includes(secretKind)) {
      throw userError(
        'INVALID',
        `${dialect.title} webhooks have no ${secretKind} secrets.`,
        'input.secretKind',
      )
    }
    const url = await check(context, organization, dialect, {
      url: input.url,
      eventTypes: input.eventTypes,
      channelId: input.channelId ?? null,
      description: input.description ?? '',
      headers: input.headers ?? [],
    })
    const id = newId.webhook()
    const secret = dialect.createSecret(secretKind)
    const webhook = await lockOrganization(context.database, organization.id, async (em, locked) => {
      requirePlan(locked, dialect)
      await requireRoom(context, em, organization.id, 'webhooks')
      return em.create(Webhook, {
        id,
        organizationId: organization.id,
        dialect: name,
        url: url!,
        description: input.description ?? '',
        eventTypes: [...new Set(input.eventTypes)].sort(),
        channelId: input.channelId ?? null,
        status: 'ENABLED',
        statusReason: null,
        statusBeforePlan: null,
        targetVersion: 1,
        headers: pairs(input.headers),
        secretKind,
        secrets: [sealSecret(keyring, id, secret)],
        deletedAt: null,
      })
    })
    return { webhook, secret, userErrors: [] }
  },

  async updateWebhook(_, { input }, context) {
    const { organizationId, dialect } = await loadWebhook(context, input.id)
    const organization = await organizationOf(context, organizationId)
    const url = await check(context, organization, context.dialects.get(dialect)!, {
      url: input.url ?? undefined,
      eventTypes: input.eventTypes ?? undefined,
      channelId: input.channelId,
      description: input.description ?? undefined,
      headers: input.headers ?? undefined,
    })
    const headers = input.headers ? pairs(input.headers) : undefined
    const webhook = await changeWebhook(context, input.id, (locked) => {
      checkUnchanged(locked, input.expectedUpdatedAt)
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
    return { webhook, userErrors: [] }
  },

  async deleteWebhook(_, { id }, context) {
    await changeWebhook(context, id, async (locked, em) => {
      locked.deletedAt = new Date()
      await em.flush()
      await cancelPending(em, [id], 'The webhook was deleted.')
    })
    return { deletedWebhookId: id, userErrors: [] }
  },

  async enableWebhook(_, { id }, context) {
    const { organizationId, dialect } = await loadWebhook(context, id)
    const webhook = await lockOrganization(context.database, organizationId, async (em, organization) => {
      requirePlan(organization, context.dialects.get(dialect)!)
      const locked = await lockWebhook(em, id)
      if (!locked) throw new NotFound('webhook', id)
      const targetVersion = locked.targetVersion + 1
      return em.assign(locked, {
        status: 'ENABLED',
        statusReason: null,
        statusBeforePlan: null,
        targetVersion,
      })
    })
    context.loaders.webhook.clear(id)
    context.notify.deliveriesWait()
    return { webhook, userErrors: [] }
  },

  async disableWebhook(_, { id }, context) {
    await loadWebhook(context, id)
    await disableWebhook(context.database, id)
    context.loaders.webhook.clear(id)
    return { webhook: await loadWebhook(context, id), userErrors: [] }
  },

  async pauseWebhook(_, { id }, context) {
    const webhook = await changeWebhook(context, id, (locked) => {
      if (locked.status === 'DISABLED') {
        throw userError('WEBHOOK_DISABLED', 'A disabled webhook holds nothing. Enable it first.', 'id')
      }
      locked.status = 'PAUSED'
      locked.statusReason = 'REQUESTED'
    })
    return { webhook, userErrors: [] }
  },

  async rotateWebhookSecret(_, { id, overlapSeconds }, context) {
    const { dialect: name, secretKind } = await loadWebhook(context, id)
    const dialect = context.dialects.get(name)!
    const overlap = checkOverlap(overlapSeconds)
    if (overlap > 0 && !dialect.secret.overlap) {
      const message = `A ${dialect.title} signature carries one secret only: leave overlapSeconds out, and update the receiver at once.`
      throw userError('OVERLAP_NOT_SUPPORTED', message, 'overlapSeconds')
    }
    const secret = dialect.createSecret(secretKind)
    const next = sealSecret(context.keyring, id, secret)
    // Under a lock: of two rotations at once the second goes on from what the first stored.
    const webhook = await changeWebhook(context, id, (locked) => {
      const now = new Date()
      const oldEnds = overlap > 0 ? new Date(now.getTime() + overlap * 1000) : null
      const rotation = rotateSecrets(locked.secrets, next, now, oldEnds)
      if (rotation.kind === 'full') {
        const message = `${MAXIMUM_LIVE_SECRETS} secrets sign for this webhook already, as many as may. The first of them ends at ${rotation.until.toISOString()}: rotate again then, or leave overlapSeconds out to end all of them now.`
        throw userError('TOO_MANY_SECRETS', message, 'overlapSeconds')
      }
      locked.secrets = rotation.secrets
    })
    return { webhook, secret, userErrors: [] }
  },

  async revealWebhookSecret(_, { id }, context) {
    const webhook = await loadWebhook(context, id)
    const dialect = context.dialects.get(webhook.dialect)!
    if (dialect.secret.shownOnce) {
      const message = `The secret of a ${dialect.title} webhook is shown once, at creation. Make a new one with rotateWebhookSecret.`
      throw userError('SECRET_SHOWN_ONCE', message, 'id')
    }
    return { webhook, secret: openSecret(context.keyring, id, webhook.secrets[0]!), userErrors: [] }
  },
}

export const WebhookFields: WebhookResolvers = {
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
  dialect: ({ dialect }, _, { dialects }) => dialects.get(dialect)!,
  channel: ({ organizationId, channelId }, _, { database }) =>
    channelId === null ? null : database.em.fork().findOne(Channel, { organizationId, id: channelId }),
  headers: ({ headers }) => headers.map(([name, value]) => ({ name, value })),
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
    listById('Webhook.deliveries', page, (after, limit) =>
      searchDeliveries(database, { organizationId, webhookId, status }, after, limit),
    ),
  statistics: ({ id: webhookId }, { minutes }, { database }) =>
    readStatistics(database, { webhookId }, minutes ?? DEFAULT_MINUTES),
}

/** Throws NOT_FOUND for what is not there, deleted, or not the caller's. */
export async function loadWebhook(context: ApiContext, id: string): Promise<Webhook> {
  const webhook = await context.loaders.webhook.load(id)
  return reachable(context, webhook?.deletedAt === null ? webhook : null, 'webhook', id)
}

/**
 * Changes a webhook under a lock, as one transaction: `change` sees it as it is, and what others ask for meanwhile comes
 * after. Throws NOT_FOUND as loadWebhook.
 */
async function changeWebhook(
  context: ApiContext,
  id: string,
  change: (webhook: Webhook, em: SqlEntityManager) => void | Promise<void>,
): Promise<Webhook> {
  await loadWebhook(context, id)
  context.loaders.webhook.clear(id)
  return context.database.em.fork().transactional(async (em) => {
    const webhook = await lockWebhook(em, id)
    if (!webhook) throw new NotFound('webhook', id)
    await change(webhook, em)
    return webhook
  })
}

/** Throws CONFLICT unless the webhook is as the caller read it. */
function checkUnchanged({ updatedAt }: Webhook, expected: Date | null | undefined): void {
  if (expected == null || expected.getTime() === updatedAt.getTime()) return
  throw userError(
    'CONFLICT',
    `The webhook was changed meanwhile, at ${updatedAt.toISOString()}. Read it again, and change what is still to be changed.`,
    'input.expectedUpdatedAt',
  )
}

/** Throws PLAN_REQUIRED. Ask it under lockOrganization: who takes the plan away disables what is there then. */
function requirePlan(organization: Organization, dialect: Dialect): void {
  const problem = checkPlan(organization, dialect)
  if (problem) throw userError(problem.code, problem.message, 'input.dialect')
}

/** Returns the URL to store; throws all problems together. */
async function check(
  context: ApiContext,
  organization: Parameters<typeof checkWebhook>[1],
  dialect: Parameters<typeof checkWebhook>[2],
  input: WebhookInput,
): Promise<string | undefined> {
  const checked = await checkWebhook(context, organization, dialect, input)
  if (checked.kind === 'ok') return checked.url
  throw new UserErrors(
    checked.problems.map(({ code, field, message }) => ({ code, message, field: ['input', field] })),
  )
}

const pairs = (headers: readonly HeaderInput[] | null | undefined) =>
  (headers ?? []).map(({ name, value }): [string, string] => [name, value])
