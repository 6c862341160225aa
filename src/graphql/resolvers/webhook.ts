import { LockMode, type SqlEntityManager } from '@mikro-orm/postgresql'
import { Channel } from '../../database/channel.ts'
import { Delivery } from '../../database/delivery.ts'
import { Organization } from '../../database/organization.ts'
import { Webhook } from '../../database/webhook.ts'
import { readStatistics } from '../../deliveries/statistics.ts'
import type { Dialect } from '../../dialects/dialect.ts'
import { newId } from '../../ids.ts'
import { liveSecrets, openSecret, rotateSecrets, sealSecret } from '../../secrets/webhook-secrets.ts'
import { checkPlan, checkWebhook, type WebhookInput } from '../../webhooks/check-webhook.ts'
import { cancelPending, disableWebhook } from '../../webhooks/disable-webhook.ts'
import { listById } from '../connection.ts'
import { organizationOf, reachable, type ApiContext } from '../context.ts'
import { NotFound, userError, UserErrors } from '../errors.ts'
import type { HeaderInput, MutationResolvers, QueryResolvers, WebhookResolvers } from '../generated/schema.ts'
import { logConnection } from '../log-connection.ts'
import { checkOverlap } from './api-key.ts'
import { checkMinutes } from './organization.ts'

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
    return listById(page, (after, limit) =>
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
    const webhook = await underPlan(context, organization.id, dialect, (em) =>
      em.create(Webhook, {
        id,
        organizationId: organization.id,
        dialect: name,
        url: url!,
        description: input.description ?? '',
        eventTypes: [...new Set(input.eventTypes)].sort(),
        channelId: input.channelId ?? null,
        status: 'ENABLED',
        statusReason: null,
        headers: pairs(input.headers),
        secretKind,
        secrets: [sealSecret(keyring, id, secret)],
        deletedAt: null,
      }),
    )
    return { webhook, secret, userErrors: [] }
  },

  async updateWebhook(_, { input }, context) {
    const { webhook, em } = await editWebhook(context, input.id)
    const organization = await organizationOf(context, webhook.organizationId)
    const url = await check(context, organization, context.dialects.get(webhook.dialect)!, {
      url: input.url ?? undefined,
      eventTypes: input.eventTypes ?? undefined,
      channelId: input.channelId,
      description: input.description ?? undefined,
      headers: input.headers ?? undefined,
    })
    if (url !== undefined) webhook.url = url
    if (input.eventTypes) webhook.eventTypes = [...new Set(input.eventTypes)].sort()
    if (input.channelId !== undefined) webhook.channelId = input.channelId
    if (input.description != null) webhook.description = input.description
    if (input.headers) webhook.headers = pairs(input.headers)
    await em.flush()
    return { webhook, userErrors: [] }
  },

  async deleteWebhook(_, { id }, context) {
    await loadWebhook(context, id)
    await context.database.em.fork().transactional(async (em) => {
      await em.nativeUpdate(Webhook, { id }, { deletedAt: new Date() })
      await cancelPending(em, id, 'The webhook was deleted.')
    })
    return { deletedWebhookId: id, userErrors: [] }
  },

  async enableWebhook(_, { id }, context) {
    const { organizationId, dialect } = await loadWebhook(context, id)
    const webhook = await underPlan(context, organizationId, context.dialects.get(dialect)!, async (em) => {
      const enabled = await em.findOne(Webhook, { id, deletedAt: null })
      if (!enabled) throw new NotFound('webhook', id)
      return em.assign(enabled, { status: 'ENABLED', statusReason: null })
    })
    context.notify.deliveriesWait()
    return { webhook, userErrors: [] }
  },

  async disableWebhook(_, { id }, context) {
    await loadWebhook(context, id)
    await disableWebhook(context.database, id, 'REQUESTED')
    return { webhook: await reload(context, id), userErrors: [] }
  },

  async pauseWebhook(_, { id }, context) {
    const { webhook, em } = await editWebhook(context, id)
    if (webhook.status === 'DISABLED') {
      throw userError('WEBHOOK_DISABLED', 'A disabled webhook holds nothing. Enable it first.', 'id')
    }
    webhook.status = 'PAUSED'
    webhook.statusReason = 'REQUESTED'
    await em.flush()
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
    // Locked: of two rotations at once the second goes on from what the first stored.
    const webhook = await context.database.em.fork().transactional(async (em) => {
      const locked = await em.findOne(
        Webhook,
        { id, deletedAt: null },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      )
      if (!locked) throw new NotFound('webhook', id)
      const now = new Date()
      const oldEnds = overlap > 0 ? new Date(now.getTime() + overlap * 1000) : null
      return em.assign(locked, { secrets: rotateSecrets(locked.secrets, next, now, oldEnds) })
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
  deliveryLog: ({ id: webhookId }, { filter, ...page }, { database }) =>
    logConnection(database, { webhookId }, page, filter),
  deliveries: ({ id: webhookId }, { status, ...page }, { database }) =>
    listById(page, (after, limit) =>
      database.em
        .fork()
        .find(
          Delivery,
          { webhookId, ...(status != null && { status }), ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    ),
  statistics: ({ id: webhookId }, { minutes }, { database }) =>
    readStatistics(database, { webhookId }, checkMinutes(minutes)),
}

/** Throws NOT_FOUND for what is not there, deleted, or not the caller's. */
export async function loadWebhook(context: ApiContext, id: string): Promise<Webhook> {
  const webhook = await context.loaders.webhook.load(id)
  return reachable(context, webhook?.deletedAt === null ? webhook : null, 'webhook', id)
}

/** The same, to be changed and flushed. */
async function editWebhook(context: ApiContext, id: string) {
  const em = context.database.em.fork()
  const webhook = await em.findOne(Webhook, { id, deletedAt: null })
  return { em, webhook: reachable(context, webhook, 'webhook', id) }
}

/**
 * Runs `work` and stores what it did, while the organization's plan can't change under it: who takes the plan away
 * disables what is there then. Throws PLAN_REQUIRED.
 */
function underPlan<Result>(
  { database }: ApiContext,
  organizationId: string,
  dialect: Dialect,
  work: (em: SqlEntityManager) => Result | Promise<Result>,
): Promise<Result> {
  return database.em.fork().transactional(async (em) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_READ }
    const organization = await em.findOneOrFail(Organization, { id: organizationId }, lock)
    const problem = checkPlan(organization, dialect)
    if (problem) throw userError(problem.code, problem.message, 'input.dialect')
    return work(em)
  })
}

function reload(context: ApiContext, id: string): Promise<Webhook> {
  context.loaders.webhook.clear(id)
  return loadWebhook(context, id)
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
