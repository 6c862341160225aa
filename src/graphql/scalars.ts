import { Kind, print, type GraphQLScalarTypeConfig, type ValueNode } from 'graphql'
import { GraphQLDateTimeISO } from 'graphql-scalars'
import { jsonProblem } from '../json/json-problem.ts'
import { JsonText } from '../json/json-text.ts'
import { badInput } from './errors.ts'

/** Parses and serializes a scalar; its name and description are in schema.graphql. */
type Scalar<Internal, External> = Pick<
  GraphQLScalarTypeConfig<Internal, External>,
  'serialize' | 'parseValue' | 'parseLiteral'
>

const { serialize } = GraphQLDateTimeISO.toConfig()

/** ISO 8601, limited to the years 1 to 9999, which Postgres and every receiver can read. */
export const DateTime: Scalar<Date, string> = {
  serialize,
  parseValue: (value) => inEra(GraphQLDateTimeISO.parseValue(value)),
  parseLiteral: (node, variables) => inEra(GraphQLDateTimeISO.parseLiteral(node, variables)),
}

function inEra(time: Date): Date {
  const year = time.getUTCFullYear()
  if (year >= 1 && year <= 9999) return time
  throw badInput('The year must be from 0001 to 9999.')
}

/** Keeps the original text of a value. In variables keepJsonText has restored the text; literals are written out here. */
export const Json: Scalar<JsonText, unknown> = {
  parseValue: (value) => (value instanceof JsonText ? value : accepted(JSON.stringify(value))),
  parseLiteral: (node, variables) => accepted(textOfLiteral(node, variables ?? {})),
  serialize: (value) => value, // the serializer of the answer writes the text of a JsonText
}

function accepted(text: string): JsonText {
  const problem = jsonProblem(text)
  if (problem) throw badInput(`The JSON ${problem}.`)
  return new JsonText(text)
}

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
