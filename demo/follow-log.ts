import type { ReadyOrganization } from './set-up.ts'

/** One attempt as the subscription gives it. */
export interface LogEntry {
  deliveryId: string
  eventType: string
  number: number
  outcome: string
  statusCode: number | null
  errorKind: string | null
  latency: { totalMs: number }
  decision: string
  nextAttemptAt: string | null
  finishedAt: string
}

/** Follows an organization's delivery log from its start, until disposed of. `onError` when it ends by itself. */
export function followLog(
  { client }: ReadyOrganization,
  onEntry: (entry: LogEntry) => void,
  onError: (error: unknown) => void,
): AsyncDisposable {
  const socket = client.socket({ lazy: true, retryAttempts: 0 })
  socket.subscribe<{ organizationDeliveryLog: { node: LogEntry } }>(
    { query: LOG },
    {
      next: ({ data, errors }) => (data ? onEntry(data.organizationDeliveryLog.node) : onError(errors)),
      error: onError,
      complete: () => {},
    },
  )
  return { [Symbol.asyncDispose]: async () => socket.dispose() }
}

const LOG = `subscription {
  organizationDeliveryLog(after: "") {
    node {
      deliveryId eventType number outcome statusCode errorKind latency { totalMs } decision nextAttemptAt finishedAt
    }
  }
}`

export const LOG_HEADING = columns(
  'time',
  'organization',
  'event type',
  'attempt',
  'code',
  'latency',
  'decision',
)

/** One attempt in one line, in columns. */
export function logLine(organizationId: string, entry: LogEntry): string {
  return columns(
    entry.finishedAt.slice(11, 23),
    organizationId,
    entry.eventType,
    String(entry.number),
    String(entry.statusCode ?? '-'),
    `${entry.latency.totalMs.toFixed(1)} ms`,
    entry.decision,
  )
}

function columns(
  time: string,
  organization: string,
  type: string,
  attempt: string,
  code: string,
  latency: string,
  decision: string,
): string {
  return [
    time.padEnd(12),
    organization.padEnd(12),
    type.padEnd(40),
    attempt.padStart(7),
    code.padStart(5),
    latency.padStart(10),
    decision,
  ].join('  ')
}
