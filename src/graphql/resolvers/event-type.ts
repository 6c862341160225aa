import type { GraphQLResolveInfo } from 'graphql'
import { CatalogueTooLarge } from '../../catalogue/catalogue-too-large.ts'
import { readCatalogue } from '../../catalogue/read-catalogue.ts'
import { deleteEventType } from '../../events/delete-event-type.ts'
import { knownEventTypes, sharedEventTypes } from '../../events/event-types.ts'
import { createEventType, updateEventType } from '../../events/save-event-type.ts'
import type { Organization } from '../../organizations/organization.ts'
import { asksFor } from '../asks-for.ts'
import { organizationOf, organizationOrOperator, type ApiContext } from '../context.ts'
import { answerTooLarge, badInput, NotFound } from '../errors.ts'
import type { MutationResolvers, QueryResolvers } from '../generated/schema.ts'

export const Query: QueryResolvers = {
  eventTypes: async (_, { organizationId }, context, info) =>
    eventTypesOf(await organizationOrOperator(context, organizationId), context, info),

  async catalogue(_, { organizationId, format, dialect: wanted }, context) {
    const organization = await organizationOf(context, organizationId)
    const dialect = context.dialects.get(wanted ?? organization.dialect)
    if (!dialect) throw badInput(`There is no dialect "${wanted}".`)
    try {
      return await readCatalogue(context, organization, dialect, format)
    } catch (error) {
      throw error instanceof CatalogueTooLarge ? answerTooLarge(error.message) : error
    }
  },
}

/** The event types of an organization, or for null the shared ones, with schemas and examples if the operation selects them. */
export function eventTypesOf(
  organization: Organization | null,
  { database, dialects }: ApiContext,
  info: GraphQLResolveInfo,
) {
  const texts = asksFor(info, ['schema', 'example'])
  return organization
    ? knownEventTypes(database, dialects, organization, texts)
    : sharedEventTypes(database, texts)
}

export const Mutation: MutationResolvers = {
  async createEventType(_, { input }, context) {
    const organization = await organizationOrOperator(context, input.organizationId)
    return { eventType: await createEventType(context, organization, input), userErrors: [] }
  },

  async updateEventType(_, { input }, context) {
    const organization = await organizationOrOperator(context, input.organizationId)
    const eventType = await updateEventType(context, organization?.id ?? null, input)
    if (!eventType) throw notFound(organization, input.name)
    return { eventType, userErrors: [] }
  },

  async deleteEventType(_, { organizationId, name }, context) {
    const organization = await organizationOrOperator(context, organizationId)
    if (!(await deleteEventType(context, organization, name))) throw notFound(organization, name)
    return { deletedEventTypeName: name, userErrors: [] }
  },
}

const notFound = (organization: Organization | null, name: string) =>
  new NotFound(organization ? 'event type of your own named' : 'shared event type', name)
