import { createClient, type Client } from 'graphql-ws'
import { ViewerDocument, type TypedDocumentString } from '../generated/operations.ts'
import { ask } from './request.ts'
import { sessionEnd, sessionIsBack } from './session-end.ts'
import { refresh } from './use-query.ts'

/** State of the page's connection to the server. */
export type ConnectionState = 'connecting' | 'live' | 'offline'

/** Time without a message until a ping is sent, and timeout of its answer, in milliseconds. */
const PING_MS = 8_000
const PONG_MS = 4_000

/** Backoff between attempts to reconnect, in milliseconds; the last value repeats. */
const BACKOFF_MS = [100, 500, 1_000, 2_000, 4_000]

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

/** The page's one WebSocket, opened with the first subscription. `follow` reconnects, from its last cursor. */
let client: Client | undefined
const socket = (): Client => (client ??= openClient())

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

export interface Followed<Entry> {
  /** The subscription's variables, to start after a cursor. */
  variables(after: string | null): unknown
  /** Null to receive new entries only. */
  after: string | null
  onEntry(entry: Entry): void
}

/**
 * Follows a delivery log until the returned function is called. After a reconnect it resumes from the last cursor, so that
 * no entry is missed and none comes twice.
 */
export function follow<Entry extends { cursor: string }>(
  document: TypedDocumentString<Record<string, Entry>, never>,
  { variables, after, onEntry }: Followed<Entry>,
): () => void {
  let cursor = after
  let stopped = false
  let unsubscribe: (() => void) | undefined
  let tries = 0
  let subscribed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = () => {
    clearTimeout(timer)
    subscribed = true
    unsubscribe = socket().subscribe<Record<string, Entry>>(
      { query: document.toString(), variables: variables(cursor) as Record<string, unknown> },
      {
        next({ data }) {
          const entry = data && Object.values(data)[0]
          if (!entry) return
          tries = 0
          cursor = entry.cursor
          onEntry(entry)
        },
        error(errors) {
          cursor = resumeAfter(errors) ?? cursor
          again()
        },
        complete: again,
      },
    )
  }
  const again = () => {
    subscribed = false
    if (stopped) return
    // Without a session a retry can't succeed.
    if (sessionEnd.get()) return void sessionIsBack().then(now, () => {})
    timer = setTimeout(
      run,
      BACKOFF_MS[Math.min(tries++, BACKOFF_MS.length - 1)]! * (0.8 + Math.random() * 0.4),
    )
  }
  const now = () => {
    if (subscribed || stopped) return
    tries = 0
    clearTimeout(timer)
    timer = setTimeout(run, 50)
  }
  addEventListener('online', now)
  run()
  return () => {
    stopped = true
    clearTimeout(timer)
    removeEventListener('online', now)
    unsubscribe?.()
  }
}

/** The cursor to resume from if the log ends before the last cursor, as after a restore of the database. */
function resumeAfter(errors: unknown): string | null {
  const [error] = Array.isArray(errors) ? (errors as { extensions?: Record<string, unknown> }[]) : []
  const { code, resumeAfter } = error?.extensions ?? {}
  return code === 'CURSOR_AHEAD' && typeof resumeAfter === 'string' ? resumeAfter : null
}
