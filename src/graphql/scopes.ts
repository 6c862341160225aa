import {
  getNamedType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { MUTATION_RULES } from './mutation-rules.ts'
import type { Scope } from '../words/enums.ts'

/** The scope that a query or subscription requires if it is not READ. For mutations see MUTATION_RULES. */
const SCOPES: Record<string, Scope> = {
  organizations: 'OPERATE',
  checkWebhookUrl: 'MANAGE',
  organizationDeletion: 'OPERATE',
  installation: 'OPERATE',
  listen: 'MANAGE',
}

/** Types of values that belong to an entity; every other object type is an entity of its own. */
const VALUE_TYPES = new Set([
  'ChosenRetention',
  'Dialect',
  'ExponentialDelays',
  'Header',
  'Latency',
  'OwnRetryPolicy',
  'Retention',
  'RetryPolicy',
  'UserError',
])

/**
 * Stores in each field's extensions the scope that it requires. Must run before resolvers are wrapped: a field without a
 * resolver is part of its entity and requires no scope of its own. A field that leads to another entity requires READ, so
 * that the payload of a mutation is no way around READ.
 */
export function assignScopes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const scope = scopeFor(type, field)
      if (scope) field.extensions = { ...field.extensions, scope }
    }
  }
}

function scopeFor({ name }: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Scope | null {
  if (name === 'Mutation') return MUTATION_RULES[field.name as keyof typeof MUTATION_RULES].scope
  if (name === 'Query' || name === 'Subscription') return SCOPES[field.name] ?? 'READ'
  const inner = getNamedType(field.type)
  return field.resolve && isObjectType(inner) && !VALUE_TYPES.has(inner.name) ? 'READ' : null
}

/** The scope that a field requires; null if it requires none of its own. */
export const scopeOf = ({ extensions }: GraphQLField<unknown, unknown>): Scope | null =>
  (extensions['scope'] as Scope | undefined) ?? null
