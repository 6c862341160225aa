import {
  getNamedType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { MUTATION_RULES } from './mutation-rules.ts'
import type { Scope } from '../words/enums.ts'

/** What a query or subscription asks for, where it is not READ. Of mutations MUTATION_RULES says it. */
const SCOPES: Record<string, Scope> = {
  organizations: 'OPERATE',
  checkWebhookUrl: 'MANAGE',
}

/** Parts of a thing, which come with it; every other object is another thing. */
const PARTS = new Set(['Dialect', 'Header', 'Latency', 'UserError'])

/**
 * Notes on each field the scope it asks for, before others wrap its resolver: what has none of its own is a part of what
 * was resolved. What a mutation answers with is not a way to read on: from the thing it made to other things needs READ.
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
  return field.resolve && isObjectType(inner) && !PARTS.has(inner.name) ? 'READ' : null
}

/** The scope a field asks for; null: none of its own. */
export const scopeOf = ({ extensions }: GraphQLField<unknown, unknown>): Scope | null =>
  (extensions['scope'] as Scope | undefined) ?? null
