import type { IncomingMessage, Server } from 'node:http'
import { CloseCode } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import {
  GraphQLError,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import { WebSocket, WebSocketServer } from 'ws'
import type { ApiKey } from '../access/api-key.ts'
import { callerOf } from '../access/caller.ts'
import { createContext, ownerOf, type ApiServices } from './context.ts'
import { CLOSE, closeWith } from './limits/close-codes.ts'
import { guardSocket } from './limits/guard-socket.ts'
import {
  completedBy,
  createOpenSubscriptions,
  never,
  type ConnectionSubscriptions,
  type OpenSubscription,
} from './limits/open-subscriptions.ts'
import { PacedSocket } from './limits/paced-socket.ts'
import { createSocketPace } from './limits/socket-pace.ts'
import { createPrepareSubscription } from './limits/prepare-subscription.ts'
import { watchCaller, type CallerWatch } from './limits/watch-caller.ts'
import { createMaskError } from './mask-error.ts'
import { socketCredentials } from '../access/socket-credentials.ts'
import { createSubscribe } from './subscribe.ts'
import { serializeAnswer } from './serialized-answer.ts'
import { chooseProtocol, refuseOtherProtocols } from './subprotocol.ts'

/** GraphQL over WebSocket (graphql-transport-ws), for subscriptions. */
export interface WebSocketEndpoint {
  /** Checks the connections of these keys, or of all keys if null, and closes those whose key is no longer valid. */
  keysRevoked(keyIds: Set<string> | null): void
  /** Closes every connection with code 1001, and terminates those whose clients don't answer. */
  close(): Promise<void>
}

/** Largest message that a client may send, in bytes. Messages hold operations, no event data. */
const MAXIMUM_MESSAGE = 256 * 1024

/** How long a client may take to answer the closing handshake when the process ends, in milliseconds. */
const CLOSE_TIMEOUT_MS = 1_500

interface Connection {
  /** The caller's ids, see Caller. */
  keyIds: Set<string>
  apiKey: ApiKey
  subscriptions: ConnectionSubscriptions
  watch: CallerWatch
}

type Extra = { socket: WebSocket; request: IncomingMessage }

export function createWebSocketEndpoint(
  services: ApiServices,
  schema: GraphQLSchema,
  server: Server,
): WebSocketEndpoint {
  const { hot, log, settings, turns } = services
  const sockets = new WebSocketServer({
    WebSocket: PacedSocket,
    server,
    path: '/graphql',
    maxPayload: MAXIMUM_MESSAGE,
    allowSynchronousEvents: false, // one message in each turn of the event loop, however many come at once
  })
  const connections = new Map<WebSocket, Connection>()
  const openSubscriptions = createOpenSubscriptions(settings.SUBSCRIPTIONS_PER_ORGANIZATION)
  /** Open subscriptions by the context of their operation. */
  const byContext = new WeakMap<object, OpenSubscription>()
  const subscribe = createSubscribe()
  const pace = createSocketPace()
  const prepareSubscription = createPrepareSubscription(schema, settings.PRODUCTION)

  const maskError = createMaskError(log, settings.PRODUCTION)
  const mask = (errors: readonly (GraphQLError | GraphQLFormattedError)[]) =>
    errors.map((error) => maskError(error instanceof GraphQLError ? error.toJSON() : error, error))

  const connectionsOf = (apiKey: ApiKey) =>
    [...connections.values()].filter((other) => ownerOf(other.apiKey) === ownerOf(apiKey))

  /** Ends the connection's subscriptions and stops counting the connection against the limit. */
  function forget(socket: WebSocket): void {
    const connection = connections.get(socket)
    connections.delete(socket)
    connection?.subscriptions.end()
    connection?.watch.stop()
  }

  /** Forgets the socket at once, as closing can take long: the client must first read everything sent before. */
  function drop(socket: WebSocket, why: (typeof CLOSE)[keyof typeof CLOSE]): void {
    closeWith(socket, why)
    forget(socket)
  }

  sockets.on('connection', (socket, request) => {
    if (refuseOtherProtocols(socket)) return
    socket.joinWrites(request.socket)
    const unguard = guardSocket(socket, request.socket, settings.SLOW_SUBSCRIBER_SECONDS * 1000, () =>
      drop(socket, CLOSE.slowSubscriber),
    )
    socket.paceMessages(async () => {
      const connection = connections.get(socket)
      if (connection) await pace.message(ownerOf(connection.apiKey))
    })
    socket.on('message', (message: Buffer) => {
      const id = completedBy(String(message))
      if (id !== null) connections.get(socket)?.subscriptions.complete(id)
    })
    const timeOver = setTimeout(() => drop(socket, CLOSE.timeOver), settings.CONNECTION_MINUTES * 60_000)
    socket.once('close', () => {
      unguard()
      clearTimeout(timeOver)
      forget(socket)
    })
  })

  const disposable = useServer<Record<string, unknown>, Extra>(
    {
      schema,
      async subscribe(args) {
        const subscription = byContext.get(args.contextValue as object)!
        try {
          const results = await subscribe(args)
          if (Symbol.asyncIterator in results) return subscription.follow(results)
          subscription.close()
          return subscription.signal.aborted ? never() : results
        } catch (error) {
          subscription.close()
          throw error
        }
      },
      isProd: true, // close reasons reveal no internal errors
      async onConnect({ connectionParams, extra: { socket, request } }) {
        const { bearer, advice } = socketCredentials(connectionParams, request)
        const caller = callerOf(hot, bearer, request, settings.PUBLIC_URL)
        let apiKey: ApiKey | null | undefined
        try {
          apiKey = await caller?.authenticate()
        } catch (error) {
          log.warn({ err: error }, 'The key of a new connection could not be checked.')
          closeWith(socket, CLOSE.unavailable)
          return false
        }
        if (!caller || !apiKey) {
          const reason = caller && bearer === null ? 'The session has ended: sign in again.' : advice
          closeWith(socket, [caller ? CloseCode.Forbidden : CloseCode.Unauthorized, reason])
          return false
        }
        await pace.connection(ownerOf(apiKey))
        if (socket.readyState !== WebSocket.OPEN) return false
        if (connectionsOf(apiKey).length >= settings.CONNECTIONS_PER_ORGANIZATION) {
          closeWith(socket, CLOSE.tooManyConnections)
          return false
        }
        const onEnd = () => socket.close(CloseCode.Forbidden, 'The API key was revoked or has expired')
        const watch = watchCaller(caller, apiKey, onEnd, log)
        connections.set(socket, {
          keyIds: caller.ids,
          apiKey,
          subscriptions: openSubscriptions.connect(ownerOf(apiKey)),
          watch,
        })
        watch.check() // the key may have been revoked since it was read
        return true
      },
      async onSubscribe({ extra }, id, payload) {
        const connection = connections.get(extra.socket)
        if (!connection)
          return [new GraphQLError('The connection has ended.', { extensions: { code: 'UNAUTHENTICATED' } })]
        const { apiKey } = connection
        const subscription = connection.subscriptions.begin(id)
        if (!subscription) return [tooManySubscriptions(settings.SUBSCRIPTIONS_PER_ORGANIZATION)]
        const context = createContext(services, apiKey, subscription.signal, 'subscription')
        byContext.set(context, subscription)
        await turns.take(ownerOf(apiKey))
        try {
          const prepared = await prepareSubscription(context, payload)
          if (!Array.isArray(prepared) && !subscription.signal.aborted) return prepared
          subscription.close()
          return subscription.signal.aborted ? never() : prepared
        } catch (error) {
          subscription.close()
          throw error
        }
      },
      async onNext({ extra }, _id, _payload, _args, result) {
        const { data, errors } = result
        const answer = serializeAnswer(errors ? { data: data ?? null, errors: mask(errors) } : result)
        const connection = connections.get(extra.socket)
        if (connection) await pace.answer(ownerOf(connection.apiKey), answer.text.length)
        return answer as FormattedExecutionResult
      },
      onError: (_context, _id, _payload, errors) => mask(errors),
    },
    sockets,
    0, // guardSocket pings
  )
  sockets.options.handleProtocols = chooseProtocol // replaces the handler that useServer has just set

  return {
    keysRevoked(ids) {
      for (const { keyIds, watch } of connections.values())
        if (!ids || [...ids].some((id) => keyIds.has(id))) watch.check()
    },
    async close() {
      // A client that reads nothing never answers, and its socket would wait half a minute.
      const timer = setTimeout(
        () => sockets.clients.forEach((socket) => socket.terminate()),
        CLOSE_TIMEOUT_MS,
      )
      await disposable.dispose()
      clearTimeout(timer)
    },
  }
}

function tooManySubscriptions(maximum: number): GraphQLError {
  const message = `The organization has its ${maximum} subscriptions open. End others first.`
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } })
}
