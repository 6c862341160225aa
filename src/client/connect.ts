import { createClient, type Client } from 'graphql-ws'
import { DurahookError } from './errors.ts'
import { endpointOf, type Connection } from './request.ts'

/** How often the API is asked whether it is there, and how long the answer is waited for, in milliseconds. */
const ALIVE_MS = 15_000

/**
 * A client for subscriptions, without retries of its own: they would begin at the first cursor again. A connection on which the API
 * answers no more is ended: nothing else tells that one died while the computer slept.
 */
export async function connect(
  { url, apiKey }: Connection,
  webSocketImpl?: unknown,
  aliveMs = ALIVE_MS,
): Promise<Client> {
  const endpoint = endpointOf(url)
  endpoint.protocol = endpoint.protocol.replace('http', 'ws')
  let silence: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: endpoint.href,
    connectionParams: { authorization: `Bearer ${apiKey}` },
    retryAttempts: 0,
    keepAlive: aliveMs,
    on: {
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), aliveMs)
      },
      message: () => clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
    // Node 20 has no WebSocket of its own.
    webSocketImpl: webSocketImpl ?? globalThis.WebSocket ?? (await import('ws')).WebSocket,
  })
  return client
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
