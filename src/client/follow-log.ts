import { createClient, type Client } from 'graphql-ws'
import { DurahookError } from './errors.ts'
import { endpointOf, pause, request, type Connection } from './request.ts'

/** An attempt, as the delivery log has it. */
export interface LoggedAttempt {
  /** `<delivery>/<number>` */
  id: string
  deliveryId: string
  webhookId: string
  eventType: string
  number: number
  trigger: 'AUTOMATIC' | 'MANUAL' | 'TEST'
  outcome: 'SUCCEEDED' | 'FAILED' | 'INTERRUPTED'
  statusCode: number | null
  errorKind: string | null
  error: string | null
  decision: string
  nextAttemptAt: string | null
  startedAt: string
  finishedAt: string
  latency: { totalMs: number }
}

export interface LogEntry {
  /** Keep it with what you do about the entry: followLog goes on after it. */
  cursor: string
  attempt: LoggedAttempt
}

export interface FollowOptions {
  /** A cursor, to go on after it; empty: from the log's start. Left out: only what is new. */
  after?: string
  /** Only one webhook's. */
  webhookId?: string
  /** Ends it. */
  signal?: AbortSignal
  /** Told why the connection broke, each time, before the next try. */
  onDisconnect?(error: DurahookError): void
  /** For Node 20, which has no WebSocket of its own: that of the package `ws`. */
  webSocketImpl?: unknown
}

const FIELDS = /* GraphQL */ `
  cursor
  node {
    id
    deliveryId
    webhookId
    eventType
    number
    trigger
    outcome
    statusCode
    errorKind
    error
    decision
    nextAttemptAt
    startedAt
    finishedAt
    latency {
      totalMs
    }
  }
`

const OF_ORGANIZATION = {
  follow: `subscription ($organizationId: ID, $after: String) {
    entry: organizationDeliveryLog(organizationId: $organizationId, after: $after) { ${FIELDS} }
  }`,
  newest: `query ($organizationId: ID) {
    of: organization(id: $organizationId) { deliveryLog(first: 1) { edges { cursor } } }
  }`,
}
const OF_WEBHOOK = {
  follow: `subscription ($webhookId: ID!, $after: String) { entry: deliveryLog(webhookId: $webhookId, after: $after) { ${FIELDS} } }`,
  newest: `query ($webhookId: ID!) { of: webhook(id: $webhookId) { deliveryLog(first: 1) { edges { cursor } } } }`,
}

const PAUSE_MS = { least: 250, most: 10_000 }

/** Codes after which connecting again has a sense. */
const AGAIN = ['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR']

/**
 * The delivery log as it grows, each attempt once and in the log's order. When the connection breaks, it connects again and goes on
 * after the last entry: through restarts of the API, and of this program if `after` is the cursor it has kept.
 * @throws DurahookError when going on has no sense: a wrong key, a cursor whose entries are no longer kept (CURSOR_EXPIRED)
 */
export async function* followLog(
  connection: Connection,
  organizationId: string | undefined,
  { after, webhookId, signal, onDisconnect, webSocketImpl }: FollowOptions = {},
): AsyncGenerator<LogEntry, void, void> {
  const { follow: query, newest } = webhookId ? OF_WEBHOOK : OF_ORGANIZATION
  const scope = webhookId ? { webhookId } : { organizationId }
  // A connection that breaks before the first new entry has to go on from somewhere too.
  let cursor = after ?? (await newestCursor(connection, newest, scope, signal))
  let pauseMs = PAUSE_MS.least
  while (!signal?.aborted) {
    const client = connect(connection, webSocketImpl)
    const end = () => void client.dispose()
    signal?.addEventListener('abort', end, { once: true })
    try {
      const variables = { ...scope, after: cursor }
      for await (const { data, errors } of client.iterate<{ entry: Entry }>({ query, variables })) {
        if (!data) throw problemOf(errors)
        yield { cursor: data.entry.cursor, attempt: data.entry.node }
        cursor = data.entry.cursor
        pauseMs = PAUSE_MS.least
      }
    } catch (error) {
      if (signal?.aborted) return
      const problem = problemOf(error)
      if (!AGAIN.includes(problem.code)) throw problem
      onDisconnect?.(problem)
    } finally {
      signal?.removeEventListener('abort', end)
      await client.dispose()
    }
    await pause(pauseMs * (0.5 + Math.random()), signal).catch(() => {})
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most)
  }
}

interface Entry {
  cursor: string
  node: LoggedAttempt
}

async function newestCursor(
  connection: Connection,
  query: string,
  scope: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<string> {
  const { of } = await request<{ of: { deliveryLog: { edges: { cursor: string }[] } } }>(
    connection,
    query,
    scope,
    signal,
  )
  return of.deliveryLog.edges[0]?.cursor ?? ''
}

/** A client for subscriptions, without retries of its own: they would begin at the first cursor again. */
export function connect({ url, apiKey }: Connection, webSocketImpl: unknown): Client {
  const endpoint = endpointOf(url)
  endpoint.protocol = endpoint.protocol.replace('http', 'ws')
  return createClient({
    url: endpoint.href,
    connectionParams: { authorization: `Bearer ${apiKey}` },
    retryAttempts: 0,
    ...(webSocketImpl !== undefined && { webSocketImpl }),
  })
}

/** Close codes of graphql-ws and of durahook that say that the key is wrong. */
const KEY_REFUSED = [4401, 4403]

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
  return new DurahookError('NETWORK', reason || message || 'The API can not be reached.', { cause: thrown })
}
