import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { expressMiddleware } from '@as-integrations/express5'
import express, { type ErrorRequestHandler, type RequestHandler, type Response } from 'express'
import { getVariableValues, GraphQLError, type GraphQLSchema } from 'graphql'
import { unavailabilityOf } from '../database/unavailability.ts'
import { stringifyWithTexts } from '../json/json-text.ts'
import { parseBody } from '../json/request-body.ts'
import { callerOf, type CallingKey } from '../access/caller.ts'
import { createContext, ownerOf, type ApiContext, type ApiServices } from './context.ts'
import { unauthenticated } from './errors.ts'
import { createBodyMemory } from './limits/body-memory.ts'
import { admit, countAnswer, countRefused } from './limits/admit.ts'
import { DocumentLimits, MAXIMUM_TOKENS } from './limits/document-limits.ts'
import { keepJsonText } from './limits/keep-json-text.ts'
import { delayRefusal, REFUSAL_MS } from './limits/rate-limits.ts'
import { createMaskError, type MaskError } from './mask-error.ts'
import { logRequests, noteErrors, noteOperation } from './request-line.ts'
import { bearerToken } from '../access/socket-credentials.ts'

/** Largest request body, in bytes. A batch of large events may need several calls. */
const MAXIMUM_BODY = 4 * 1024 * 1024

/** When the process ends, requests under way may take this long, in milliseconds; then their connections are closed. */
export const REQUESTS_END_MS = 3_000

/** GraphQL over HTTP: a handler for `/graphql`, and `close` to stop it. */
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
    // Apollo Server caches parsed and valid documents itself, up to 30 MiB.
    parseOptions: { maxTokens: MAXIMUM_TOKENS },
    validationRules: [DocumentLimits],
    persistedQueries: false,
    formatError: (formatted, error) => maskError(formatted, unwrap(error)),
    stringifyResult: stringifyWithTexts,
    plugins: [
      noteOperation,
      admission,
      unavailableStatus,
      ApolloServerPluginDrainHttpServer({ httpServer: server, stopGracePeriodMillis: REQUESTS_END_MS }),
      ApolloServerPluginLandingPageDisabled(),
    ],
  })
  await apollo.start()

  const authenticate: RequestHandler = async (request, response, next) => {
    const bearer = bearerToken(request.headers.authorization)
    const apiKey = await callerOf(services.hot, bearer, request, settings.PUBLIC_URL)
      ?.authenticate()
      .catch((error: unknown) => {
        throw beforeExecution(error)
      })
    if (!apiKey) throw unauthenticated()
    response.locals['apiKey'] = apiKey
    next()
  }
  const apiKeyOf = ({ locals }: Response) => locals['apiKey'] as CallingKey
  const { rateLimits, turns } = services
  const bodyMemory = createBodyMemory()
  const waitForMemory: RequestHandler = async ({ headers }, response, next) => {
    // The length of a chunked or compressed body is not known in advance: assume the maximum.
    const isUnknown = headers['transfer-encoding'] !== undefined || headers['content-encoding'] !== undefined
    const length = Number(headers['content-length'] ?? 0)
    const bytes = isUnknown ? MAXIMUM_BODY : Math.min(length, MAXIMUM_BODY)
    const release = await bodyMemory.acquire(ownerOf(apiKeyOf(response)), bytes)
    if (response.closed) return release() // the client has disconnected
    response.once('close', release)
    next()
  }
  /** Event data must reach receivers unchanged, so a body that is not valid UTF-8 is rejected, not repaired. */
  const readBody: RequestHandler = async (request, response, next) => {
    const owner = ownerOf(apiKeyOf(response))
    const body = request.body as unknown
    if (Buffer.isBuffer(body)) await rateLimits.consumeBody(owner, body.length)
    await turns.take(owner)
    if (Buffer.isBuffer(body)) {
      request.body = parsedBody(request.headers['content-type'], body)
      if (request.body === undefined) {
        await rateLimits.consume('REQUESTS', owner, 1)
        throw badRequest('The body is not JSON in UTF-8.', 400)
      }
    }
    next()
  }

  const handler = express.Router()
  // The body of a request is read only after the caller is authenticated.
  handler.use(logRequests(log), authenticate, waitForMemory)
  handler.use(express.raw({ type: 'application/json', limit: MAXIMUM_BODY }), readBody)
  handler.use(
    expressMiddleware(apollo, {
      async context({ req, res }) {
        const url = settings.PUBLIC_URL ?? `http://${req.headers.host ?? 'localhost'}`
        const context = createContext(services, apiKeyOf(res), AbortSignal.timeout(60_000), 'request')
        const traceparent = req.headers['traceparent']?.toString()
        return { ...context, url, response: res, traceparent }
      },
    }),
  )
  handler.use(createRefusal(maskError))
  return { handler, close: () => apollo.stop() }
}

const unwrap = (error: unknown) =>
  error instanceof Error && 'originalError' in error && error.originalError ? error.originalError : error

/** The Retry-After header when the database is unreachable or busy, in seconds. */
const RETRY_AFTER_SECONDS = '1'

/** For errors that occur before Apollo Server has a response whose status could be set. */
const beforeExecution = (error: unknown) =>
  new GraphQLError('The key could not be checked.', {
    originalError: error as Error,
    ...(unavailabilityOf(error) && {
      extensions: { http: { status: 503, headers: new Map([['retry-after', RETRY_AFTER_SECONDS]]) } },
    }),
  })

/** Answers UNAVAILABLE with status 503, wherever in the operation it occurred, as clients and proxies understand that. */
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

/** The context of an HTTP request. `url`: the API's address as the caller sees it. */
type HttpContext = ApiContext & { url: string; response: Response }

function overWebSocket(url: string): GraphQLError {
  const socketUrl = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/graphql`
  return new GraphQLError(
    `Subscriptions go over a WebSocket: connect to ${socketUrl} with the subprotocol graphql-transport-ws (npm graphql-ws has a client) and connectionParams { "authorization": "Bearer dk_…" }.`,
    { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
  )
}

/**
 * Before anything is executed, restores the original text of event data and applies the limits. Refused operations count
 * against the limits too, and so does the size of each answer.
 */
const admission: ApolloServerPlugin<HttpContext> = {
  async requestDidStart() {
    let answered: (characters: number) => void = () => {}
    return {
      async didResolveOperation({ contextValue, schema, document, operation, request }) {
        if (!operation) return // Apollo Server reports the error
        if (operation.operation === 'subscription') throw overWebSocket(contextValue.url)
        const { variables = {} } = request
        try {
          keepJsonText(schema, operation, variables)
        } catch (error) {
          await countRefused(contextValue, 'not admitted')
          throw error
        }
        const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
        // The variables are invalid: Apollo Server reports the errors and executes nothing.
        if (!coerced) return countRefused(contextValue, 'not admitted')
        const { mayBeLarge } = await admit(contextValue, schema, document, operation, coerced)
        answered = mayBeLarge
          ? await contextValue.answerPace.acquire(ownerOf(contextValue.apiKey))
          : (characters) => void countAnswer(contextValue, characters)
      },
      async didEncounterErrors({ contextValue, operation }) {
        // What is wrong with it is said all the same, only later.
        if (!operation) await countRefused(contextValue, 'unreadable').catch(() => delay(REFUSAL_MS))
      },
      async willSendResponse({ response: { body }, contextValue: { response, answerBudget, settings } }) {
        // The operation was executed, so it counts even if the client has disconnected.
        onceDelivered(response, settings.SLOW_SUBSCRIBER_SECONDS * 4_000, () => {
          const sent = Number(response.getHeader('content-length') ?? 0)
          answered(Math.max(sent, answerBudget!.used)) // an answer that was too large is not sent
        })
        if (body.kind === 'single') await delayRefusal(body.singleResult.errors ?? [])
      },
    }
  },
}

/** Calls `then` when the client has received the answer, has disconnected, or has timed out: until then it is in memory. */
function onceDelivered(response: Response, timeoutMs: number, then: () => void): void {
  if (response.closed) return then()
  const timer = setTimeout(() => response.destroy(), timeoutMs).unref()
  response.once('close', () => {
    clearTimeout(timer)
    then()
  })
}

/** Undefined if the body is not JSON in UTF-8. */
function parsedBody(contentType: string | undefined, body: Buffer): unknown {
  if (!/^[^;]*(;\s*charset="?utf-?8"?\s*)?$/i.test(contentType!)) return undefined
  try {
    return parseBody(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

/** Answers in GraphQL's format for a request that does not reach Apollo Server: it has no key or an unreadable body. */
function createRefusal(maskError: MaskError): ErrorRequestHandler {
  return async (error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error)
    const refused = error instanceof GraphQLError ? error : bodyError(error)
    const { http } = refused.extensions as { http?: { status: number; headers?: Map<string, string> } }
    await delayRefusal([refused])
    response.status(http?.status ?? 500).set(Object.fromEntries(http?.headers ?? []))
    const answer = maskError(refused.toJSON(), unwrap(refused))
    noteErrors(response, [answer])
    response.json({ errors: [answer] })
  }
}

/** Turns an error of the body parser into BAD_REQUEST; any other error is a server error. */
function bodyError(error: Error & { status?: number }): GraphQLError {
  const { status, message } = error
  if (!status || status >= 500) return new GraphQLError(message, { originalError: error })
  const tooLarge = `The request's body is larger than ${MAXIMUM_BODY / 1024 / 1024}mb. Send fewer events at once.`
  return badRequest(status === 413 ? tooLarge : message, status)
}

const badRequest = (message: string, status: number) =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } })
