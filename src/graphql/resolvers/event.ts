import { Delivery } from '../../database/delivery.ts'
import { Event } from '../../database/event.ts'
import { channelsOfData, checkEvent } from '../../events/check-event.ts'
import { knownEventTypes, type KnownEventType } from '../../events/event-types.ts'
import { publishEvents, type AcceptedEvent, type PublishedEvent } from '../../events/publish-events.ts'
import { JsonText } from '../../json/json-text.ts'
import { listById } from '../connection.ts'
import { organizationOf, reachable, type ApiContext } from '../context.ts'
import { userError, UserErrors } from '../errors.ts'
import type {
  EventResolvers,
  MutationResolvers,
  PublishEventInput,
  QueryResolvers,
  UserError,
} from '../generated/schema.ts'
import type { Organization } from '../../database/organization.ts'

const MAXIMUM_BATCH = 100
const MAXIMUM_CHANNELS = 20

export const Query: QueryResolvers = {
  event: async (_, { id }, context) => reachable(context, await context.loaders.event.load(id), 'event', id),
  async events(_, { organizationId, type, ...page }, context) {
    const organization = await organizationOf(context, organizationId)
    return listById(page, (after, limit) =>
      context.database.em.fork().find(
        Event,
        {
          organizationId: organization.id,
          ...(type != null && { type }),
          ...(after && { id: { $lt: after } }),
        },
        { orderBy: { id: 'desc' }, limit },
      ),
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
    return { events: published.map(({ event }) => event), userErrors: [] }
  },
}

export const EventFields: EventResolvers = {
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
  data: ({ data }) => new JsonText(data),
  deliveries: ({ id: eventId }, page, { database }) =>
    listById(page, (after, limit) =>
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
  const types = await knownEventTypes(context.database, context.dialects, organization)
  const problems = inputs.flatMap((input, index) => checkInput(context, types, input, pathOf(index)))
  if (problems.length > 0) throw new UserErrors(problems)

  const dialect = context.dialects.get(organization.dialect)!
  const accepted = inputs.map((input): AcceptedEvent => ({
    type: input.type,
    occurredAt: input.occurredAt ?? null,
    data: input.data.text,
    channels: [...new Set(input.channels ?? channelsOfData(dialect, input.data))],
    idempotencyKey: input.idempotencyKey ?? null,
  }))
  const result = await publishEvents(context.database, organization.id, accepted)
  if (result.kind === 'key-reused') {
    const message = `This idempotency key belongs to ${result.eventId}, which has another type, data, time or channels. Use a new key for a new event.`
    throw new UserErrors([
      { code: 'IDEMPOTENCY_KEY_REUSED', message, field: [...pathOf(result.index), 'idempotencyKey'] },
    ])
  }
  context.notify.deliveriesWait()
  return result.events
}

function checkInput(
  { schemaCheck, settings }: ApiContext,
  types: readonly KnownEventType[],
  input: PublishEventInput,
  path: string[],
): UserError[] {
  const problems: UserError[] = []
  const problem = (code: UserError['code'], field: string, message: string) =>
    problems.push({ code, message, field: [...path, field] })
  const refusal = checkEvent(types, input.type, input.data, schemaCheck, settings.MAXIMUM_PAYLOAD_BYTES)
  if (refusal) problem(refusal.code, refusal.field, refusal.message)
  const channels = input.channels ?? []
  if (channels.length > MAXIMUM_CHANNELS || channels.some((channel) => !/^[\w-]{1,64}$/.test(channel))) {
    problem(
      'INVALID',
      'channels',
      `An event has at most ${MAXIMUM_CHANNELS} channels, ids of 1 to 64 characters of A-Z a-z 0-9 _ and -.`,
    )
  }
  const key = input.idempotencyKey
  if (key != null && (key.length < 1 || key.length > 255)) {
    problem('INVALID', 'idempotencyKey', 'An idempotency key has 1 to 255 characters.')
  }
  return problems
}
