import {
  getArgumentValues,
  getNamedType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { DEFAULT_PAGE, MAXIMUM_PAGE } from '../connection.ts'

/** Most that one operation may cost: about as many objects in its answer. */
export const MAXIMUM_COST = 10_000

/** A list is a statement of Postgres. */
const LIST_COST = 10
/** Texts of up to some hundred kilobytes. */
const LARGE_TEXT_COST = 20
const LARGE_TEXTS = new Set(['Attempt.responseBody', 'Attempt.responseBodyBase64', 'Event.data'])
/** Reads all attempts of a time. */
const STATISTICS_COST = 100
/** Writes, looks names up, calls Temporal. */
const MUTATION_COST = 10

export interface RootField {
  name: string
  arguments: Record<string, unknown>
}

export interface OperationCost {
  cost: number
  rootFields: RootField[]
}

type Variables = Record<string, unknown>

/**
 * What an operation costs with these variables (coerced): one for each object its answer can have, page sizes multiplied
 * out, more for what is dear. The document is valid.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): OperationCost {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const costOfFragments = new Map<string, number>()
  const rootFields: RootField[] = []
  const root = schema.getRootType(operation.operation)!

  function costOf(selectionSet: SelectionSetNode, type: GraphQLObjectType): number {
    let cost = 0
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) cost += costOf(selection.selectionSet, type)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += costOfFragment(selection.name.value, type)
      else {
        const field = type.getFields()[selection.name.value] // undefined: __typename, __schema
        if (!field) continue
        const given = field.args.length > 0 ? getArgumentValues(field, selection, variables) : {}
        if (type === root) rootFields.push({ name: field.name, arguments: given })
        const inner = getNamedType(field.type)
        cost += ownCost(type, field)
        if (isObjectType(inner) && selection.selectionSet)
          cost += itemsOf(field, given) * costOf(selection.selectionSet, inner)
      }
    }
    return cost
  }

  function costOfFragment(name: string, type: GraphQLObjectType): number {
    // Those of the root are walked each time: their fields are counted one by one.
    const known = type === root ? undefined : costOfFragments.get(name)
    if (known !== undefined) return known
    const cost = costOf(fragments.get(name)!.selectionSet, type)
    costOfFragments.set(name, cost)
    return cost
  }

  return { cost: costOf(operation.selectionSet, root), rootFields }
}

function ownCost(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): number {
  if (LARGE_TEXTS.has(`${type.name}.${field.name}`)) return LARGE_TEXT_COST
  const inner = getNamedType(field.type)
  if (!isObjectType(inner)) return 0
  if (inner.name === 'DeliveryStatistics') return STATISTICS_COST
  if (type.name === 'Mutation') return MUTATION_COST
  return field.args.some(({ name }) => name === 'first') || isListType(field.type) ? LIST_COST : 1
}

/** How many items a field's list can have. */
function itemsOf(field: GraphQLField<unknown, unknown>, { first, events }: Variables): number {
  if (Array.isArray(events)) return events.length
  if (!field.args.some(({ name }) => name === 'first')) return 1
  return Math.min(Math.max(typeof first === 'number' ? first : DEFAULT_PAGE, 1), MAXIMUM_PAGE)
}
