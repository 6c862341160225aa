import { createChannel } from '../../channels/create-channel.ts'
import { deleteChannel } from '../../channels/delete-channel.ts'
import { unknownChannels } from '../../channels/unknown-channels.ts'
import { updateChannel } from '../../channels/update-channel.ts'
import { Webhook } from '../../webhooks/webhook.ts'
import { organizationOf } from '../context.ts'
import { NotFound } from '../errors.ts'
import { listNewest } from '../list-newest.ts'
import { requireTeam } from '../mutation-rules.ts'
import type {
  ChannelResolvers,
  MutationResolvers,
  PublishEventPayloadResolvers,
  PublishEventsPayloadResolvers,
} from '../generated/schema.ts'

export const Mutation: MutationResolvers = {
  async createChannel(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    // Customers may create channels only in a dialect whose webhooks must belong to one. Else the product manages channels.
    if (!context.dialects.get(organization.dialect)!.channel.required) requireTeam(context, 'CHANNELS')
    return { channel: await createChannel(context, organization.id, input), userErrors: [] }
  },

  async updateChannel(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    const channel = await updateChannel(context.database, organization.id, input)
    if (!channel) throw new NotFound('channel', input.id)
    return { channel, userErrors: [] }
  },

  async deleteChannel(_, { organizationId, id }, context) {
    const organization = await organizationOf(context, organizationId)
    if (!(await deleteChannel(context.database, organization.id, id))) throw new NotFound('channel', id)
    return { deletedChannelId: id, userErrors: [] }
  },
}

export const ChannelFields: ChannelResolvers = {
  webhooks: ({ organizationId, id: channelId }, page, { database }) =>
    listNewest(database, 'Channel.webhooks', page, Webhook, { organizationId, channelId, deletedAt: null }),
}

// Read only if the field is selected, so that publishing does not pay for it.
export const PublishEventFields: PublishEventPayloadResolvers = {
  unknownChannels: ({ event }, _, { database }) => unknownChannels(database, event ? [event] : []),
}

export const PublishEventsFields: PublishEventsPayloadResolvers = {
  unknownChannels: ({ events }, _, { database }) => unknownChannels(database, events ?? []),
}
