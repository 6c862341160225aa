import type { GraphQLResolveInfo } from 'graphql'
import { knownEventTypes } from '../../events/event-types.ts'
import { createEventType, updateEventType } from '../../events/save-event-type.ts'
import type { Organization } from '../../organizations/organization.ts'
import { asksFor } from '../asks-for.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import type { MutationResolvers, QueryResolvers } from '../generated/schema.ts'

export const Query: QueryResolvers = {
  eventTypes: async (_, { organizationId }, context, info) =>
    eventTypesOf(await organizationOf(context, organizationId), context, info),
}

/** The event types of an organization, with schemas and examples if the operation selects them. */
export const eventTypesOf = (
  organization: Organization,
  { database, dialects }: ApiContext,
  info: GraphQLResolveInfo,
) => knownEventTypes(database, dialects, organization, asksFor(info, ['schema', 'example']))

export const Mutation: MutationResolvers = {
  async createEventType(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    return { eventType: await createEventType(context, organization, input), userErrors: [] }
  },

  async updateEventType(_, { input }, context) {
    const { id } = await organizationOf(context, input.organizationId)
    const eventType = await updateEventType(context, id, input)
    if (!eventType) throw new NotFound('event type of your own named', input.name)
    return { eventType, userErrors: [] }
  },
}
