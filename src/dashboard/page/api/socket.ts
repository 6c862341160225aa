import { createClient, type Client } from 'graphql-ws'
import { ViewerDocument } from '../generated/operations.ts'
import { ask } from './request.ts'
import { refresh } from './use-query.ts'

/** State of the page's connection to the server. */
export type ConnectionState = 'connecting' | 'live' | 'offline'

/** Time without a message until a ping is sent, and timeout of its answer, in milliseconds. */
const PING_MS = 8_000
const PONG_MS = 4_000

/** Close codes of the API for a client without a session, or with one that has ended. */
const NOT_SIGNED_IN = [4401, 4403]

let state: ConnectionState = 'connecting'
const listeners = new Set<() => void>()

export const connection = {
  get: () => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

function setState(next: ConnectionState): void {
  if (state === next) return
  // Data that is not subscribed to may have changed meanwhile.
  if (state === 'offline' && next === 'live') refresh()
  state = next
  for (const listener of listeners) listener()
}

/** The page's one WebSocket, opened with the first subscription. It does not reconnect by itself: keep-subscribed.ts does. */
let client: Client | undefined
export const socket = (): Client => (client ??= openClient())

function openClient(): Client {
  let pong: ReturnType<typeof setTimeout> | undefined
  const opened = createClient({
    url: `${location.origin.replace('http', 'ws')}/graphql`,
    retryAttempts: 0,
    lazyCloseTimeout: 3_000,
    keepAlive: PING_MS,
    on: {
      connected: () => setState('live'),
      closed: (event) => {
        clearTimeout(pong)
        // The session has ended: this request fails and so notifies the rest of the page.
        if (NOT_SIGNED_IN.includes((event as CloseEvent).code)) ask(ViewerDocument, {}).catch(() => {})
        if (listeners.size > 0) setState('offline')
      },
      ping: (received) => {
        if (!received) pong = setTimeout(() => opened.terminate(), PONG_MS)
      },
      pong: () => clearTimeout(pong),
    },
  })
  addEventListener('offline', () => {
    setState('offline')
    opened.terminate()
  })
  return opened
}
