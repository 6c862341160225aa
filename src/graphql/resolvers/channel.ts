import { Channel } from '../../database/channel.ts'
import { Webhook } from '../../database/webhook.ts'
import { newId } from '../../ids.ts'
import { listById } from '../connection.ts'
import { organizationOf } from '../context.ts'
import { NotFound, userError } from '../errors.ts'
import type { ChannelResolvers, MutationResolvers } from '../generated/schema.ts'
import { checkId, checkName } from './checks.ts'

export const Mutation: MutationResolvers = {
  async createChannel(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    const name = checkName(input.name)
    const id = input.id == null ? newId.channel() : checkId(input.id)
    const em = context.database.em.fork()
    if (await em.count(Channel, { organizationId: organization.id, id })) {
      throw userError('ALREADY_EXISTS', `There is a channel ${id} already.`, 'input.id')
    }
    const channel = em.create(Channel, { organizationId: organization.id, id, name })
    await em.flush()
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
    const em = context.database.em.fork()
    const channel = await em.findOne(Channel, { organizationId: organization.id, id })
    if (!channel) throw new NotFound('channel', id)
    if (await em.count(Webhook, { organizationId: organization.id, channelId: id, deletedAt: null })) {
      throw userError(
        'IN_USE',
        'A webhook is limited to this channel. Delete it, or give it another channel, first.',
        'id',
      )
    }
    // Deleted webhooks keep their row for their log, but not their channel.
    await em.nativeUpdate(Webhook, { organizationId: organization.id, channelId: id }, { channelId: null })
    await em.remove(channel).flush()
    return { deletedChannelId: id, userErrors: [] }
  },
}

export const ChannelFields: ChannelResolvers = {
  webhooks: ({ organizationId, id: channelId }, page, { database }) =>
    listById(page, (after, limit) =>
      database.em
        .fork()
        .find(
          Webhook,
          { organizationId, channelId, deletedAt: null, ...(after && { id: { $lt: after } }) },
          { orderBy: { id: 'desc' }, limit },
        ),
    ),
}
