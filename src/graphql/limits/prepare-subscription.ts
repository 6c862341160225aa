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

/** Valid documents are kept, as many characters of them: clients send few, again and again. */
const KEPT_CHARACTERS = 1_000_000

export type PrepareSubscription = (
  context: ApiContext,
  payload: SubscribePayload,
) => Promise<ExecutionArgs | GraphQLError[]>

/**
 * Does for WebSockets what Apollo Server does for HTTP before it executes: parses, validates, coerces, applies the
 * limits. Gives what to execute, or what is wrong, with the codes HTTP has.
 */
export function createPrepareSubscription(schema: GraphQLSchema, production: boolean): PrepareSubscription {
  const rules = [...specifiedRules, DocumentLimits, ...(production ? [NoSchemaIntrospectionCustomRule] : [])]
  const known = new LRUCache<string, DocumentNode>({
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_document, query) => query.length + 1,
  })

  /** The document; else what is wrong with it. */
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
    // Before anything else: all that goes over WebSockets counts as requests.
    await context.rateLimits.check('REQUESTS', ownerOf(context.apiKey))
    const document = read(query)
    if (Array.isArray(document)) {
      await countRefused(context, 'unreadable')
      return document
    }
    const operation = getOperationAST(document, operationName)
    if (operation?.operation !== 'subscription') {
      await countRefused(context, 'not admitted')
      // Queries and mutations go over HTTP, where event data keeps its text.
      const message = operation
        ? `Send a ${operation.operation} over HTTP; WebSockets are for subscriptions.`
        : 'Say which operation to run: operationName.'
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
