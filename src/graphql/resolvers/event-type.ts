import { CustomEventType } from '../../database/custom-event-type.ts'
import { knownEventTypes, type KnownEventType } from '../../events/event-types.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { NotFound, userError } from '../errors.ts'
import type { EventTypeInput, MutationResolvers, QueryResolvers } from '../generated/schema.ts'

/** `invoice.paid`, `issues.opened`, `check_run.completed`. */
const NAME = /^[a-z0-9_]+([.-][a-z0-9_]+)*$/

export const Query: QueryResolvers = {
  eventTypes: async (_, { organizationId }, context) =>
    knownEventTypes(context.database, context.dialects, await organizationOf(context, organizationId)),
}

export const Mutation: MutationResolvers = {
  async createEventType(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    if (input.name.length > 128 || !NAME.test(input.name)) {
      throw userError(
        'INVALID',
        'The name of an event type is dotted lower-case words such as invoice.paid, 128 characters at most.',
        'input.name',
      )
    }
    const known = await knownEventTypes(context.database, context.dialects, organization)
    if (known.some(({ name }) => name === input.name)) {
      throw userError('ALREADY_EXISTS', `There is an event type ${input.name} already.`, 'input.name')
    }
    const em = context.database.em.fork()
    const type = em.create(CustomEventType, {
      organizationId: organization.id,
      name: input.name,
      ...checked(context, input),
    })
    await em.flush()
    return { eventType: toKnown(input, type), userErrors: [] }
  },

  async updateEventType(_, { input }, context) {
    const organization = await organizationOf(context, input.organizationId)
    const em = context.database.em.fork()
    const type = await em.findOne(CustomEventType, { organizationId: organization.id, name: input.name })
    if (!type) throw new NotFound('event type of your own named', input.name)
    em.assign(type, checked(context, input))
    await em.flush()
    return { eventType: toKnown(input, type), userErrors: [] }
  },
}

function checked({ schemaCheck, settings }: ApiContext, { description, schema, example }: EventTypeInput) {
  if ((description?.length ?? 0) > 1_000)
    throw userError('INVALID', 'The description can have 1,000 characters.', 'input.description')
  if (Math.max(example.text.length, schema?.text.length ?? 0) > settings.MAXIMUM_PAYLOAD_BYTES) {
    throw userError(
      'INVALID',
      `Schema and example can have ${settings.MAXIMUM_PAYLOAD_BYTES} bytes each.`,
      'input',
    )
  }
  if (schema) {
    const schemaError = schemaCheck.schemaError(schema)
    if (schemaError)
      throw userError(
        'INVALID_SCHEMA',
        `This is not a JSON Schema (2020-12) that can be used: ${schemaError}.`,
        'input.schema',
      )
    const dataError = schemaCheck.dataError(schema, example)
    if (dataError)
      throw userError(
        'EXAMPLE_FAILS_SCHEMA',
        `The example does not fit the schema: ${dataError}.`,
        'input.example',
      )
  }
  return { description: description ?? '', schema: schema?.text ?? null, example: example.text }
}

function toKnown(
  { schema, example }: EventTypeInput,
  { name, description }: CustomEventType,
): KnownEventType {
  return { name, description, schema: schema ?? null, example, builtIn: false }
}
