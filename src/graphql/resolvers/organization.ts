import { ApiKey } from '../../access/api-key.ts'
import { Channel } from '../../channels/channel.ts'
import { Organization } from '../../organizations/organization.ts'
import { Webhook } from '../../webhooks/webhook.ts'
import { readFailingWebhooks } from '../../log/failing-webhooks.ts'
import { DEFAULT_MINUTES, readStatistics } from '../../log/statistics.ts'
import { newId } from '../../ids.ts'
import { applyPlan } from '../../webhooks/apply-plan.ts'
import { lockOrganization } from '../../organizations/lock-organization.ts'
import { listById, listByTime } from '../connection.ts'
import { organizationOf } from '../context.ts'
import { NotFound } from '../errors.ts'
import { userError } from '../../words/user-errors.ts'
import type { ApiContext } from '../context.ts'
import type {
  FailingWebhookResolvers,
  MutationResolvers,
  OrganizationResolvers,
  QueryResolvers,
} from '../generated/schema.ts'
import { checkId, checkName } from './checks.ts'
import { eventTypesOf } from './event-type.ts'

export const Query: QueryResolvers = {
  organization: (_, { id }, context) => organizationOf(context, id),
  organizations: (_, page, { database }) =>
    listByTime('Query.organizations', page, (after, limit) =>
      database.em.fork().find(
        Organization,
        after
          ? {
              createdAt: { $lte: after.createdAt },
              $or: [{ createdAt: { $lt: after.createdAt } }, { id: { $lt: after.id } }],
            }
          : {},
        { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
      ),
    ),
}

export const Mutation: MutationResolvers = {
  async createOrganization(_, { input }, { database, dialects }) {
    const name = checkName(input.name)
    const id = input.id == null ? newId.organization() : checkId(input.id)
    const dialect = checkDialect(dialects, input.dialect ?? 'standard')
    const em = database.em.fork()
    if (await em.count(Organization, { id })) {
      throw userError('ALREADY_EXISTS', `There is an organization ${id} already.`, 'input.id')
    }
    const organization = em.create(Organization, { id, name, plan: input.plan ?? 'FREE', dialect })
    await em.flush()
    return { organization, disabledWebhooks: 0, enabledWebhooks: 0, userErrors: [] }
  },

  async updateOrganization(_, { input }, context) {
    const { id } = await organizationOf(context, input.id)
    const name = input.name == null ? undefined : checkName(input.name)
    const dialect = input.dialect == null ? undefined : checkDialect(context.dialects, input.dialect)
    const changed = await lockOrganization(context.database, id, async (em, organization) => {
      if (name !== undefined) organization.name = name
      if (input.plan != null) organization.plan = input.plan
      if (dialect !== undefined) organization.dialect = dialect
      await em.flush()
      return { organization, effect: await applyPlan(em, context.dialects, organization) }
    })
    context.loaders.organization.clear(id)
    context.loaders.webhook.clearAll()
    const { organization, effect } = changed
    return {
      organization,
      disabledWebhooks: effect.disabled,
      enabledWebhooks: effect.enabled,
      userErrors: [],
    }
  },
}

export const OrganizationFields: OrganizationResolvers = {
  dialect: ({ dialect }, _, { dialects }) => dialects.get(dialect)!,
  channels: ({ id: organizationId }, page, { database }) =>
    listById('Organization.channels', page, (after, limit) =>
      database.em
        .fork()
        .find(
          Channel,
          { organizationId, ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    ),
  async channel({ id: organizationId }, { id }, { database }) {
    const channel = await database.em.fork().findOne(Channel, { organizationId, id })
    if (!channel) throw new NotFound('channel', id)
    return channel
  },
  apiKeys: ({ id: organizationId }, page, { database }) =>
    listById('Organization.apiKeys', page, (after, limit) =>
      database.em
        .fork()
        .find(
          ApiKey,
          { organizationId, ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    ),
  webhooks: ({ id: organizationId }, page, { database }) =>
    listById('Organization.webhooks', page, (after, limit) =>
      database.em
        .fork()
        .find(
          Webhook,
          { organizationId, deletedAt: null, ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    ),
  eventTypes: (organization, _, context, info) => eventTypesOf(organization, context, info),
  statistics: ({ id: organizationId }, { minutes }, { database }) =>
    readStatistics(database, { organizationId }, minutes ?? DEFAULT_MINUTES),
  failingWebhooks: ({ id }, { minutes }, { database }) =>
    readFailingWebhooks(database, id, minutes ?? DEFAULT_MINUTES),
}

export const FailingWebhookFields: FailingWebhookResolvers = {
  webhook: async ({ webhookId }, _, { loaders }) => (await loaders.webhook.load(webhookId))!,
}

function checkDialect(dialects: ApiContext['dialects'], name: string): string {
  if (dialects.get(name)) return name
  const known = dialects.all.map((dialect) => dialect.name).join(', ')
  throw userError('UNKNOWN_DIALECT', `There is no dialect "${name}". Known are ${known}.`, 'input.dialect')
}
