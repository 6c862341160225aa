import type { DeliveryStatus, ErrorKind } from '../words/enums.ts'
import { paintStatus } from './paint-status.ts'
import { printList, type Columns } from './print-list.ts'
import { readPages } from './read-pages.ts'
import type { Session } from './session.ts'
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
  await printList(
    readPages<Listed>(session, LIST, variables, options.limit),
    columnsFor(terminal),
    session,
    terminal,
  )
}

const columnsFor = (terminal: Terminal): Columns<Listed> => ({
  DELIVERY: ({ id }) => id,
  STATUS: ({ status }) => paintStatus(status, terminal),
  'EVENT TYPE': ({ eventType }) => eventType ?? '',
  ATTEMPTS: ({ attemptCount }) => String(attemptCount),
  ANSWER: ({ statusCode, errorKind }) => String(statusCode ?? errorKind ?? ''),
  CREATED: ({ createdAt }) => createdAt,
  DECISION: ({ decision }) => decision,
})
