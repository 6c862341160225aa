import { randomBytes } from 'node:crypto'
import { isoSeconds, objectText, text } from './body.ts'
import { eventTypes } from './campsite/event-types.ts'
import type { Dialect } from './dialect.ts'
import { exactly, id, nullable, object, time } from './schema.ts'
import { hmacHex, newest, readTextSecret, unixSeconds } from './signing.ts'

/**
 * Source of the wire format, the words and the limits: Campsite's "Webhooks" developer guide. What it does not specify
 * (the order of the body's fields, the form of a secret) follows the product's public code.
 */
export const dialect: Dialect = {
  name: 'campsite',
  title: 'Campsite',
  userAgent: 'Campsite-Webhooks/1.0',
  timeoutMs: 20_000,
  // "Retry failed deliveries up to 10 times": the tenth comes after about 8.5 hours.
  retryPolicy: {
    kind: 'exponential',
    initialMs: 30_000,
    factor: 2,
    maximumMs: 6 * 3_600_000,
    jitter: 0.2,
    maximumRetries: 10,
  },
  ownPolicy: false,
  plans: null,
  secret: { kinds: ['HMAC'], shownOnce: false, overlap: true },
  channel: { noun: 'Integration', plural: 'Integrations', required: true, dataField: null },
  eventTypes,
  headers: [
    {
      name: 'X-Campsite-Signature',
      description:
        "`t=` and the Unix time of the attempt, then `v1=` and HMAC-SHA256 of time, dot and body with the webhook's secret, as hex.",
    },
  ],
  words: {
    settingsPath: ['Organization settings', 'Integrations', '{channel}', 'Webhooks'],
    newWebhook: 'Add webhook',
    createWebhook: 'Create webhook',
    fields: {
      url: { label: 'Webhook URL', help: 'The HTTPS URL where you want to receive webhook events.' },
      events: { label: 'Events', help: 'The events this webhook receives.' },
      channel: { label: 'Integration', help: 'The integration this webhook belongs to.' },
    },
    allChannels: null,
    copySecret: 'Copy secret',
    secretNotice: 'Use it to verify the X-Campsite-Signature header of the requests you receive.',
    tabs: { deliveryLog: 'Delivery log', test: 'Test', settings: 'Settings' },
  },

  createSecret(kind = 'HMAC') {
    if (kind !== 'HMAC') throw new Error(`Campsite has no ${kind} secrets`)
    return randomBytes(16).toString('hex')
  },

  readSecret: readTextSecret,

  publicKey: () => null,

  body: (envelope) =>
    objectText([
      ['type', text(envelope.eventType)],
      ['timestamp', text(isoSeconds(envelope.occurredAt))],
      ['organization_id', text(envelope.organizationId)],
      ['application_id', envelope.channelId === null ? 'null' : text(envelope.channelId)],
      ['data', envelope.data],
      ['id', text(envelope.deliveryId)],
    ]),

  bodySchema: (eventType, data) =>
    object('The body of a delivery.', {
      type: exactly('The event type.', eventType),
      timestamp: time('When the event happened.'),
      organization_id: id('The organization.'),
      application_id: nullable(id('The integration that the webhook belongs to.')),
      data,
      id: id('The delivery: the same in each attempt.'),
    }),

  /**
   * `t=<unix seconds>,v1=<hex>` over `t.body`, which is Stripe's scheme. While a rotated secret is still valid, its
   * signature follows as another `v1`. A receiver that only reads the first one gets the newest secret's.
   */
  signatureHeaders({ secrets, body, attemptedAt }) {
    newest(secrets) // throws if there is none: a header with only `t=…` would be an unsigned request
    const t = unixSeconds(attemptedAt)
    const signatures = secrets.map((secret) => `v1=${hmacHex(secret, `${t}.${body}`)}`)
    return [['X-Campsite-Signature', [`t=${t}`, ...signatures].join(',')]]
  },
}
