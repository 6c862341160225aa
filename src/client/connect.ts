import { createClient, type Client } from 'graphql-ws'
import { DurahookError } from './errors.ts'
import { endpointOf, type Connection } from './request.ts'

/** Time without a message after which a ping is sent, and after which the connection is given up, in milliseconds. */
const QUIET_MS = { ping: 10_000, end: 25_000 }

/**
 * A client for subscriptions, without retries of its own: they would begin at the first cursor again. A connection on which the API
 * answers no more is ended: nothing else tells that one died while the computer slept.
 */
export async function connect(
  { url, apiKey }: Connection,
  webSocketImpl?: unknown,
  quietMs = QUIET_MS,
): Promise<Client> {
  const endpoint = endpointOf(url)
  endpoint.protocol = endpoint.protocol.replace('http', 'ws')
  let quiet: ReturnType<typeof setTimeout> | undefined
  let isConnected = false
  const heard = () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => client.terminate(), quietMs.end)
  }
  const client = createClient({
    url: endpoint.href,
    connectionParams: { authorization: `Bearer ${apiKey}` },
    retryAttempts: 0,
    keepAlive: quietMs.ping,
    on: {
      connecting: heard,
      message: heard,
      connected: () => void (isConnected = true),
      closed: () => clearTimeout(quiet),
    },
    // Node 20 has no WebSocket of its own.
    webSocketImpl: quietly(
      (webSocketImpl ?? globalThis.WebSocket ?? (await import('ws')).WebSocket) as SocketClass,
    ),
  })
  // graphql-ws waits for the connection before it ends it.
  return { ...client, dispose: () => (isConnected ? client.dispose() : client.terminate()) }
}

type SocketClass = new (
  url: string,
  protocol: string,
) => {
  addEventListener(type: 'error', listener: () => void): void
}

/** Those of `ws` end the process with an error that nobody listens to, as graphql-ws does no longer after `terminate`. */
const quietly = (Socket: SocketClass) =>
  class extends Socket {
    constructor(url: string, protocol: string) {
      super(url, protocol)
      this.addEventListener('error', () => {})
    }
  }

/** Close codes of graphql-ws and of durahook that say that the key is wrong. */
const KEY_REFUSED = [4401, 4403]

/** The close code of Client.terminate. */
const TERMINATED = 4499

/** What graphql-ws throws: GraphQL errors, the event with which the socket closed, or an error of the socket. */
export function problemOf(thrown: unknown): DurahookError {
  if (thrown instanceof DurahookError) return thrown
  const [error] = [thrown].flat() as {
    message?: string
    code?: number
    reason?: string
    extensions?: { code?: string; errorId?: string; resumeAfter?: string }
  }[]
  const { message, code, reason, extensions } = error ?? {}
  if (extensions)
    return new DurahookError(extensions.code ?? 'INTERNAL_SERVER_ERROR', message!, {
      errorId: extensions.errorId ?? null,
      resumeAfter: extensions.resumeAfter ?? null,
    })
  if (KEY_REFUSED.includes(code!))
    return new DurahookError('UNAUTHENTICATED', reason || 'The API key was refused.')
  if (code === TERMINATED) return new DurahookError('NETWORK', 'The API answers no more.')
  return new DurahookError('NETWORK', reason || message || 'The API can not be reached.', { cause: thrown })
}
