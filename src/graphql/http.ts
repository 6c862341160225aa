import type { Server } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { expressMiddleware } from '@as-integrations/express5'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import type { GraphQLSchema } from 'graphql'
import { parseJsonKeepingText } from '../json/json-text.ts'
import { findApiKey } from '../keys/api-keys.ts'
import { createContext, type ApiContext, type Services } from './context.ts'
import { unauthenticated } from './errors.ts'
import { maskError } from './mask-error.ts'

/** Largest request body. A batch of large events may need several calls. */
const MAXIMUM_BODY = '4mb'

/** GraphQL over HTTP, as a handler for `/graphql`, and what ends it. */
export async function createHttpHandler(services: Services, schema: GraphQLSchema, server: Server) {
  const { log, settings } = services
  const apollo = new ApolloServer<ApiContext>({
    schema,
    introspection: !settings.PRODUCTION,
    hideSchemaDetailsFromClientErrors: settings.PRODUCTION,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false, // main closes everything in order
    csrfPrevention: true,
    formatError: (formatted, error) => maskError(formatted, unwrap(error), log),
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer: server }),
      ApolloServerPluginLandingPageDisabled(),
    ],
  })
  await apollo.start()

  const handler = express.Router()
  handler.use(express.text({ type: 'application/json', limit: MAXIMUM_BODY }), parseBody)
  handler.use(
    expressMiddleware(apollo, {
      async context({ req }) {
        const token = bearerToken(req.headers.authorization)
        const apiKey = token ? await findApiKey(services.database, token) : null
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

/** Keeps the text of event data, which JSON.parse would lose. */
const parseBody: RequestHandler = (request, _response, next) => {
  if (typeof request.body === 'string') {
    try {
      request.body = parseJsonKeepingText(request.body)
    } catch {
      return next(Object.assign(new Error('The body is not JSON.'), { status: 400 }))
    }
  }
  next()
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
  response
    .status(status)
    .json({
      errors: [{ message, extensions: { code: status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST' } }],
    })
}
