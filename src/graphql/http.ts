import type { Server } from 'node:http'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { expressMiddleware } from '@as-integrations/express5'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { getVariableValues, type GraphQLSchema } from 'graphql'
import { parseBody } from '../json/request-body.ts'
import { callerOf } from '../sessions/caller.ts'
import { createContext, type ApiContext, type ApiServices } from './context.ts'
import { unauthenticated } from './errors.ts'
import { admit } from './limits/admit.ts'
import { DocumentLimits, MAXIMUM_TOKENS } from './limits/document-limits.ts'
import { keepJsonText } from './limits/keep-json-text.ts'
import { createMaskError } from './mask-error.ts'

/** Largest request body. A batch of large events may need several calls. */
const MAXIMUM_BODY = '4mb'

/** How long requests under way may take when the process ends, in milliseconds; then their connections are cut. */
export const REQUESTS_END_MS = 3_000

/** GraphQL over HTTP, as a handler for `/graphql`, and what ends it. */
export async function createHttpHandler(services: ApiServices, schema: GraphQLSchema, server: Server) {
  const { log, settings } = services
  const maskError = createMaskError(log, settings.PRODUCTION)
  const apollo = new ApolloServer<ApiContext>({
    schema,
    introspection: !settings.PRODUCTION,
    hideSchemaDetailsFromClientErrors: settings.PRODUCTION,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false, // main closes everything in order
    csrfPrevention: true,
    // Parsed and valid documents are kept by Apollo Server itself, up to 30 MiB of them.
    parseOptions: { maxTokens: MAXIMUM_TOKENS },
    validationRules: [DocumentLimits],
    persistedQueries: false,
    formatError: (formatted, error) => maskError(formatted, unwrap(error)),
    plugins: [
      admission,
      ApolloServerPluginDrainHttpServer({ httpServer: server, stopGracePeriodMillis: REQUESTS_END_MS }),
      ApolloServerPluginLandingPageDisabled(),
    ],
  })
  await apollo.start()

  const handler = express.Router()
  handler.use(express.raw({ type: 'application/json', limit: MAXIMUM_BODY }), readBody)
  handler.use(
    expressMiddleware(apollo, {
      async context({ req }) {
        const bearer = bearerToken(req.headers.authorization)
        const apiKey = await callerOf(services.database, bearer, req, settings.PUBLIC_URL)?.find()
        if (!apiKey) throw unauthenticated()
        return createContext(services, apiKey, AbortSignal.timeout(60_000), 'request')
      },
    }),
  )
  handler.use(bodyError)
  return { handler, close: () => apollo.stop() }
}

/** The token of `Bearer <token>`. */
export function bearerToken(authorization: unknown): string | null {
  return typeof authorization === 'string' ? (/^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? null) : null
}

const unwrap = (error: unknown) =>
  error instanceof Error && 'originalError' in error && error.originalError ? error.originalError : error

/** Event data gets its text back, and the limits are applied, before anything is executed. */
const admission: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ contextValue, schema, document, operation, request: { variables = {} } }) {
        if (!operation) return // Apollo Server says so
        keepJsonText(schema, operation, variables)
        const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
        // Without: executing answers with what is wrong with them, and does nothing else.
        if (coerced) await admit(contextValue, schema, document, operation, coerced)
      },
    }
  },
}

/** Event data must reach receivers as it was sent, so bytes that are not UTF-8 are refused instead of replaced. */
const readBody: RequestHandler = (request, _response, next) => {
  if (!Buffer.isBuffer(request.body)) return next()
  try {
    if (!/^[^;]*(;\s*charset="?utf-?8"?\s*)?$/i.test(request.headers['content-type']!))
      throw new Error('charset')
    request.body = parseBody(new TextDecoder('utf-8', { fatal: true }).decode(request.body))
    next()
  } catch {
    next(Object.assign(new Error('The body is not JSON in UTF-8.'), { status: 400 }))
  }
}

/** Answers what is wrong with the body itself in GraphQL's form. */
const bodyError: ErrorRequestHandler = (
  error: { status?: number; message: string },
  _request,
  response,
  next,
) => {
  if (response.headersSent) return next(error)
  const status = error.status && error.status < 500 ? error.status : 500
  const message =
    status === 413
      ? `The request's body is larger than ${MAXIMUM_BODY}. Send fewer events at once.`
      : status === 500
        ? 'Something went wrong inside the server.'
        : error.message
  response.status(status).json({
    errors: [{ message, extensions: { code: status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST' } }],
  })
}
