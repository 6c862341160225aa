import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { DEFAULT_MINUTES } from '../../log/statistics.ts'
import { DEFAULT_PAGE, MAXIMUM_PAGE } from '../connection.ts'

/** Most that one operation may cost: about as many objects in its answer. */
export const MAXIMUM_COST = 10_000

/** A list is a statement of Postgres. */
const LIST_COST = 10
/** Kilobytes of text mostly, some hundred at the most; what they add up to is bounded as they are read (answer-budget.ts). */
const LARGE_TEXT_COST = 10
const LARGE_TEXTS = new Set([
  'Attempt.responseBody',
  'Attempt.responseBodyBase64',
  'Attempt.responseHeaders',
  'Event.data',
  'EventType.description',
  'EventType.schema',
  'EventType.example',
])
/** Figures read all attempts of their time: a point for each ten minutes. */
const MINUTES_PER_POINT = 10
/** Writes, looks names up, calls Temporal. */
const MUTATION_COST = 10

/**
 * How long lists are whose pages nobody sized, where that is not a full page: an event has few deliveries and a delivery
 * few attempts. And the lists that have no pages.
 */
const USUAL_LENGTH: Record<string, number> = {
  'Event.deliveries': 3,
  'Delivery.attempts': 3,
  'Query.eventTypes': 30,
  'Organization.eventTypes': 30,
  'Organization.failingWebhooks': 20,
}

export interface RootField {
  name: string
  arguments: Record<string, unknown>
}

export interface OperationCost {
  cost: number
  rootFields: RootField[]
  /** Whether its answer may be of megabytes, for all that it costs. */
  asksForLargeTexts: boolean
}

type Variables = Record<string, unknown>

/** A field that would be executed, with its arguments; `path` is how its answer is reached, without places in lists. */
export interface VisitedField {
  type: GraphQLObjectType
  field: GraphQLField<unknown, unknown>
  given: Variables
  node: FieldNode
  path: readonly string[]
}

/**
 * What an operation costs with these variables (coerced): one for each object its answer can have, page sizes multiplied
 * out, more for what is dear. The document is valid. `visit` is called for each field that would be executed, in order,
 * those of a fragment once; what it throws ends the walk. Throws GraphQLErrors for arguments that can't be read.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  visit: (visited: VisitedField) => void,
): OperationCost {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const costOfFragments = new Map<string, number>()
  const rootFields: RootField[] = []
  let asksForLargeTexts = false
  const root = schema.getRootType(operation.operation)!

  const isLeftOut = (node: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false

  function costOf(
    selectionSet: SelectionSetNode,
    type: GraphQLObjectType,
    parentPath: readonly string[],
  ): number {
    let cost = 0
    for (const selection of selectionSet.selections) {
      if (isLeftOut(selection)) continue
      if (selection.kind === Kind.INLINE_FRAGMENT) cost += costOf(selection.selectionSet, type, parentPath)
      else if (selection.kind === Kind.FRAGMENT_SPREAD)
        cost += costOfFragment(selection.name.value, type, parentPath)
      else {
        const field = type.getFields()[selection.name.value] // undefined: __typename, __schema
        if (!field) continue
        const path = [...parentPath, (selection.alias ?? selection.name).value]
        const given = field.args.length > 0 ? getArgumentValues(field, selection, variables) : {}
        visit({ type, field, given, node: selection, path })
        if (type === root) rootFields.push({ name: field.name, arguments: given })
        if (isLargeText(type, field)) asksForLargeTexts = true
        const inner = getNamedType(field.type)
        cost += ownCost(type, field, given)
        if (isObjectType(inner) && selection.selectionSet)
          cost += itemsOf(type, field, given) * costOf(selection.selectionSet, inner, path)
      }
    }
    return cost
  }

  function costOfFragment(name: string, type: GraphQLObjectType, path: readonly string[]): number {
    // Those of the root are walked each time: their fields are counted one by one.
    const known = type === root ? undefined : costOfFragments.get(name)
    if (known !== undefined) return known
    const cost = costOf(fragments.get(name)!.selectionSet, type, path)
    costOfFragments.set(name, cost)
    return cost
  }

  const cost = costOf(operation.selectionSet, root, [])
  return { cost, rootFields, asksForLargeTexts }
}

/** Whether reading the field is a statement that can read much: a list, or figures. */
export function isListRead(type: GraphQLObjectType, field: Field): boolean {
  if (!isObjectType(getNamedType(field.type))) return false
  return hasArgument(field, 'minutes') || isPaged(field) || `${type.name}.${field.name}` in USUAL_LENGTH
}

type Field = Pick<GraphQLField<unknown, unknown>, 'name' | 'type' | 'args'>

const isLargeText = (type: GraphQLObjectType, field: Field) => LARGE_TEXTS.has(`${type.name}.${field.name}`)

function ownCost(type: GraphQLObjectType, field: Field, { minutes }: Variables): number {
  if (isLargeText(type, field)) return LARGE_TEXT_COST
  if (!isObjectType(getNamedType(field.type))) return 0
  if (type.name === 'Mutation') return MUTATION_COST
  if (hasArgument(field, 'minutes'))
    return (
      LIST_COST + Math.ceil((typeof minutes === 'number' ? minutes : DEFAULT_MINUTES) / MINUTES_PER_POINT)
    )
  return isListRead(type, field) ? LIST_COST : 1
}

/** How many items a field's list can have. */
function itemsOf(type: GraphQLObjectType, field: Field, { first, events }: Variables): number {
  if (Array.isArray(events)) return events.length
  if (isPaged(field) && typeof first === 'number') return Math.min(Math.max(first, 1), MAXIMUM_PAGE)
  return USUAL_LENGTH[`${type.name}.${field.name}`] ?? (isPaged(field) ? DEFAULT_PAGE : 1)
}

const hasArgument = ({ args }: Field, wanted: string) => args.some(({ name }) => name === wanted)
const isPaged = (field: Field) => hasArgument(field, 'first')
