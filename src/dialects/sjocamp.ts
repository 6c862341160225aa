import { isoSeconds, objectText, text } from './body.ts'
import type { Dialect } from './dialect.ts'
import { exactly, id, object, time } from './schema.ts'
import { createWhsec, hmacHex, newest, readTextSecret } from './signing.ts'
import { eventTypes } from './sjocamp/event-types.ts'

/** Source of the wire format, the words and the limits: Sjocamp's "Webhooks" help page. */
export const dialect: Dialect = {
  name: 'sjocamp',
  title: 'Sjocamp',
  userAgent: 'Sjocamp-Webhooks/1.0',
  timeoutMs: 10_000,
  // "Exponential backoff for up to 24 hours": limited by time, not by a number of retries.
  retryPolicy: {
    kind: 'exponential',
    initialMs: 10_000,
    factor: 2,
    maximumMs: 2 * 3_600_000,
    jitter: 0.2,
    maximumRetries: null,
  },
  ownPolicy: false,
  plans: ['TEAM'],
  // The documented handler compares the whole header with ===, so a request can have only one signature.
  secret: { kinds: ['HMAC'], shownOnce: true, overlap: false },
  channel: { noun: 'Campaign', plural: 'Campaigns', required: false, dataField: 'campaign_id' },
  eventTypes,
  headers: [
    {
      name: 'X-Sjocamp-Signature',
      description: "HMAC-SHA256 of the body's bytes with the webhook's secret, as hex.",
    },
  ],
  words: {
    settingsPath: ['Webhooks'],
    newWebhook: 'New webhook',
    createWebhook: 'Create webhook',
    fields: {
      url: { label: 'URL', help: 'Your endpoint. It must be HTTPS.' },
      events: { label: 'Events', help: 'Pick which events trigger a delivery.' },
      channel: { label: 'Campaign', help: 'Limit to a single campaign, or fire on all campaigns.' },
    },
    allChannels: 'All campaigns',
    copySecret: 'Copy secret',
    secretNotice: 'Shown once, now. Treat it like a password.',
    tabs: { deliveryLog: 'Delivery log', test: 'Test', settings: 'Settings' },
  },

  createSecret(kind = 'HMAC') {
    if (kind !== 'HMAC') throw new Error(`Sjocamp has no ${kind} secrets`)
    return createWhsec()
  },

  readSecret: readTextSecret,

  publicKey: () => null,

  body: (envelope) =>
    objectText([
      ['event', text(envelope.eventType)],
      ['delivery_id', text(envelope.deliveryId)],
      ['occurred_at', text(isoSeconds(envelope.occurredAt))],
      ['data', envelope.data],
    ]),

  bodySchema: (eventType, data) =>
    object('The body of a delivery.', {
      event: exactly('The event type.', eventType),
      delivery_id: id('The delivery: the same in each attempt.'),
      occurred_at: time('When the event happened.'),
      data,
    }),

  /** Hex HMAC-SHA256 of the body. The key is the secret's text, including `whsec_`. */
  signatureHeaders: ({ secrets, body }) => [['X-Sjocamp-Signature', hmacHex(newest(secrets), body)]],
}
