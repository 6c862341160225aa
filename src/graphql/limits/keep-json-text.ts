import {
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { JsonText } from '../../json/json-text.ts'
import { jsonProblem } from '../../json/json-problem.ts'
import { memberText } from '../../json/request-body.ts'
import { badRequestInput } from '../errors.ts'

/**
 * Puts the JSON that variables hold back into the text it was written in, wherever the schema says JSON. Throws
 * BAD_USER_INPUT for JSON that is not taken (json-problem.ts).
 */
export function keepJsonText(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  function keep(type: GraphQLInputType, container: object, key: string, path: string): void {
    const value = (container as Record<string, unknown>)[key]
    if (value === null || value === undefined || value instanceof JsonText) return
    const nullable = getNullableType(type)
    if (isListType(nullable)) {
      if (!Array.isArray(value)) return keep(nullable.ofType, container, key, path)
      value.forEach((_, index) => keep(nullable.ofType, value, String(index), `${path}.${index}`))
    } else if (isInputObjectType(nullable)) {
      if (typeof value !== 'object') return
      for (const field of Object.values(nullable.getFields()))
        if (Object.hasOwn(value, field.name)) keep(field.type, value, field.name, `${path}.${field.name}`)
    } else if (nullable.name === 'JSON') {
      const text = memberText(container, key) ?? JSON.stringify(value)
      const problem = jsonProblem(text)
      if (problem) throw badRequestInput(`The JSON in "${path}" ${problem}.`)
      Object.defineProperty(container, key, { value: new JsonText(text), enumerable: true })
    }
  }

  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const inputType = typeFromAST(schema, type)
    if (inputType && isInputType(inputType) && Object.hasOwn(variables, variable.name.value))
      keep(inputType, variables, variable.name.value, variable.name.value)
  }
}
