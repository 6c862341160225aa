import { isoMilliseconds, objectText, text } from './body.ts'
import type { Dialect } from './dialect.ts'
import { exactly, object, time } from './schema.ts'
import { createWhsec, newest, unixSeconds } from './signing.ts'
import { createWhsk, isPrivateKey, readStandardSecret, signStandard, whpkOf } from './standard/keys.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Source of the wire format: the Standard Webhooks specification 1.0 (standardwebhooks.com). */
export const dialect: Dialect = {
  name: 'standard',
  title: 'Standard Webhooks',
  userAgent: 'Standard-Webhooks/1.0',
  timeoutMs: 20_000,
  // The specification's example schedule, without the delays that could exceed 24 hours with jitter.
  retryPolicy: {
    kind: 'schedule',
    delaysMs: [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR],
    jitter: 0.2,
  },
  ownPolicy: true,
  plans: null,
  secret: { kinds: ['HMAC', 'ED25519'], shownOnce: false, overlap: true },
  channel: { noun: 'Channel', plural: 'Channels', required: false, dataField: null },
  // None: each organization defines its own.
  eventTypes: [],
  headers: [
    { name: 'webhook-id', description: 'The event: the same in each attempt.' },
    { name: 'webhook-timestamp', description: 'The Unix time of the attempt, in seconds.' },
    {
      name: 'webhook-signature',
      description:
        'Signatures of id, timestamp and body, joined by dots: `v1,` and HMAC-SHA256, or `v1a,` and Ed25519, in base64. Several are separated by blanks; one that fits is enough.',
    },
  ],
  words: {
    settingsPath: ['Webhooks'],
    newWebhook: 'New webhook',
    createWebhook: 'Create webhook',
    fields: {
      url: { label: 'URL', help: 'The HTTPS address that receives the events.' },
      events: { label: 'Events', help: 'The event types to receive.' },
      channel: { label: 'Channel', help: 'Receive only the events of one channel, or all.' },
    },
    allChannels: 'All channels',
    copySecret: 'Copy secret',
    secretNotice:
      'Any Standard Webhooks library verifies with it. Of an Ed25519 key, give out the public half only.',
    tabs: { deliveryLog: 'Delivery log', test: 'Test', settings: 'Settings' },
  },

  createSecret: (kind = 'HMAC') => (kind === 'HMAC' ? createWhsec() : createWhsk()),

  readSecret: readStandardSecret,

  publicKey: (secret) => (isPrivateKey(secret) ? whpkOf(secret) : null),

  body: (envelope) =>
    objectText([
      ['type', text(envelope.eventType)],
      ['timestamp', text(isoMilliseconds(envelope.occurredAt))],
      ['data', envelope.data],
    ]),

  bodySchema: (eventType, data) =>
    object('The body of a delivery.', {
      type: exactly('The event type.', eventType),
      timestamp: time('When the event happened.'),
      data,
    }),

  /** One signature over `id.timestamp.body` for each live secret, separated by spaces, the newest first. */
  signatureHeaders({ eventId, attemptedAt, body, secrets }) {
    newest(secrets) // throws if there is none
    const timestamp = unixSeconds(attemptedAt)
    const content = `${eventId}.${timestamp}.${body}`
    return [
      ['webhook-id', eventId],
      ['webhook-timestamp', timestamp],
      ['webhook-signature', secrets.map((secret) => signStandard(secret, content)).join(' ')],
    ]
  },
}
