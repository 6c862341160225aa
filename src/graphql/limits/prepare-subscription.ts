import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql'
import type { ApiContext } from '../context.ts'
import { admit } from './admit.ts'
import { DocumentLimits, MAXIMUM_TOKENS } from './document-limits.ts'

/** A `subscribe` message's payload. */
export interface SubscribePayload {
  query: string
  operationName?: string | null | undefined
  variables?: Record<string, unknown> | null | undefined
}

/**
 * Does for WebSockets what Apollo Server does for HTTP before it executes: parses, validates, coerces, applies the
 * limits. Gives what to execute, or what is wrong, with the codes HTTP has.
 */
export async function prepareSubscription(
  context: ApiContext,
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
): Promise<ExecutionArgs | GraphQLError[]> {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: MAXIMUM_TOKENS })
  } catch (error) {
    return coded([error as GraphQLError], 'GRAPHQL_PARSE_FAILED')
  }
  const rules = [
    ...specifiedRules,
    DocumentLimits,
    ...(context.settings.PRODUCTION ? [NoSchemaIntrospectionCustomRule] : []),
  ]
  const invalid = validate(schema, document, rules)
  if (invalid.length > 0) return coded(invalid, 'GRAPHQL_VALIDATION_FAILED')

  const operation = getOperationAST(document, operationName)
  if (!operation) return [refusal('Say which operation to run: operationName.', 'BAD_REQUEST')]
  // Queries and mutations go over HTTP, where event data keeps its text.
  if (operation.operation !== 'subscription')
    return [
      refusal(`Send a ${operation.operation} over HTTP; WebSockets are for subscriptions.`, 'BAD_REQUEST'),
    ]

  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {})
  if (errors) return coded(errors, 'BAD_USER_INPUT')
  try {
    await admit(context, schema, document, operation, coerced)
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
  return {
    schema,
    document,
    operationName: operationName ?? null,
    variableValues: variables ?? {},
    contextValue: context,
  }
}

const refusal = (message: string, code: string) => new GraphQLError(message, { extensions: { code } })

function coded(errors: readonly GraphQLError[], code: string): GraphQLError[] {
  return errors.map((error) => Object.assign(error, { extensions: { code } }))
}
