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
import { LRUCache } from 'lru-cache'
import { ownerOf, type ApiContext } from '../context.ts'
import { admit, countRefused } from './admit.ts'
import { DocumentLimits, MAXIMUM_TOKENS } from './document-limits.ts'
import { delayRefusal } from './rate-limits.ts'

/** A `subscribe` message's payload. */
export interface SubscribePayload {
  query: string
  operationName?: string | null | undefined
  variables?: Record<string, unknown> | null | undefined
}

/** Maximum size of the cache of valid documents, in characters. Clients send the same few documents repeatedly. */
const CACHED_CHARACTERS = 1_000_000

export type PrepareSubscription = (
  context: ApiContext,
  payload: SubscribePayload,
) => Promise<ExecutionArgs | GraphQLError[]>

/**
 * Does for WebSockets what Apollo Server does for HTTP before execution: parses, validates, coerces and applies the
 * limits. Returns the arguments for the execution, or errors with the same codes as over HTTP.
 */
export function createPrepareSubscription(schema: GraphQLSchema, production: boolean): PrepareSubscription {
  const rules = [...specifiedRules, DocumentLimits, ...(production ? [NoSchemaIntrospectionCustomRule] : [])]
  const known = new LRUCache<string, DocumentNode>({
    maxSize: CACHED_CHARACTERS,
    sizeCalculation: (_document, query) => query.length + 1,
  })

  /** Parses and validates a document. Returns it, or its errors. */
  function read(query: string): DocumentNode | GraphQLError[] {
    const kept = known.get(query)
    if (kept) return kept
    let document: DocumentNode
    try {
      document = parse(query, { maxTokens: MAXIMUM_TOKENS })
    } catch (error) {
      return coded([error as GraphQLError], 'GRAPHQL_PARSE_FAILED')
    }
    const invalid = validate(schema, document, rules)
    if (invalid.length > 0) return coded(invalid, 'GRAPHQL_VALIDATION_FAILED')
    known.set(query, document)
    return document
  }

  async function prepare(
    context: ApiContext,
    { query, operationName, variables }: SubscribePayload,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    // Checked before parsing, so that a caller over its limit costs little. Every operation here counts as a request.
    await context.rateLimits.check('REQUESTS', ownerOf(context.apiKey))
    const document = read(query)
    if (Array.isArray(document)) {
      await countRefused(context, 'unreadable')
      return document
    }
    const operation = getOperationAST(document, operationName)
    if (operation?.operation !== 'subscription') {
      await countRefused(context, 'not admitted')
      // Only HTTP keeps the original text of event data in queries and mutations.
      const message = operation
        ? `Send a ${operation.operation} over HTTP; WebSockets are for subscriptions.`
        : 'Give the name of the operation to run: operationName.'
      return [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })]
    }
    const { coerced, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      variables ?? {},
    )
    if (errors) {
      await countRefused(context, 'not admitted')
      return coded(errors, 'BAD_USER_INPUT')
    }
    await admit(context, schema, document, operation, coerced)
    return {
      schema,
      document,
      operationName: operationName ?? null,
      variableValues: variables ?? {},
      contextValue: context,
    }
  }

  return async (context, payload) => {
    try {
      return await prepare(context, payload)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      await delayRefusal([error])
      return [error]
    }
  }
}

function coded(errors: readonly GraphQLError[], code: string): GraphQLError[] {
  return errors.map((error) => Object.assign(error, { extensions: { code } }))
}
