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

/** Maximum cost of one operation; about the number of objects in its answer. */
export const MAXIMUM_COST = 10_000

/** A list takes one SQL statement. */
const LIST_COST = 10
/** Texts of mostly a few kilobytes, at most some hundred. Their total is limited while they are read (answer-budget.ts). */
const LARGE_TEXT_COST = 10
const LARGE_TEXTS = new Set([
  'Attempt.responseBody',
  'Attempt.responseBodyBase64',
  'Attempt.responseHeaders',
  'AttemptRequest.headers',
  'Event.data',
  'EventType.description',
  'EventType.schema',
  'EventType.example',
  'Query.catalogue',
])
/** Figures that take a statement of their own, which can read many rows. */
const COUNTED = new Set([
  'WebhookHealth.held',
  'WebhookHealth.lastSuccessAt',
  'Installation.attemptsUnderWay',
])
/** Lists that Temporal is asked for: they take no connection to Postgres, and up to a hundred calls. */
const FROM_TEMPORAL = new Set(['Installation.workers', 'Installation.schedules'])
const TEMPORAL_COST = 100
/** Statistics read all attempts of their time range: one point per ten minutes. */
const MINUTES_PER_POINT = 10
/** A mutation writes, resolves host names or calls Temporal. */
const MUTATION_COST = 10

/**
 * Usual length of lists that are requested without a page size, if shorter than a full page: an event has few deliveries,
 * a delivery few attempts. Also of the lists without pages.
 */
const USUAL_LENGTH: Record<string, number> = {
  'Event.deliveries': 3,
  'Delivery.attempts': 3,
  'Query.eventTypes': 30,
  'Organization.eventTypes': 30,
  'Organization.failingWebhooks': 20,
  'Organization.webhooksInNeed': 20,
  'Query.planReplay': 1,
  'Installation.workers': 10,
  'Installation.backlog': 20,
  'Installation.sweeps': 20,
  'Installation.replays': 10,
  'Installation.schedules': 3,
  'Sweep.findings': 2,
  'SweepFinding.deliveries': 5,
}

/** Counting what a replay would send reads for up to a second. */
const PLAN_COST = 500
/** As the schemas and examples of as many event types as are usual. */
const CATALOGUE_COST = 600

export interface RootField {
  name: string
  arguments: Record<string, unknown>
}

export interface OperationCost {
  cost: number
  rootFields: RootField[]
  /** Whether the operation selects large texts, so that its answer may have megabytes although its cost is allowed. */
  asksForLargeTexts: boolean
}

type Variables = Record<string, unknown>

/** A field that would be executed, with its arguments. `path`: its path in the answer, without list indexes. */
export interface VisitedField {
  type: GraphQLObjectType
  field: GraphQLField<unknown, unknown>
  given: Variables
  node: FieldNode
  path: readonly string[]
}

/**
 * Computes the cost of a valid operation with these variables (coerced): one point for each object that its answer can
 * have, with page sizes multiplied, and more for expensive fields. Calls `visit` for each field that would be executed, in
 * order, but once for the fields of a fragment; an error thrown by `visit` ends the computation. Throws GraphQLErrors for
 * arguments that can't be coerced.
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

  const isSkipped = (node: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false

  function costOf(
    selectionSet: SelectionSetNode,
    type: GraphQLObjectType,
    parentPath: readonly string[],
  ): number {
    let cost = 0
    for (const selection of selectionSet.selections) {
      if (isSkipped(selection)) continue
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
    // A fragment on the root type is walked each time, as each root field counts in the rate limit.
    const known = type === root ? undefined : costOfFragments.get(name)
    if (known !== undefined) return known
    const cost = costOf(fragments.get(name)!.selectionSet, type, path)
    costOfFragments.set(name, cost)
    return cost
  }

  const cost = costOf(operation.selectionSet, root, [])
  return { cost, rootFields, asksForLargeTexts }
}

/** Whether the field takes a statement that can read many rows: a list, statistics, or a figure. */
export function isListRead(type: GraphQLObjectType, field: Field): boolean {
  if (isCatalogue(type, field) || isCounted(type, field)) return true
  if (isFromTemporal(type, field)) return false
  if (!isObjectType(getNamedType(field.type))) return false
  return hasArgument(field, 'minutes') || isPaged(field) || `${type.name}.${field.name}` in USUAL_LENGTH
}

type Field = Pick<GraphQLField<unknown, unknown>, 'name' | 'type' | 'args'>

const isLargeText = (type: GraphQLObjectType, field: Field) => LARGE_TEXTS.has(`${type.name}.${field.name}`)

const isCounted = (type: GraphQLObjectType, field: Field) => COUNTED.has(`${type.name}.${field.name}`)

const isFromTemporal = (type: GraphQLObjectType, field: Field) =>
  FROM_TEMPORAL.has(`${type.name}.${field.name}`)

const isCatalogue = ({ name }: GraphQLObjectType, field: Field) =>
  name === 'Query' && field.name === 'catalogue'

function ownCost(type: GraphQLObjectType, field: Field, { minutes }: Variables): number {
  if (isCatalogue(type, field)) return CATALOGUE_COST
  if (isLargeText(type, field)) return LARGE_TEXT_COST
  if (isCounted(type, field)) return LIST_COST
  if (isFromTemporal(type, field)) return TEMPORAL_COST
  if (!isObjectType(getNamedType(field.type))) return 0
  if (type.name === 'Mutation') return MUTATION_COST
  if (hasArgument(field, 'minutes'))
    return (
      LIST_COST + Math.ceil((typeof minutes === 'number' ? minutes : DEFAULT_MINUTES) / MINUTES_PER_POINT)
    )
  if (type.name === 'Query' && field.name === 'planReplay') return PLAN_COST
  return isListRead(type, field) ? LIST_COST : 1
}

/** Maximum number of items in a field's list. */
function itemsOf(type: GraphQLObjectType, field: Field, { first, last, events }: Variables): number {
  if (Array.isArray(events)) return events.length
  const size = first ?? last
  if (isPaged(field) && typeof size === 'number') return Math.min(Math.max(size, 1), MAXIMUM_PAGE)
  return USUAL_LENGTH[`${type.name}.${field.name}`] ?? (isPaged(field) ? DEFAULT_PAGE : 1)
}

const hasArgument = ({ args }: Field, wanted: string) => args.some(({ name }) => name === wanted)
const isPaged = (field: Field) => hasArgument(field, 'first')
