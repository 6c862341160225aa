import type { HealthState, WebhookStatus, WebhookStatusReason } from '../words/enums.ts'
import { paintStatus } from './paint-status.ts'
import { printList, type Columns } from './print-list.ts'
import { printable } from './printable.ts'
import { readPages } from './read-pages.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

const LIST = /* GraphQL */ `
  query ($organizationId: ID, $text: String, $first: Int, $after: String) {
    page: webhooks(organizationId: $organizationId, text: $text, first: $first, after: $after) {
      nodes {
        id
        uid
        url
        status
        statusReason
        health {
          state
          failingSince
          disableAt
        }
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
  statusReason: WebhookStatusReason | null
  health: { state: HealthState; failingSince: string | null; disableAt: string | null }
  eventTypes: string[]
  description: string
  dialect: { name: string }
  channel: { id: string } | null
}

/** Prints the webhooks, the newest first. @throws DurahookError */
export async function listWebhooks(
  { text, limit }: { text?: string; limit: number },
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const listed = readPages<Listed>(session, LIST, { organizationId: session.organizationId, text }, limit)
  await printList(listed, columnsFor(terminal), session, terminal)
}

const columnsFor = (terminal: Terminal): Columns<Listed> => ({
  WEBHOOK: ({ id }) => id,
  STATUS: ({ status }) => paintStatus(status, terminal),
  HEALTH: (webhook) => describeHealth(webhook, terminal),
  DIALECT: ({ dialect }) => dialect.name,
  CHANNEL: ({ channel }) => channel?.id ?? 'all',
  URL: ({ url }) => url,
  'EVENT TYPES': ({ eventTypes }) => eventTypes.join(','),
  DESCRIPTION: ({ description }) => printable(description),
})

/** `FAILING since …`, `DISABLED: GONE`, `HEALTHY`. */
function describeHealth({ statusReason, health }: Listed, terminal: Terminal): string {
  const { state, failingSince } = health
  const painted = paintStatus(state, terminal)
  if (state === 'FAILING') return `${painted} since ${failingSince}`
  return state === 'DISABLED' && statusReason ? `${painted}: ${statusReason}` : painted
}
