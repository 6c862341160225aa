import type { Server } from 'node:http'
import { CloseCode, type Context } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import { getOperationAST, GraphQLError, parse, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import { WebSocketServer, type WebSocket } from 'ws'
import type { ApiKey } from '../database/api-key.ts'
import { findApiKey } from '../keys/api-keys.ts'
import { createContext, type Services } from './context.ts'
import { bearerToken } from './http.ts'
import { maskError } from './mask-error.ts'

/** GraphQL over WebSocket (graphql-transport-ws), for subscriptions. */
export interface WebSocketEndpoint {
  /** Closes the connections of revoked keys; null: of every key that is no longer good. */
  keysRevoked(keyIds: Set<string> | null): void
  close(): Promise<void>
}

/** Largest message a client may send, in bytes: an operation, no data. */
const MAXIMUM_MESSAGE = 256 * 1024

/** How often a client that answers nothing is noticed, in milliseconds. */
const KEEP_ALIVE_MS = 12_000

interface Connection {
  token: string
  apiKey: ApiKey
  ended: AbortController
  socket: WebSocket
}

export function createWebSocketEndpoint(
  services: Services,
  schema: GraphQLSchema,
  server: Server,
): WebSocketEndpoint {
  const { database, log } = services
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MAXIMUM_MESSAGE })
  const connections = new Map<object, Connection>()
  type Extra = { socket: WebSocket }

  const mask = (errors: readonly (GraphQLError | GraphQLFormattedError)[]) =>
    errors.map((error) => maskError(error instanceof GraphQLError ? error.toJSON() : error, error, log))

  const disposable = useServer<Record<string, unknown>, Extra>(
    {
      schema,
      async onConnect(context) {
        const { connectionParams, extra } = context
        const token = bearerToken(connectionParams?.['authorization'] ?? connectionParams?.['Authorization'])
        const apiKey = token ? await findApiKey(database, token) : null
        if (!token || !apiKey) return false // closed with 4403 Forbidden
        connections.set(extra.socket, { token, apiKey, ended: new AbortController(), socket: extra.socket })
        return true
      },
      onSubscribe(_context, _id, { query, operationName }) {
        // Mutations and queries go over HTTP, where event data keeps its text and rate limits apply.
        return onlySubscriptions(query, operationName)
      },
      context(context: Context<Record<string, unknown>, Extra>) {
        const { apiKey, ended } = connections.get(context.extra.socket)!
        return createContext(services, apiKey, ended.signal, 'subscription')
      },
      onNext: (_context, _id, _payload, _args, { data, errors }) =>
        errors ? { data: data ?? null, errors: mask(errors) } : undefined,
      onError: (_context, _id, _payload, errors) => mask(errors),
      onDisconnect({ extra }) {
        connections.get(extra.socket)?.ended.abort()
        connections.delete(extra.socket)
      },
    },
    sockets,
    KEEP_ALIVE_MS,
  )

  return {
    keysRevoked(keyIds) {
      for (const { apiKey, token, socket } of connections.values()) {
        if (keyIds && !keyIds.has(apiKey.id)) continue
        findApiKey(database, token).then(
          (live) => live ?? socket.close(CloseCode.Forbidden, 'The API key was revoked'),
          (error: unknown) => log.warn({ err: error }, 'A revoked key could not be checked.'),
        )
      }
    },
    async close() {
      await disposable.dispose()
    },
  }
}

function onlySubscriptions(query: string, operationName: string | null | undefined) {
  let operation
  try {
    operation = getOperationAST(parse(query), operationName)
  } catch {
    return undefined // graphql-ws answers with the syntax error
  }
  if (!operation || operation.operation === 'subscription') return undefined
  const message = `Send a ${operation.operation} over HTTP; WebSockets are for subscriptions.`
  return [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })]
}
