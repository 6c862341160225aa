import { randomUUID } from 'node:crypto'
import type { Dialect } from '../dialects/dialect.ts'
import type { WebhookTarget } from '../webhooks/webhook-target.ts'
import { buildDeliveryRequest } from './build-request.ts'

/** A request as it was sent, without secrets. */
export interface SentRequest {
  url: string
  /** In the order in which they were sent. The value is null where it may be a secret, or can't be known any more. */
  headers: { name: string; value: string | null }[]
}

export interface SentAttempt {
  dialect: Dialect
  target: WebhookTarget
  organizationId: string
  deliveryId: string
  /** Null if the delivery is no longer kept. */
  eventId: string | null
  eventType: string
  startedAt: Date
  /** Whether `startedAt` is the time of the signature. Of an attempt whose worker died only Postgres knows when it began, a little earlier. */
  isTimeKnown: boolean
}

/**
 * What was sent is not stored: it is built again, with secrets, bodies and unknown ids and times that are random. What differs between two such
 * requests depends on these, and is left out.
 */
export function sentRequest({
  target,
  eventId,
  startedAt,
  isTimeKnown,
  dialect,
  ...ids
}: SentAttempt): SentRequest {
  const build = (attemptedAt = startedAt) =>
    buildDeliveryRequest({
      dialect,
      envelope: {
        ...ids,
        eventId: eventId ?? randomUUID(),
        channelId: null,
        occurredAt: startedAt,
        data: `"${randomUUID()}"`,
      },
      url: target.url,
      headers: target.headers.map(([name, value]) => [name, value ?? randomUUID()]),
      secrets: [dialect.createSecret()],
      attemptedAt,
    }).headers
  const other = build(isTimeKnown ? startedAt : new Date(0))
  const headers = build().map(([name, value], index) => ({
    name,
    value: value === other[index]![1] ? value : null,
  }))
  return { url: target.url, headers }
}
