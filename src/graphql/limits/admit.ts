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
 * How many requests a root field counts as in the rate limit, if not one. The mutations compile and test a schema, and a catalogue
 * parses all there are, which takes as much processor time as tens of reads.
 */
const POINTS: Record<string, number> = { createEventType: 10, updateEventType: 10, catalogue: 10 }

/** How many requests an unparsable or invalid document counts as, since parsing and validating it takes time. */
const UNREADABLE_POINTS = 5

/**
 * Decides whether an operation may run. Called once before execution, for HTTP and WebSockets, so that a refused operation
 * has no effect. Throws FORBIDDEN if the caller lacks a scope that any field requires, BAD_USER_INPUT for invalid
 * arguments of any field, GRAPHQL_VALIDATION_FAILED if the operation costs too much, and RATE_LIMITED if the organization
 * has used up its rate limit. `variables` are coerced. Returns whether the answer may have megabytes.
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
    await rateLimits.consume(
      'EVENTS',
      apiKey.organizationId ?? organizationNamed(field) ?? apiKey.id,
      eventsOf(field),
    )
  // Introspection has no root field of its own and counts as one.
  if (requests > 0 || publishing.length === 0)
    await rateLimits.consume('REQUESTS', ownerOf(apiKey), Math.max(requests, 1))
  return { mayBeLarge: examined.asksForLargeTexts && !isEcho(examined) }
}

/** Counts an operation that was refused before `admit` counted it. Throws RATE_LIMITED if the rate limit is used up. */
export function countRefused(
  { apiKey, rateLimits }: ApiContext,
  why: 'unreadable' | 'not admitted',
): Promise<void> {
  return rateLimits.consume('REQUESTS', ownerOf(apiKey), why === 'unreadable' ? UNREADABLE_POINTS : 1)
}

/** Counts the size of an answer without large texts, once it is known. Does not refuse this answer, only later requests. */
export async function countAnswer(
  { apiKey, rateLimits }: Pick<ApiContext, 'apiKey' | 'rateLimits'>,
  characters: number,
): Promise<void> {
  if (characters <= LARGE_ANSWER) return
  await rateLimits.charge('REQUESTS', ownerOf(apiKey), Math.floor(characters / CHARACTERS_PER_REQUEST))
}

/** Checks scopes, arguments and cost. Resolvers rely on this and don't check them again. */
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
    // A literal is invalid for its type after its variables were inserted.
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

/**
 * Whether the operation only publishes and selects the published events. Its answer is about as large as its request, so
 * publishing need not wait for the answers of reads.
 */
function isEcho({ cost, rootFields: [field, ...others] }: OperationCost): boolean {
  if (!field) return false // introspection
  return isPublishing(field) && others.length === 0 && cost <= eventsOf(field) * ECHO_COST
}

/** Cost of an event's data and a few small fields. */
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

/** The organization for which an operator key publishes; null if the field names none. */
function organizationNamed({ arguments: given }: RootField): string | null {
  const { organizationId, input } = given as { organizationId?: string; input?: { organizationId?: string } }
  return organizationId ?? input?.organizationId ?? null
}
