import crypto from 'node:crypto'
import { envelope } from '../envelopes.ts'
import type { DialectTable, Received } from '../table.ts'

type Request = Received

// As printed in Sjocamp's help page.
function verify(req: Request, secret: string) {
  const signature = req.headers.get('X-Sjocamp-Signature')
  const body = req.body // raw bytes
  const expected = crypto.createHmac('sha256', secret).update(body).digest('hex')
  return signature === expected
}

// The help page's payload, with the address it hides.
const documented = {
  campaign_id: 'cmp_01HX...',
  lead: {
    id: 'lead_01HX...',
    email: '[email protected]',
    status: 'pending',
    position: 412,
    source: 'referral',
    referrer_code: 'pa-9k2x',
    fields: { company: 'Acme' },
  },
}

export const table: DialectTable = {
  name: 'sjocamp',
  scheme: 'sjocamp',
  vectors: [],
  bodies: [
    {
      envelope,
      body: '{"event":"lead.created","delivery_id":"wd_01HX0000000000000000000000","occurred_at":"2026-04-26T19:42:11Z","data":{"n":1}}',
    },
  ],
  parsed: ({ eventType, deliveryId, occurredAt }, data) => ({
    event: eventType,
    delivery_id: deliveryId,
    occurred_at: new Date(Math.floor(occurredAt.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z'),
    data,
  }),
  idempotencyKey: ({ body }) => JSON.parse(body.toString()).delivery_id,
  accepts: verify,
  secretForms: { HMAC: /^whsec_[A-Za-z0-9+/]{32}$/ },
  eventTypes: ['lead.created', 'lead.verified', 'lead.referred', 'reward.earned'],
  optional: ['position', 'source', 'referrer_code', 'fields'].flatMap((name) => [
    `lead.${name}`,
    `referrer.${name}`,
  ]),
  free: ['lead.fields'],
  data: [
    {
      type: 'lead.created',
      data: { ...documented, lead: { ...documented.lead, position: 1.5 } },
      valid: false,
    },
    { type: 'lead.created', data: documented, valid: true },
    { type: 'lead.created', data: { ...documented, lead: { ...documented.lead, fields: {} } }, valid: true },
    {
      type: 'lead.created',
      data: { ...documented, lead: { ...documented.lead, position: 0 } },
      valid: false,
    },
    { type: 'lead.created', data: { ...documented, lead: { ...documented.lead, fields: [] } }, valid: false },
    { type: 'lead.created', data: { ...documented, campaign_id: '' }, valid: false },
    { type: 'lead.referred', data: documented, valid: false },
    { type: 'reward.earned', data: documented, valid: false },
  ],
  userAgent: 'Sjocamp-Webhooks/1.0',
  timeoutMs: 10_000,
  retriesS: [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 7200],
  more: true,
  plans: ['TEAM'],
  says: ['Webhooks', 'New webhook', 'URL', 'Events', 'Campaign', 'Delivery log', 'Test', 'Settings'],
}
