import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import type { ApiContext } from '../context.ts'
import { MAXIMUM_COST, operationCost, type RootField } from './operation-cost.ts'

/**
 * Whether an operation may be run, asked once before any of it is, on HTTP and on WebSockets. Throws
 * GRAPHQL_VALIDATION_FAILED when it costs too much and RATE_LIMITED when the organization's minute is used up.
 * `variables` are coerced.
 */
export async function admit(
  { apiKey, rateLimits }: ApiContext,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Promise<void> {
  const { cost, rootFields } = operationCost(schema, document, operation, variables)
  if (cost > MAXIMUM_COST) {
    throw new GraphQLError(
      `The operation costs ${cost}; ${MAXIMUM_COST} are allowed. Ask for smaller pages, or for less of each item.`,
      { nodes: operation, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } } },
    )
  }
  const publishing = rootFields.filter(isPublishing)
  const requests = rootFields.length - publishing.length
  const owner = apiKey.organizationId ?? apiKey.id
  for (const field of publishing)
    await rateLimits.take(
      'EVENTS',
      apiKey.organizationId ?? organizationNamed(field) ?? apiKey.id,
      eventsOf(field),
    )
  // Introspection has no root field of its own and counts as one.
  if (requests > 0 || publishing.length === 0) await rateLimits.take('REQUESTS', owner, Math.max(requests, 1))
}

const isPublishing = ({ name }: RootField) => name === 'publishEvent' || name === 'publishEvents'

function eventsOf({ arguments: { events } }: RootField): number {
  return Array.isArray(events) ? Math.max(events.length, 1) : 1
}

/** Of an operator's key, which publishes for any organization. */
function organizationNamed({ arguments: given }: RootField): string | null {
  const { organizationId, input } = given as { organizationId?: string; input?: { organizationId?: string } }
  return organizationId ?? input?.organizationId ?? null
}
