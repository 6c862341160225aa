import { serverNow } from '../api/clock.ts'
import type { OverviewQuery } from '../generated/operations.ts'
import { reasonText } from '../components/badge.tsx'
import { formatInstant } from '../components/time.tsx'
import { paths } from '../paths.ts'

export interface AttentionItem {
  key: string
  title: string
  to: string
  url: string
  text: string
  at: string | null
}

type InNeed = OverviewQuery['organization']['webhooksInNeed'][number]

/** What needs attention in an organization: webhooks that fail or receive nothing, and deliveries that failed. */
export function attentionOf(data: OverviewQuery, organizationId: string): AttentionItem[] {
  const inNeed = data.organization.webhooksInNeed.map((webhook) => ({
    key: webhook.id,
    to: paths.webhook(organizationId, webhook.id),
    url: webhook.url,
    ...(webhook.health.state === 'FAILING'
      ? { title: 'A webhook is failing', text: failingText(webhook), at: webhook.health.failingSince }
      : { title: 'A webhook is disabled', text: becauseOf(webhook), at: webhook.updatedAt }),
  }))
  const paused = data.paused.nodes
    .filter(({ id }) => !inNeed.some(({ key }) => key === id))
    .map((webhook) => ({
      key: webhook.id,
      title: 'A webhook is paused',
      to: paths.webhook(organizationId, webhook.id, 'settings'),
      url: webhook.url,
      text: becauseOf(webhook),
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
  return [...inNeed, ...paused, ...ended]
}

const becauseOf = ({ statusReason }: Pick<InNeed, 'statusReason'>): string =>
  statusReason ? `Because ${reasonText(statusReason)}.` : ''

function failingText({ health: { disableAt, deliveriesToDisable } }: InNeed): string {
  const nothing = 'Nothing has succeeded since.'
  if (!disableAt) return nothing
  const when = Date.parse(disableAt) > serverNow() ? `on ${formatInstant(disableAt)}` : 'soon'
  const more = deliveriesToDisable > 0 ? ` if ${deliveriesToDisable} more of its deliveries fail` : ''
  return `${nothing} It will be disabled ${when}${more}.`
}
