import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import { hasScope, ownerOf, type ApiContext } from '../context.ts'
import { badRequestInput, forbidden } from '../errors.ts'
import { scopeOf } from '../scopes.ts'
import { CHARACTERS_PER_REQUEST, LARGE_ANSWER } from './answer-pace.ts'
import { argumentProblem } from './check-arguments.ts'
import {
  MAXIMUM_COST,
  operationCost,
  type OperationCost,
  type RootField,
  type VisitedField,
} from './operation-cost.ts'

/**
 * How many requests of its minute a root field counts as, where it is not one. A schema is compiled and tried, which takes
 * this process as long as tens of reads.
 */
const POINTS: Record<string, number> = { createEventType: 10, updateEventType: 10 }

/** How many requests a document counts as that could not be read, or does not fit the schema: finding that out takes time. */
const UNREADABLE_POINTS = 5

/**
 * Whether an operation may be run, asked once before any of it is, on HTTP and on WebSockets, so that what is refused
 * has done nothing. Throws FORBIDDEN for a scope that any of its fields asks for and the caller lacks, BAD_USER_INPUT for
 * arguments of any of its fields, GRAPHQL_VALIDATION_FAILED when it costs too much and RATE_LIMITED when the
 * organization's minute is used up. `variables` are coerced. Gives whether its answer may be of megabytes.
 */
export async function admit(
  context: ApiContext,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Promise<{ mayBeLarge: boolean }> {
  const { apiKey, rateLimits } = context
  let examined: OperationCost
  try {
    examined = examine(context, schema, document, operation, variables)
  } catch (error) {
    await countRefused(context, 'not admitted')
    throw error
  }
  const { rootFields } = examined
  const publishing = rootFields.filter(isPublishing)
  const requests = rootFields.reduce((sum, { name }) => sum + (POINTS[name] ?? 1), 0) - publishing.length
  for (const field of publishing)
    await rateLimits.take(
      'EVENTS',
      apiKey.organizationId ?? organizationNamed(field) ?? apiKey.id,
      eventsOf(field),
    )
  // Introspection has no root field of its own and counts as one.
  if (requests > 0 || publishing.length === 0)
    await rateLimits.take('REQUESTS', ownerOf(apiKey), Math.max(requests, 1))
  return { mayBeLarge: examined.asksForLargeTexts && !isEcho(examined) }
}

/** Counts an operation that was refused before `admit` took its points. Throws RATE_LIMITED when the minute is used up. */
export function countRefused(
  { apiKey, rateLimits }: ApiContext,
  why: 'unreadable' | 'not admitted',
): Promise<void> {
  return rateLimits.take('REQUESTS', ownerOf(apiKey), why === 'unreadable' ? UNREADABLE_POINTS : 1)
}

/** Counts the size of an answer without large texts, once it is known. Nobody is refused for it but who asks next. */
export async function countAnswer(
  { apiKey, rateLimits }: Pick<ApiContext, 'apiKey' | 'rateLimits'>,
  characters: number,
): Promise<void> {
  if (characters <= LARGE_ANSWER) return
  await rateLimits.charge('REQUESTS', ownerOf(apiKey), Math.floor(characters / CHARACTERS_PER_REQUEST))
}

/** The one place where scopes, arguments and cost are checked: no resolver does it again. */
function examine(
  context: ApiContext,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): OperationCost {
  const visit = ({ type, field, given, node, path }: VisitedField) => {
    const scope = scopeOf(field)
    if (scope && !hasScope(context, scope)) throw at(forbidden(scope), node, path)
    const problem = argumentProblem(type, field, given)
    if (problem) throw at(badRequestInput(problem), node, path)
  }
  let examined: OperationCost
  try {
    examined = operationCost(schema, document, operation, variables, visit)
  } catch (error) {
    // A literal that its type can't take, once variables are put into it.
    if (error instanceof GraphQLError && !error.extensions['code'])
      throw at(badRequestInput(error.message), operation, undefined)
    throw error
  }
  if (examined.cost > MAXIMUM_COST) {
    throw new GraphQLError(
      `The operation costs ${examined.cost}; ${MAXIMUM_COST} are allowed. Ask for smaller pages ("first"), or for less of each item.`,
      { nodes: operation, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } },
    )
  }
  return examined
}

/** What is published may be answered: that is as much as was sent, and publishing waits for nothing that reads. */
function isEcho({ cost, rootFields: [field, ...others] }: OperationCost): boolean {
  if (!field) return false // introspection
  return isPublishing(field) && others.length === 0 && cost <= eventsOf(field) * ECHO_COST
}

/** What an event's own data and a few small things about it cost. */
const ECHO_COST = 30

const at = (
  { message, extensions }: GraphQLError,
  nodes: VisitedField['node'] | OperationDefinitionNode,
  path: readonly string[] | undefined,
) => new GraphQLError(message, { nodes, path, extensions })

const isPublishing = ({ name }: RootField) => name === 'publishEvent' || name === 'publishEvents'

function eventsOf({ arguments: { events } }: RootField): number {
  return Array.isArray(events) ? Math.max(events.length, 1) : 1
}

/** Of an operator's key, which publishes for any organization. */
function organizationNamed({ arguments: given }: RootField): string | null {
  const { organizationId, input } = given as { organizationId?: string; input?: { organizationId?: string } }
  return organizationId ?? input?.organizationId ?? null
}
