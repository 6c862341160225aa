import { Channel } from '../../channels/channel.ts'
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/sql.ts'
import { Webhook } from '../../webhooks/webhook.ts'
import { newId } from '../../ids.ts'
import { lockOrganization } from '../../organizations/lock-organization.ts'
import { listById } from '../connection.ts'
import { organizationOf } from '../context.ts'
import { NotFound } from '../errors.ts'
import { userError } from '../../words/user-errors.ts'
import { requireTeam } from '../mutation-rules.ts'
import type {
  ChannelResolvers,
  MutationResolvers,
  PublishEventPayloadResolvers,
  PublishEventsPayloadResolvers,
} from '../generated/schema.ts'
import { checkId, checkName, requireRoom } from './checks.ts'

export const Mutation: MutationResolvers = {
  async createChannel(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    // Where each webhook belongs to one, customers make their own; elsewhere channels are the product's.
    if (!context.dialects.get(organization.dialect)!.channel.required) requireTeam(context)
    const name = checkName(input.name)
    const id = input.id == null ? newId.channel() : checkId(input.id)
    const channel = await lockOrganization(context.database, organization.id, async (em) => {
      if (await em.count(Channel, { organizationId: organization.id, id })) {
        throw userError('ALREADY_EXISTS', `There is a channel ${id} already.`, 'input.id')
      }
      await requireRoom(context, em, organization.id, 'channels')
      return em.create(Channel, { organizationId: organization.id, id, name })
    })
    return { channel, userErrors: [] }
  },

  async updateChannel(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    const em = context.database.em.fork()
    const channel = await em.findOne(Channel, { organizationId: organization.id, id: input.id })
    if (!channel) throw new NotFound('channel', input.id)
    channel.name = checkName(input.name)
    await em.flush()
    return { channel, userErrors: [] }
  },

  async deleteChannel(_, { organizationId, id }, context) {
    const organization = await organizationOf(context, organizationId)
    await context.database.em.fork().transactional(async (em) => {
      const channel = await em.findOne(Channel, { organizationId: organization.id, id })
      if (!channel) throw new NotFound('channel', id)
      if (await em.count(Webhook, { organizationId: organization.id, channelId: id, deletedAt: null })) {
        throw userError(
          'IN_USE',
          'A webhook is limited to this channel. Delete it, or give it another channel, first.',
          'id',
        )
      }
      // Deleted webhooks keep their row for their log, but not their channel. No others: one that was limited to the
      // channel a moment ago would receive the events of all; its foreign key refuses the deletion.
      await em.nativeUpdate(
        Webhook,
        { organizationId: organization.id, channelId: id, deletedAt: { $ne: null } },
        { channelId: null },
      )
      await em.remove(channel).flush()
    })
    return { deletedChannelId: id, userErrors: [] }
  },
}

export const ChannelFields: ChannelResolvers = {
  webhooks: ({ organizationId, id: channelId }, page, { database }) =>
    listById('Channel.webhooks', page, (after, limit) =>
      database.em
        .fork()
        .find(
          Webhook,
          { organizationId, channelId, deletedAt: null, ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    ),
}

export const PublishEventFields: PublishEventPayloadResolvers = {
  unknownChannels: ({ event }, _, { database }) => unknownChannels(database, event ? [event] : []),
}

export const PublishEventsFields: PublishEventsPayloadResolvers = {
  unknownChannels: ({ events }, _, { database }) => unknownChannels(database, events ?? []),
}

/** Channels of one organization's events that it does not have, each once; asked for when the field is, not by publishing. */
async function unknownChannels(
  database: Database,
  events: readonly { organizationId: string; channels: string[] }[],
): Promise<string[]> {
  const named = [...new Set(events.flatMap(({ channels }) => channels))]
  if (named.length === 0) return []
  const unknown = await sql<{ id: string }>(database)`
    select id from unnest(${named}::text[]) with ordinality as named(id, place)
    where not exists (
      select from channels c where c.organization_id = ${events[0]!.organizationId} and c.id = named.id)
    order by place`
  return unknown.map(({ id }) => id)
}
