import type { GraphQLResolveInfo } from 'graphql'
import { CustomEventType } from '../../events/custom-event-type.ts'
import type { Organization } from '../../organizations/organization.ts'
import { knownEventTypes, unknownEventTypes, type KnownEventType } from '../../events/event-types.ts'
import {
  createEventType,
  updateEventType,
  type EventTypeFields,
  type SaveOutcome,
} from '../../events/save-event-type.ts'
import { asksFor } from '../asks-for.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { NotFound, schemasLimited } from '../errors.ts'
import { userError } from '../../words/user-errors.ts'
import type { EventTypeInput, MutationResolvers, QueryResolvers } from '../generated/schema.ts'

/** `invoice.paid`, `issues.opened`, `check_run.completed`, `Invoice.Paid`: words of Standard Webhooks, joined by dots. */
const NAME = /^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$/
const MAXIMUM_DESCRIPTION = 1_000

export const Query: QueryResolvers = {
  eventTypes: async (_, { organizationId }, context, info) =>
    eventTypesOf(await organizationOf(context, organizationId), context, info),
}

/** The list, with schemas and examples where they are asked for. */
export const eventTypesOf = (
  organization: Organization,
  { database, dialects }: ApiContext,
  info: GraphQLResolveInfo,
) => knownEventTypes(database, dialects, organization, asksFor(info, ['schema', 'example']))

export const Mutation: MutationResolvers = {
  async createEventType(_, { input }, context) {
    const { database, dialects } = context
    const { name } = input
    const organization = await organizationOf(context, input.organizationId)
    if (name.length > 128 || !NAME.test(name)) {
      throw userError(
        'INVALID',
        'The name of an event type is words of A-Z a-z 0-9 and _ joined by dots, such as invoice.paid, 128 characters at most.',
        'input.name',
      )
    }
    const free = await unknownEventTypes(database, dialects, organization, [name])
    if (free.length === 0)
      throw userError('ALREADY_EXISTS', `There is an event type ${name} already.`, 'input.name')
    const fields = await checked(context, organization.id, input)
    return payload(input, await createEventType(database, organization.id, name, fields))
  },

  async updateEventType(_, { input }, context) {
    const { id: organizationId } = await organizationOf(context, input.organizationId)
    const { name } = input
    if (!(await context.database.em.fork().count(CustomEventType, { organizationId, name })))
      throw unknown(name)
    const fields = await checked(context, organizationId, input)
    return payload(input, await updateEventType(context.database, organizationId, name, fields))
  },
}

async function checked(
  { schemaCheck, settings: { MAXIMUM_PAYLOAD_BYTES } }: ApiContext,
  organizationId: string,
  { description, schema, example }: EventTypeInput,
): Promise<EventTypeFields> {
  if ((description?.length ?? 0) > MAXIMUM_DESCRIPTION)
    throw userError('INVALID', 'The description can have 1,000 characters.', 'input.description')
  const bytes = Math.max(Buffer.byteLength(example.text), Buffer.byteLength(schema?.text ?? ''))
  if (bytes > MAXIMUM_PAYLOAD_BYTES)
    throw userError('INVALID', `Schema and example can have ${MAXIMUM_PAYLOAD_BYTES} bytes each.`, 'input')
  if (schema) {
    const verdict = await schemaCheck.checkNew(organizationId, schema, example)
    if (verdict.kind === 'later') throw schemasLimited(verdict.retryAfterSeconds)
    if (verdict.kind === 'unusable')
      throw userError(
        'INVALID_SCHEMA',
        `This is not a JSON Schema (2020-12) that can be used: ${verdict.problem}.`,
        'input.schema',
      )
    if (verdict.kind !== 'fits')
      throw userError(
        'EXAMPLE_FAILS_SCHEMA',
        `The example does not fit the schema: ${verdict.problem}.`,
        'input.example',
      )
  }
  return { description: description ?? '', schema: schema?.text ?? null, example: example.text }
}

function payload(input: EventTypeInput, outcome: SaveOutcome) {
  if (outcome.kind === 'limit') throw userError('LIMIT_REACHED', outcome.message, 'input')
  if (outcome.kind === 'unknown') throw unknown(input.name)
  return { eventType: toKnown(input), userErrors: [] }
}

const unknown = (name: string) => new NotFound('event type of your own named', name)

function toKnown({ name, description, schema, example }: EventTypeInput): KnownEventType {
  return { name, description: description ?? '', schema: schema ?? null, example, builtIn: false }
}
