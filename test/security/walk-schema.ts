import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { TestClient } from '../support/client.ts'

export type Input = GraphQLArgument | GraphQLInputField
export type Operation = 'query' | 'mutation' | 'subscription'

/** A field that takes arguments, and how to reach it. */
export interface Target {
  operation: Operation
  /** `Query.webhook`, `Organization.channel`. */
  coordinate: string
  field: GraphQLField<unknown, unknown>
  /** Wraps the field's own text into an operation's selection. */
  wrap(selection: string): string
}

/** One place for a value: an argument, or a field of an input object inside one. */
export interface Slot {
  target: Target
  /** `Query.webhook.id`, `CreateWebhookInput.channelId`. */
  coordinate: string
  /** From the arguments down: `input`, `webhookId`. */
  path: string[]
  input: Input
}

/** The schema as the server itself describes it. */
export async function introspect(client: TestClient): Promise<GraphQLSchema> {
  return buildClientSchema(await client.request(getIntrospectionQuery()))
}

/**
 * Every root field, and every field with arguments of an object. `reach` says how to get to an object of a type:
 * a selection with `…` in the place of the field. Throws for a type it does not know, so that no field is missed.
 */
export function targetsOf(schema: GraphQLSchema, reach: Record<string, string>): Target[] {
  const roots: [Operation, GraphQLObjectType][] = [
    ['query', schema.getQueryType()!],
    ['mutation', schema.getMutationType()!],
    ['subscription', schema.getSubscriptionType()!],
  ]
  const rootTargets = roots.flatMap(([operation, type]) =>
    Object.values(type.getFields()).map((field): Target => ({
      operation,
      coordinate: `${type.name}.${field.name}`,
      field,
      wrap: (selection) => selection,
    })),
  )
  const rootNames = new Set(roots.map(([, { name }]) => name))
  const nested = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !rootNames.has(type.name))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields())
        .filter(({ args }) => args.length > 0)
        .map((field): Target => {
          const way = reach[type.name]
          if (!way)
            throw new Error(`How to reach ${type.name}, for ${type.name}.${field.name}? Say it in REACH.`)
          return {
            operation: 'query',
            coordinate: `${type.name}.${field.name}`,
            field,
            wrap: (selection) => way.replace('…', selection),
          }
        }),
    )
  return [...rootTargets, ...nested]
}

/** Every place for a value in a field's arguments. */
export function slotsOf(target: Target): Slot[] {
  const inside = (inputs: readonly Input[], owner: string, path: string[]): Slot[] =>
    inputs.flatMap((input) => {
      const named = getNamedType(input.type)
      const here = [...path, input.name]
      return isInputObjectType(named)
        ? inside(Object.values(named.getFields()), named.name, here)
        : [{ target, coordinate: `${owner}.${input.name}`, path: here, input }]
    })
  return inside(target.field.args, target.coordinate, [])
}

/** Arguments that a field needs, from `fill` for each place; optional ones are left out unless they lie on `path`. */
export function argumentsOf(
  target: Target,
  path: readonly string[],
  value: unknown,
  fill: (coordinate: string, input: Input) => unknown,
): Record<string, unknown> {
  const build = (inputs: readonly Input[], owner: string, rest: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      inputs.flatMap((input) => {
        const onPath = rest[0] === input.name
        if (!onPath && !isNonNullType(input.type)) return []
        const named = getNamedType(input.type)
        const inner = isInputObjectType(named)
          ? build(Object.values(named.getFields()), named.name, onPath ? rest.slice(1) : [])
          : onPath
            ? value
            : fill(`${owner}.${input.name}`, input)
        return [[input.name, isList(input.type) && !Array.isArray(inner) ? [inner] : inner]]
      }),
    )
  return build(target.field.args, target.coordinate, path)
}

const isList = (type: GraphQLInputType) => isListType(isNonNullType(type) ? type.ofType : type)

/** The operation's text; arguments become variables of the same names. */
export function operationText(
  { operation, field, wrap }: Target,
  given: Record<string, unknown>,
  depth = 2,
): string {
  const args = field.args.filter(({ name }) => name in given)
  const definitions = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ')
  const inner = getNamedType(field.type)
  const selection = isObjectType(inner) ? ` { ${selectionOf(inner, depth)} }` : ''
  return `${operation}${definitions && ` (${definitions})`} { ${wrap(`${field.name}${passed && `(${passed})`}${selection}`)} }`
}

/** All leaves of a type and, to a depth, of the objects it holds that need no arguments. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type)
    if (field.args.some(({ type: argument }) => isNonNullType(argument))) return []
    if (isLeafType(inner) || isEnumType(inner)) return [field.name]
    // Lists inside would multiply; they are targets of their own.
    if (depth === 0 || !isObjectType(inner) || field.args.length > 0) return []
    return [`${field.name} { ${selectionOf(inner, depth - 1)} }`]
  })
  return fields.length > 0 ? fields.join(' ') : '__typename'
}

/** The first message of a subscription: its data or its errors. Throws after 20 seconds. */
export async function firstMessage(
  client: TestClient,
  query: string,
  variables: Record<string, unknown>,
): Promise<any> {
  const socket = client.socket()
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(() => timeout.reject(new Error(`No message: ${query}`)), 20_000)
  try {
    const message = socket.iterate({ query, variables }).next()
    const { value } = await Promise.race([message, timeout.promise])
    return value
  } catch (error) {
    if (Array.isArray(error)) return { errors: error }
    throw error
  } finally {
    clearTimeout(timer)
    await socket.dispose()
  }
}
