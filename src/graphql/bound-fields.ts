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
 * Bounds that can only be kept while an operation runs, for every field of their kind, whoever adds one: lists and
 * figures are read in the organization's slots, and all that is answered counts against what one answer may hold.
 */
export function boundFields(schema: GraphQLSchema): void {
  const roots = [schema.getMutationType(), schema.getSubscriptionType()]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || roots.includes(type)) continue
    for (const field of Object.values(type.getFields())) bound(type, field)
  }
}

function bound(type: GraphQLObjectType, field: Field): void {
  if (isListRead(type, field) && field.resolve) field.resolve = inSlot(field.resolve)
  if (isLeafType(getNamedType(field.type))) field.resolve = counted(field)
}

function inSlot(resolve: Resolve): Resolve {
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
    // It is said once that the answer is too large, not for each of what is left of it.
    if (answerBudget.isSpent && mayBeNull) return null
    const count = (value: unknown) => {
      answerBudget.take(String(info.path.key), value)
      return value
    }
    const value = resolve(parent, args, context, info)
    return value instanceof Promise ? value.then(count) : count(value)
  }
}
