import {
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { JsonText } from '../../json/json-text.ts'
import { jsonProblem } from '../../json/json-problem.ts'
import {
  locationOfVariables,
  locationsOfItems,
  locationsOfMembers,
  type Location,
} from '../../json/request-body.ts'
import { badRequestInput } from '../errors.ts'

/**
 * Replaces each value of type JSON in the variables by its original text. Throws BAD_USER_INPUT for JSON that is not
 * accepted (json-problem.ts). The body is scanned only once, and only the paths that lead to JSON are examined in detail.
 */
export function keepJsonText(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  const wanted = new Map<string, GraphQLInputType>()
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const inputType = typeFromAST(schema, type)
    if (inputType && isInputType(inputType) && holdsJson(inputType))
      wanted.set(variable.name.value, inputType)
  }
  if (wanted.size > 0) keepInMembers(wanted, variables, locationOfVariables(variables), '')
}

/** `location`: where the value is in the body; null if its text is unknown, then the text is what JSON.stringify writes. */
function keep(
  type: GraphQLInputType,
  container: object,
  key: string | number,
  location: Location | null,
  path: string,
): void {
  const value = (container as Record<string | number, unknown>)[key]
  if (value === null || value === undefined || value instanceof JsonText) return
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return keep(nullable.ofType, container, key, location, path)
    const items = location && locationsOfItems(location)
    for (const index of value.keys())
      keep(nullable.ofType, value, index, items ? (items.next().value ?? null) : null, `${path}.${index}`)
  } else if (isInputObjectType(nullable)) {
    if (typeof value === 'object') keepInMembers(jsonFields(nullable), value, location, `${path}.`)
  } else {
    const text = location ? location.text.slice(location.start, location.end) : JSON.stringify(value)
    const problem = jsonProblem(text)
    if (problem) throw badRequestInput(`The JSON in "${path}" ${problem}.`)
    Object.defineProperty(container, key, { value: new JsonText(text), enumerable: true })
  }
}

function keepInMembers(
  wanted: ReadonlyMap<string, GraphQLInputType>,
  container: object,
  location: Location | null,
  path: string,
): void {
  const locations = location && locationsOfMembers(location, (name) => wanted.has(name))
  for (const [name, type] of wanted)
    if (Object.hasOwn(container, name))
      keep(type, container, name, locations?.get(name) ?? null, `${path}${name}`)
}

const known = new WeakMap<GraphQLInputObjectType, ReadonlyMap<string, GraphQLInputType>>()

/** The fields of an input object that are or contain JSON. */
function jsonFields(type: GraphQLInputObjectType): ReadonlyMap<string, GraphQLInputType> {
  let fields = known.get(type)
  if (!fields) {
    known.set(type, new Map(Object.entries(type.getFields()).map(([name, field]) => [name, field.type])))
    fields = new Map([...known.get(type)!].filter(([, fieldType]) => holdsJson(fieldType)))
    known.set(type, fields)
  }
  return fields
}

function holdsJson(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return holdsJson(nullable.ofType)
  return isInputObjectType(nullable) ? jsonFields(nullable).size > 0 : nullable.name === 'JSON'
}
