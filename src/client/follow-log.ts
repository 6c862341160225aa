import type { DurahookError } from './errors.ts'
import { request, type Connection } from './request.ts'
import { subscribe } from './subscribe.ts'

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
  /** A class as the browsers' WebSocket; the runtime's own, or else that of the package `ws`, unless given. */
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

/**
 * The delivery log as it grows, each attempt once and in the log's order. When the connection breaks, it connects again and goes on
 * after the last entry: through restarts of the API, and of this program if `after` is the cursor it has kept.
 * @throws DurahookError when going on has no sense: a wrong key, a cursor whose entries are no longer kept (CURSOR_EXPIRED)
 */
export async function* followLog(
  connection: Connection,
  organizationId: string | undefined,
  { after, webhookId, ...options }: FollowOptions = {},
): AsyncGenerator<LogEntry, void, void> {
  const { follow: query, newest } = webhookId ? OF_WEBHOOK : OF_ORGANIZATION
  const scope = webhookId ? { webhookId } : { organizationId }
  // A connection that breaks before the first new entry has to go on from somewhere too.
  let cursor = after
  const variables = async () => ({
    ...scope,
    after: (cursor ??= await newestCursor({ ...connection, patienceMs: 0 }, newest, scope, options.signal)),
  })
  for await (const { entry } of subscribe<{ entry: Entry }>(connection, { query, variables, ...options })) {
    yield { cursor: entry.cursor, attempt: entry.node }
    cursor = entry.cursor
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
