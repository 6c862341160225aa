import type { Server } from 'node:http'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { expressMiddleware } from '@as-integrations/express5'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { getVariableValues, GraphQLError, type GraphQLSchema } from 'graphql'
import { unavailabilityOf } from '../database/unavailability.ts'
import { parseBody } from '../json/request-body.ts'
import { callerOf } from '../sessions/caller.ts'
import { createContext, type ApiContext, type ApiServices } from './context.ts'
import { unauthenticated } from './errors.ts'
import { admit } from './limits/admit.ts'
import { DocumentLimits, MAXIMUM_TOKENS } from './limits/document-limits.ts'
import { keepJsonText } from './limits/keep-json-text.ts'
import { createMaskError } from './mask-error.ts'
import { bearerToken } from './socket-credentials.ts'

/** Largest request body. A batch of large events may need several calls. */
const MAXIMUM_BODY = '4mb'

/** How long requests under way may take when the process ends, in milliseconds; then their connections are cut. */
export const REQUESTS_END_MS = 3_000

/** GraphQL over HTTP, as a handler for `/graphql`, and what ends it. */
export async function createHttpHandler(services: ApiServices, schema: GraphQLSchema, server: Server) {
  const { log, settings } = services
  const maskError = createMaskError(log, settings.PRODUCTION)
  const apollo = new ApolloServer<HttpContext>({
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
      unavailableStatus,
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
        const apiKey = await callerOf(services.database, bearer, req, settings.PUBLIC_URL)
          ?.find()
          .catch((error: unknown) => {
            throw beforeExecution(error)
          })
        if (!apiKey) throw unauthenticated()
        const url = settings.PUBLIC_URL ?? `http://${req.headers.host ?? 'localhost'}`
        return { ...createContext(services, apiKey, AbortSignal.timeout(60_000), 'request'), url }
      },
    }),
  )
  handler.use(bodyError)
  return { handler, close: () => apollo.stop() }
}

const unwrap = (error: unknown) =>
  error instanceof Error && 'originalError' in error && error.originalError ? error.originalError : error

/** Seconds after which to try again, where a database that was out of reach or busy may be back. */
const RETRY_AFTER_SECONDS = '1'

/** For what fails before there is a response of Apollo Server's to set a status on. */
const beforeExecution = (error: unknown) =>
  new GraphQLError('The key could not be checked.', {
    originalError: error as Error,
    ...(unavailabilityOf(error) && {
      extensions: { http: { status: 503, headers: new Map([['retry-after', RETRY_AFTER_SECONDS]]) } },
    }),
  })

/** UNAVAILABLE is 503, wherever in the operation it came up: clients and proxies know what to do with that. */
const unavailableStatus: ApolloServerPlugin<HttpContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body, http } }) {
        if (body.kind !== 'single') return
        if (!body.singleResult.errors?.some(({ extensions }) => extensions?.['code'] === 'UNAVAILABLE'))
          return
        http.status = 503
        http.headers.set('retry-after', RETRY_AFTER_SECONDS)
      },
    }
  },
}

/** What an HTTP request has besides: where the API is, as its caller sees it. */
type HttpContext = ApiContext & { url: string }

function overWebSocket(url: string): GraphQLError {
  const socketUrl = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/graphql`
  return new GraphQLError(
    `Subscriptions go over a WebSocket: connect to ${socketUrl} with the subprotocol graphql-transport-ws (npm graphql-ws has a client) and connectionParams { "authorization": "Bearer dk_…" }.`,
    { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
  )
}

/** Event data gets its text back, and the limits are applied, before anything is executed. */
const admission: ApolloServerPlugin<HttpContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ contextValue, schema, document, operation, request }) {
        if (!operation) return // Apollo Server says so
        if (operation.operation === 'subscription') throw overWebSocket(contextValue.url)
        const { variables = {} } = request
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
