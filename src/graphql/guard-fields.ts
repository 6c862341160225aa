import { getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql'
import { requireScope, type ApiContext } from './context.ts'
import { badInput } from './errors.ts'

type Resolve = GraphQLFieldResolver<unknown, ApiContext>

/** Parts of a thing, which come with it; every other object is another thing. */
const PARTS = new Set(['Dialect', 'Header', 'Latency', 'UserError'])

/**
 * Guards that hold for every field, whoever adds one. What a mutation answers with is not a way to read on: from the
 * thing it made to other things needs the scope READ. And no resolver sees text that Postgres can't hold.
 */
export function guardFields(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type)
      const leadsOn = isObjectType(inner) && !PARTS.has(inner.name) && !roots.includes(type)
      if (leadsOn && field.resolve)
        field.resolve = guarded(field.resolve, (context) => requireScope(context, 'READ'))
      if (field.args.length === 0) continue
      if (field.resolve) field.resolve = guarded(field.resolve, checkArguments)
      if (field.subscribe) field.subscribe = guarded(field.subscribe, checkArguments)
    }
  }
}

function guarded(resolve: Resolve, check: (context: ApiContext, args: unknown) => void): Resolve {
  return (parent, args, context, info) => {
    check(context, args)
    return resolve(parent, args, context, info)
  }
}

const checkArguments = (_context: ApiContext, args: unknown) => checkText(args, '')

/** Throws BAD_USER_INPUT for U+0000 and for halves of surrogate pairs. JSON is text of its own, which has neither. */
function checkText(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\0'))
      throw badInput(
        `"${path}" holds the character U+0000 or half a surrogate pair, which can not be stored.`,
      )
  } else if (Array.isArray(value)) value.forEach((item, index) => checkText(item, `${path}.${index}`))
  else if (isPlain(value))
    for (const [key, item] of Object.entries(value)) checkText(item, path ? `${path}.${key}` : key)
}

/** Arguments and input objects are plain; JsonText and Date are not. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
