import { GraphQLScalarType, Kind, print, type ValueNode } from 'graphql'
import { GraphQLDateTimeISO } from 'graphql-scalars'
import { badInput } from './errors.ts'
import { JsonText, jsonTextOf } from '../json/json-text.ts'

export const DateTime = GraphQLDateTimeISO

/** Keeps the text a value was written in, from the request's body as from a query's literals. */
export const Json = new GraphQLScalarType<JsonText, unknown>({
  name: 'JSON',
  parseValue: (value) => jsonTextOf(value),
  parseLiteral: (node, variables) => new JsonText(textOfLiteral(node, variables ?? {})),
  serialize: (value) => (value instanceof JsonText ? value.toJSON() : value),
})

function textOfLiteral(node: ValueNode, variables: Record<string, unknown>): string {
  switch (node.kind) {
    case Kind.OBJECT: {
      const fields = node.fields.map(
        ({ name, value }) => `${JSON.stringify(name.value)}:${textOfLiteral(value, variables)}`,
      )
      return `{${fields.join(',')}}`
    }
    case Kind.LIST:
      return `[${node.values.map((value) => textOfLiteral(value, variables)).join(',')}]`
    case Kind.INT:
    case Kind.FLOAT:
      return node.value
    case Kind.STRING:
    case Kind.BOOLEAN:
      return JSON.stringify(node.value)
    case Kind.NULL:
      return 'null'
    case Kind.VARIABLE: {
      const value = variables[node.name.value]
      return value instanceof JsonText ? value.text : JSON.stringify(value ?? null)
    }
    case Kind.ENUM:
      throw badInput(`${print(node)} is not JSON; write it in quotes.`)
  }
}
