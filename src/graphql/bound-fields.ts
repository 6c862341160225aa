import {
  defaultFieldResolver,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { ownerOf, type ApiContext } from './context.ts'
import { isListRead } from './limits/operation-cost.ts'

type Resolve = GraphQLFieldResolver<unknown, ApiContext, unknown>
type Field = GraphQLField<unknown, ApiContext>

/**
 * Wraps the resolvers with the limits that can only be enforced while an operation runs: lists and statistics are read in
 * the organization's read slots, and every value counts against the maximum size of an answer. Covers new fields too.
 */
export function boundFields(schema: GraphQLSchema): void {
  const roots = [schema.getMutationType(), schema.getSubscriptionType()]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || roots.includes(type)) continue
    for (const field of Object.values(type.getFields())) bound(type, field)
  }
}

function bound(type: GraphQLObjectType, field: Field): void {
  if (isListRead(type, field) && field.resolve) field.resolve = inReadSlot(field.resolve)
  if (isLeafType(getNamedType(field.type))) field.resolve = counted(field)
}

function inReadSlot(resolve: Resolve): Resolve {
  return (parent, args, context, info) => {
    const { readSlots, apiKey } = context
    return readSlots.run(ownerOf(apiKey), async () => resolve(parent, args, context, info))
  }
}

function counted({ resolve = defaultFieldResolver, type }: Field): Resolve {
  const mayBeNull = !isNonNullType(type)
  return (parent, args, context, info) => {
    const { answerBudget } = context
    if (!answerBudget) return resolve(parent, args, context, info)
    // The error ANSWER_TOO_LARGE is reported once, not for each of the remaining fields.
    if (answerBudget.isExceeded && mayBeNull) return null
    const count = (value: unknown) => {
      answerBudget.consume(String(info.path.key), value)
      return value
    }
    const value = resolve(parent, args, context, info)
    return value instanceof Promise ? value.then(count) : count(value)
  }
}
