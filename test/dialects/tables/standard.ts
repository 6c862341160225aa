import { createPublicKey, verify } from 'node:crypto'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { envelope } from '../envelopes.ts'
import type { DialectTable, Received } from '../table.ts'

/** The library knows v1 only; v1a is read as the specification says, the key being imported as a JWK. */
function acceptsAsymmetric({ headers, body }: Received, publicKey: string): boolean {
  const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const signed = Buffer.concat([
    Buffer.from(`${headers.get('webhook-id')}.${headers.get('webhook-timestamp')}.`),
    body,
  ])
  return (headers.get('webhook-signature') ?? '')
    .split(' ')
    .filter((entry) => entry.startsWith('v1a,'))
    .some((entry) => verify(null, signed, key, Buffer.from(entry.slice('v1a,'.length), 'base64')))
}

function acceptsShared({ headers, body }: Received, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, Object.fromEntries(headers))
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}

export const table: DialectTable = {
  name: 'standard',
  scheme: 'standard-webhooks',
  vectors: [
    // The v1a example of the specification 1.0; svix-server's tests hold the key it was made with.
    {
      secret: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1614265330,
      body: '{"test": 2432232314}',
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature':
          'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
      },
    },
  ],
  bodies: [
    {
      envelope,
      body: '{"type":"lead.created","timestamp":"2026-04-26T19:42:11.987Z","data":{"n":1}}',
    },
    {
      envelope: { ...envelope, occurredAt: new Date('2026-04-26T19:42:11.000Z') },
      body: '{"type":"lead.created","timestamp":"2026-04-26T19:42:11Z","data":{"n":1}}',
    },
    {
      envelope: { ...envelope, occurredAt: new Date('2026-04-26T19:42:11.900Z') },
      body: '{"type":"lead.created","timestamp":"2026-04-26T19:42:11.900Z","data":{"n":1}}',
    },
  ],
  parsed: ({ eventType, occurredAt }, data) => ({
    type: eventType,
    timestamp: occurredAt.toISOString().replace('.000Z', 'Z'),
    data,
  }),
  idempotencyKey: ({ headers }) => headers.get('webhook-id'),
  accepts: (request, key) => (key.startsWith('whpk_') ? acceptsAsymmetric : acceptsShared)(request, key),
  secretForms: { HMAC: /^whsec_[A-Za-z0-9+/]{32}$/, ED25519: /^whsk_[A-Za-z0-9+/]{86}==$/ },
  eventTypes: [],
  optional: [],
  free: [],
  data: [],
  userAgent: 'Standard-Webhooks/1.0',
  timeoutMs: 20_000,
  retriesS: [5, 300, 1800, 7200, 18_000, 36_000],
  more: false,
  plans: null,
  says: ['Webhooks', 'New webhook', 'Create webhook', 'Copy secret', 'Channel'],
}
