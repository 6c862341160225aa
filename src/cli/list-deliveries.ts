import type { DeliveryStatus, ErrorKind } from '../words/enums.ts'
import { paintStatus } from './paint-status.ts'
import { readPages } from './read-pages.ts'
import type { Session } from './session.ts'
import { alignColumns } from './table.ts'
import type { Terminal } from './terminal.ts'

const LIST = /* GraphQL */ `
  query (
    $organizationId: ID
    $webhookId: ID
    $eventId: ID
    $filter: DeliveryFilter
    $first: Int
    $after: String
  ) {
    page: deliveries(
      organizationId: $organizationId
      webhookId: $webhookId
      eventId: $eventId
      filter: $filter
      first: $first
      after: $after
    ) {
      nodes {
        id
        status
        eventType
        statusCode
        errorKind
        attemptCount
        nextAttemptAt
        decision
        createdAt
        finishedAt
        webhook {
          id
          url
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`

interface Listed {
  id: string
  status: DeliveryStatus
  eventType: string | null
  statusCode: number | null
  errorKind: ErrorKind | null
  attemptCount: number
  decision: string
  createdAt: string
}

/** What `deliveries list` takes. */
export interface ListOptions {
  status?: DeliveryStatus[]
  webhook?: string
  event?: string
  limit: number
}

/** Prints the newest deliveries, the newest first. @throws DurahookError */
export async function listDeliveries(
  options: ListOptions,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const variables = {
    organizationId: session.organizationId,
    webhookId: options.webhook,
    eventId: options.event,
    ...(options.status && { filter: { statuses: options.status } }),
  }
  const listed = readPages<Listed>(session, LIST, variables, options.limit)
  if (session.json) {
    for await (const delivery of listed) terminal.print(JSON.stringify(delivery))
    return
  }
  const rows: string[][] = []
  for await (const delivery of listed) rows.push(rowOf(delivery, terminal))
  if (rows.length === 0) return terminal.print('There are none.')
  const heads = ['DELIVERY', 'STATUS', 'EVENT TYPE', 'ATTEMPTS', 'ANSWER', 'CREATED', 'DECISION']
  const titles = heads.map((head) => terminal.paint('bold', head))
  alignColumns([titles, ...rows]).forEach((line) => terminal.print(line))
}

const rowOf = (delivery: Listed, terminal: Terminal): string[] => [
  delivery.id,
  paintStatus(delivery.status, terminal),
  delivery.eventType ?? '',
  String(delivery.attemptCount),
  String(delivery.statusCode ?? delivery.errorKind ?? ''),
  delivery.createdAt,
  delivery.decision,
]
