import { createClient, type Client } from 'graphql-ws'
import { ViewerDocument, type TypedDocumentString } from '../generated/operations.ts'
import { ask } from './request.ts'
import { sessionEnd, sessionIsBack } from './session-end.ts'
import { refresh } from './use-query.ts'

/** How the page stands to the server. */
export type ConnectionState = 'connecting' | 'live' | 'offline'

/** A ping is sent after this long without a message, and its answer waited for this long, in milliseconds. */
const PING_MS = 8_000
const PONG_MS = 4_000

/** Waits between tries to connect again, in milliseconds; the last goes on. */
const WAITS_MS = [100, 500, 1_000, 2_000, 4_000]

/** The codes the API closes with for who may not connect: without a session, or with one that has ended. */
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

function become(next: ConnectionState): void {
  if (state === next) return
  // What is not followed may have changed meanwhile.
  if (state === 'offline' && next === 'live') refresh()
  state = next
  for (const listener of listeners) listener()
}

/** One WebSocket for the page, opened with the first subscription. It never tries again itself: `follow` does, from where it was. */
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
      connected: () => become('live'),
      closed: (event) => {
        clearTimeout(pong)
        // The API does not know the session any more: asking tells the rest of the page.
        if (NOT_SIGNED_IN.includes((event as CloseEvent).code)) ask(ViewerDocument, {}).catch(() => {})
        if (listeners.size > 0) become('offline')
      },
      ping: (received) => {
        if (!received) pong = setTimeout(() => opened.terminate(), PONG_MS)
      },
      pong: () => clearTimeout(pong),
    },
  })
  addEventListener('offline', () => {
    become('offline')
    opened.terminate()
  })
  return opened
}

export interface Followed<Entry> {
  /** What to subscribe to, from a cursor on. */
  variables(after: string | null): unknown
  /** Null: from now on. */
  after: string | null
  onEntry(entry: Entry): void
}

/**
 * Follows a delivery log until the function it returns is called. Each stretch begins at the cursor where the last one
 * broke off, so nothing is left out and nothing comes twice.
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
    // Nobody is signed in: there is nothing to try for.
    if (sessionEnd.get()) return void sessionIsBack().then(now, () => {})
    timer = setTimeout(run, WAITS_MS[Math.min(tries++, WAITS_MS.length - 1)]! * (0.8 + Math.random() * 0.4))
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

/** Where to go on when the log went back behind the cursor, as a database that was restored does. */
function resumeAfter(errors: unknown): string | null {
  const [error] = Array.isArray(errors) ? (errors as { extensions?: Record<string, unknown> }[]) : []
  const { code, resumeAfter } = error?.extensions ?? {}
  return code === 'CURSOR_AHEAD' && typeof resumeAfter === 'string' ? resumeAfter : null
}
