import { Delivery } from '../../deliveries/delivery.ts'
import { publish as publishGiven } from '../../events/publish.ts'
import type { PublishedEvent } from '../../events/publish-events.ts'
import { searchEvents } from '../../events/search-events.ts'
import { JsonText } from '../../json/json-text.ts'
import { listById } from '../connection.ts'
import { organizationOf, reachable, type ApiContext } from '../context.ts'
import { schemasLimited } from '../errors.ts'
import { userError, UserErrors } from '../../words/user-errors.ts'
import type {
  EventResolvers,
  MutationResolvers,
  PublishEventInput,
  QueryResolvers,
} from '../generated/schema.ts'
import type { Organization } from '../../organizations/organization.ts'

const MAXIMUM_BATCH = 100

export const Query: QueryResolvers = {
  event: async (_, { id }, context) => reachable(context, await context.loaders.event.load(id), 'event', id),
  async events(_, { organizationId, type, ...page }, context) {
    const organization = await organizationOf(context, organizationId)
    return listById('Query.events', page, (after, limit) =>
      searchEvents(context.database, organization.id, type, after, limit),
    )
  },
}

export const Mutation: MutationResolvers = {
  async publishEvent(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    const [event] = await publish(context, organization, [input], () => ['input'])
    return { ...event!, userErrors: [] }
  },

  async publishEvents(_, { organizationId, events }, context) {
    const organization = await organizationOf(context, organizationId)
    if (events.length > MAXIMUM_BATCH) {
      throw userError(
        'TOO_MANY_EVENTS',
        `A batch has at most ${MAXIMUM_BATCH} events; this one has ${events.length}.`,
        'events',
      )
    }
    const strange = events.findIndex((event) => event.organizationId != null)
    if (strange !== -1) {
      throw userError(
        'INVALID',
        'A batch is for one organization, named beside it.',
        `events.${strange}.organizationId`,
      )
    }
    const published = await publish(context, organization, events, (index) => ['events', String(index)])
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
  data: ({ data }) => new JsonText(data),
  deliveries: ({ id: eventId }, page, { database }) =>
    listById('Event.deliveries', page, (after, limit) =>
      database.em
        .fork()
        .find(Delivery, { eventId, ...(after && { id: { $gt: after } }) }, { orderBy: { id: 'asc' }, limit }),
    ),
}

/** Checks and stores events. Throws all that is wrong with them together. */
async function publish(
  context: ApiContext,
  organization: Organization,
  inputs: readonly PublishEventInput[],
  pathOf: (index: number) => string[],
): Promise<PublishedEvent[]> {
  if (inputs.length === 0) return []
  const outcome = await publishGiven(context, organization, inputs)
  if (outcome.kind === 'later') throw schemasLimited(outcome.retryAfterSeconds)
  if (outcome.kind === 'refused')
    throw new UserErrors(
      outcome.problems.map(({ index, code, field, message }) => ({
        code,
        message,
        field: [...pathOf(index), field],
      })),
    )
  context.notify.deliveriesWait()
  return outcome.events
}
