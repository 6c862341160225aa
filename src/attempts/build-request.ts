import type { Dialect, Envelope } from '../dialects/dialect.ts'
import type { OutboundRequest } from '../outbound/outbound.ts'

/** All that determines the bytes of one request. */
export interface DeliveryRequestInput {
  dialect: Dialect
  envelope: Envelope
  url: string
  /** The webhook's custom headers. */
  headers: readonly (readonly [name: string, value: string])[]
  /** The active secrets in clear text, the newest first. */
  secrets: readonly string[]
  /** The webhook's own timeout, in milliseconds; the dialect's if null or left out. */
  timeoutMs?: number | null | undefined
  /** Time of the attempt and of the signature. */
  attemptedAt: Date
  /** The span of the attempt, for the receiver. */
  traceparent?: string | null
}

const ACCEPT: [name: string, value: string] = ['Accept', '*/*']

/** The exact request of one attempt. The body depends on the envelope alone, so every retry sends the same bytes. */
export function buildDeliveryRequest({
  dialect,
  envelope,
  url,
  headers,
  secrets,
  timeoutMs,
  attemptedAt,
  traceparent,
}: DeliveryRequestInput): OutboundRequest {
  const body = dialect.body(envelope)
  const { eventId, deliveryId } = envelope
  const ours: [name: string, value: string][] = [
    ['Content-Type', 'application/json'],
    ['User-Agent', dialect.userAgent],
    // Without Accept, strict frameworks answer 406. A webhook's own headers may replace it.
    ...(headers.some(([name]) => name.toLowerCase() === 'accept') ? [] : [ACCEPT]),
    ...dialect.signatureHeaders({ eventId, deliveryId, attemptedAt, body, secrets }),
    // https://www.w3.org/TR/trace-context/#traceparent-header. Never tracestate or baggage: they are the publisher's own.
    ...(traceparent ? ([['traceparent', traceparent]] as [string, string][]) : []),
  ]
  // Header names are checked when a webhook is saved. This also covers webhooks saved before a name became reserved.
  const reserved = new Set(ours.map(([name]) => name.toLowerCase()))
  return {
    url,
    body,
    timeoutMs: timeoutMs ?? dialect.timeoutMs,
    headers: [...ours, ...headers.filter(([name]) => !reserved.has(name.toLowerCase()))] as [
      string,
      string,
    ][],
  }
}
