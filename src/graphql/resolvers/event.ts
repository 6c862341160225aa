import { Delivery } from '../../deliveries/delivery.ts'
import { publishBatch } from '../../events/publish-batch.ts'
import { publish } from '../../events/publish.ts'
import { searchEvents } from '../../events/search-events.ts'
import { JsonText } from '../../json/json-text.ts'
import { listById, searchById } from '../connection.ts'
import { organizationOf, requireAccess } from '../context.ts'
import type { EventResolvers, MutationResolvers, QueryResolvers } from '../generated/schema.ts'

export const Query: QueryResolvers = {
  event: async (_, { id }, context) =>
    requireAccess(context, await context.loaders.event.load(id), 'event', id),
  async events(_, { organizationId, type, filter, ...page }, context) {
    const organization = await organizationOf(context, organizationId)
    return searchById('Query.events', page, (place) =>
      searchEvents(context.database, organization, { ...filter, type }, place),
    )
  },
}

export const Mutation: MutationResolvers = {
  async publishEvent(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    const [published] = await publish(context, organization, [input], () => 'input')
    context.notify.deliveriesWait()
    return { ...published!, userErrors: [] }
  },

  async publishEvents(_, { organizationId, events }, context) {
    const organization = await organizationOf(context, organizationId)
    const published = await publishBatch(context, organization, events)
    if (published.length > 0) context.notify.deliveriesWait()
    return {
      events: published.map(({ event }) => event),
      duplicates: published.map(({ duplicate }) => duplicate),
      userErrors: [],
    }
  },
}

export const EventFields: EventResolvers = {
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
  data: ({ data }) => (data === null ? null : new JsonText(data)),
  deliveries: ({ id: eventId }, page, { database }) =>
    listById('Event.deliveries', page, (after, limit) =>
      database.em
        .fork()
        .find(Delivery, { eventId, ...(after && { id: { $gt: after } }) }, { orderBy: { id: 'asc' }, limit }),
    ),
}
