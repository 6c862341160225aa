import { ApiKey } from '../../access/api-key.ts'
import { Channel } from '../../channels/channel.ts'
import { createOrganization } from '../../organizations/create-organization.ts'
import { defaultLane } from '../../organizations/default-lane.ts'
import { Organization } from '../../organizations/organization.ts'
import { updateOrganization } from '../../webhooks/update-organization.ts'
import { Webhook } from '../../webhooks/webhook.ts'
import { disableFailingOf } from '../../health/disable-failing.ts'
import { webhooksInNeed } from '../../health/webhooks-in-need.ts'
import { readFailingWebhooks } from '../../log/failing-webhooks.ts'
import { DEFAULT_MINUTES, readStatistics } from '../../log/statistics.ts'
import { completeSince } from '../../log/log-floor.ts'
import { retentionOf } from '../../retention/organization-retention.ts'
import type { LogPosition } from '../../log/log-position.ts'
import type { OperationalEvent } from '../../operational-events/operational-event.ts'
import { listOperationalEvents } from '../../operational-events/read-operational-events.ts'
import { connectionOf, listByTime } from '../connection.ts'
import { organizationOf } from '../context.ts'
import { NotFound } from '../errors.ts'
import type {
  FailingWebhookResolvers,
  MutationResolvers,
  OrganizationResolvers,
  QueryResolvers,
} from '../generated/schema.ts'
import { listNewest } from '../list-newest.ts'
import { logConnection, logCursors } from '../log-connection.ts'
import { eventTypesOf } from './event-type.ts'

export const Query: QueryResolvers = {
  organization: (_, { id }, context) => organizationOf(context, id),
  organizations: (_, page, { database }) =>
    listByTime('Query.organizations', page, (after, limit) =>
      database.em.fork().find(
        Organization,
        {
          deletedAt: null,
          ...(after && {
            createdAt: { $lte: after.createdAt },
            $or: [{ createdAt: { $lt: after.createdAt } }, { id: { $lt: after.id } }],
          }),
        },
        { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
      ),
    ),
}

export const Mutation: MutationResolvers = {
  async createOrganization(_, { input }, context) {
    const { organization, created } = await createOrganization(context, input)
    return { organization, created, disabledWebhooks: 0, enabledWebhooks: 0, userErrors: [] }
  },

  async updateOrganization(_, { input }, context) {
    const { id } = await organizationOf(context, input.id)
    const { organization, effect } = await updateOrganization(context, id, input)
    context.loaders.organization.clear(id)
    context.loaders.webhook.clearAll()
    context.loaders.health.clearAll()
    const { disabled, enabled } = effect
    return {
      organization,
      created: false,
      disabledWebhooks: disabled,
      enabledWebhooks: enabled,
      userErrors: [],
    }
  },
}

export const OrganizationFields: OrganizationResolvers = {
  dialect: ({ dialect }, _, { dialects }) => dialects.get(dialect)!,
  lane: ({ lane }, _, { settings }) => lane ?? defaultLane(settings),
  retention: (organization, _, { settings }) => retentionOf(organization, settings),
  chosenRetention: ({ payloadDays, attemptDays, deliveryDays, eventDays }) => ({
    payloadDays: payloadDays ?? null,
    attemptDays: attemptDays ?? null,
    deliveryDays: deliveryDays ?? null,
    eventDays: eventDays ?? null,
  }),
  logCompleteSince: ({ id: organizationId }, _, { database }) => completeSince(database, { organizationId }),
  searchIndex: ({ searchIndexedSince }) => searchIndexedSince != null,
  channels: ({ id: organizationId }, page, { database }) =>
    listNewest(database, 'Organization.channels', page, Channel, { organizationId }),
  async channel({ id: organizationId }, { id }, { database }) {
    const channel = await database.em.fork().findOne(Channel, { organizationId, id })
    if (!channel) throw new NotFound('channel', id)
    return channel
  },
  apiKeys: ({ id: organizationId }, page, { database }) =>
    listNewest(database, 'Organization.apiKeys', page, ApiKey, { organizationId }),
  webhooks: ({ id: organizationId }, page, { database }) =>
    listNewest(database, 'Organization.webhooks', page, Webhook, { organizationId, deletedAt: null }),
  deliveryLog: ({ id: organizationId }, { filter, ...page }, { database }, info) =>
    logConnection(database, info, { organizationId }, page, filter),
  operationalEvents: ({ id: organizationId }, { types, ...page }, { database, settings }) =>
    connectionOf<OperationalEvent, LogPosition>(page, logCursors, (after, limit) =>
      listOperationalEvents(database, settings, { organizationId, types: types ?? [] }, after, limit),
    ),
  eventTypes: (organization, _, context, info) => eventTypesOf(organization, context, info),
  statistics: ({ id: organizationId }, { minutes }, { database }) =>
    readStatistics(database, { organizationId }, minutes ?? DEFAULT_MINUTES),
  failingWebhooks: ({ id }, { minutes }, { database }) =>
    readFailingWebhooks(database, id, minutes ?? DEFAULT_MINUTES),
  async webhooksInNeed({ id }, _, { database, loaders }) {
    const found = await Promise.all(
      (await webhooksInNeed(database, id)).map((webhookId) => loaders.webhook.load(webhookId)),
    )
    return found.filter((webhook) => webhook !== null)
  },
  disableFailing: (organization, _, { settings }) => disableFailingOf(organization, settings),
  chosenDisableFailing: ({ disableFailingHours, disableFailingDeliveries }) => ({
    afterHours: disableFailingHours ?? null,
    afterDeliveries: disableFailingDeliveries ?? null,
  }),
}

export const FailingWebhookFields: FailingWebhookResolvers = {
  webhook: async ({ webhookId }, _, { loaders }) => (await loaders.webhook.load(webhookId))!,
}
