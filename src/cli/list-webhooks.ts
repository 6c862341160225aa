import type { WebhookStatus } from '../words/enums.ts'
import { paintStatus } from './paint-status.ts'
import { printable } from './printable.ts'
import { readPages } from './read-pages.ts'
import type { Session } from './session.ts'
import { alignColumns } from './table.ts'
import type { Terminal } from './terminal.ts'

const LIST = /* GraphQL */ `
  query ($organizationId: ID, $first: Int, $after: String) {
    page: webhooks(organizationId: $organizationId, first: $first, after: $after) {
      nodes {
        id
        uid
        url
        status
        statusReason
        eventTypes
        description
        dialect {
          name
        }
        channel {
          id
        }
        createdAt
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
  url: string
  status: WebhookStatus
  eventTypes: string[]
  description: string
  dialect: { name: string }
  channel: { id: string } | null
}

/** Prints the webhooks, the newest first. @throws DurahookError */
export async function listWebhooks(
  { limit }: { limit: number },
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const listed = readPages<Listed>(session, LIST, { organizationId: session.organizationId }, limit)
  if (session.json) {
    for await (const webhook of listed) terminal.print(JSON.stringify(webhook))
    return
  }
  const rows: string[][] = []
  for await (const webhook of listed) rows.push(rowOf(webhook, terminal))
  if (rows.length === 0) return terminal.print('There are none.')
  const heads = ['WEBHOOK', 'STATUS', 'DIALECT', 'CHANNEL', 'URL', 'EVENT TYPES', 'DESCRIPTION']
  const titles = heads.map((head) => terminal.paint('bold', head))
  alignColumns([titles, ...rows]).forEach((line) => terminal.print(line))
}

const rowOf = (
  { id, status, dialect, channel, url, eventTypes, description }: Listed,
  terminal: Terminal,
) => [
  id,
  paintStatus(status, terminal),
  dialect.name,
  channel?.id ?? 'all',
  url,
  eventTypes.join(','),
  printable(description),
]
