import {
  defaultFieldResolver,
  getNamedType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql'
import { ownerOf, type ApiContext } from './context.ts'
import { LARGE_TEXTS } from './limits/operation-cost.ts'
import { JsonText } from '../json/json-text.ts'

type Resolve = GraphQLFieldResolver<unknown, ApiContext, unknown>

/**
 * Bounds that can only be kept while an operation runs, for every field of their kind, whoever adds one: lists and
 * figures are read in the organization's slots, and large texts count against what one answer may hold.
 */
export function boundFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type === schema.getMutationType() || type === schema.getSubscriptionType())
      continue
    for (const field of Object.values(type.getFields())) {
      const isList = field.args.some(({ name }) => name === 'first' || name === 'minutes')
      if (isList && isObjectType(getNamedType(field.type)) && field.resolve)
        field.resolve = inSlot(field.resolve)
      if (LARGE_TEXTS.has(`${type.name}.${field.name}`))
        field.resolve = counted(field.resolve ?? defaultFieldResolver)
    }
  }
}

function inSlot(resolve: Resolve): Resolve {
  return (parent, args, context, info) => {
    const { readSlots, apiKey } = context
    return readSlots.run(ownerOf(apiKey), async () => resolve(parent, args, context, info))
  }
}

/** The resolvers of large texts have them at hand: none is a promise. */
function counted(resolve: Resolve): Resolve {
  return (parent, args, context, info) => {
    const text = resolve(parent, args, context, info)
    if (text instanceof JsonText) context.answerBudget?.take(text.text.length)
    else if (typeof text === 'string') context.answerBudget?.take(text.length)
    return text
  }
}
