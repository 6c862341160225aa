import type { OverviewQuery } from '../generated/operations.ts'
import { reasonText } from '../components/badge.tsx'
import { paths } from '../paths.ts'

export interface AttentionItem {
  key: string
  title: string
  to: string
  url: string
  text: string
  at: string | null
}

/** What needs attention in an organization: webhooks that receive nothing, and deliveries that failed. */
export function attentionOf(data: OverviewQuery, organizationId: string): AttentionItem[] {
  const stopped = [...data.disabled.nodes, ...data.paused.nodes].map((webhook) => ({
    key: webhook.id,
    title: webhook.status === 'PAUSED' ? 'A webhook is paused' : 'A webhook is disabled',
    to: paths.webhook(organizationId, webhook.id, 'settings'),
    url: webhook.url,
    text: webhook.statusReason ? `Because ${reasonText(webhook.statusReason)}.` : '',
    at: webhook.updatedAt,
  }))
  const ended = data.ended.nodes.map((delivery) => ({
    key: delivery.id,
    title: `${delivery.event?.type ?? 'A delivery'} was given up`,
    to: `${paths.webhook(organizationId, delivery.webhook.id)}?attempt=${delivery.id}`,
    url: delivery.webhook.url,
    text: delivery.decision,
    at: delivery.finishedAt,
  }))
  return [...stopped, ...ended]
}
