import Stripe from 'stripe'
import { comment, message, post } from '../../../src/dialects/campsite/examples.ts'
import { envelope } from '../envelopes.ts'
import type { DialectTable } from '../table.ts'

const stripe = new Stripe('sk_test_unused')

const resolution = {
  resolved_at: '2026-04-27T08:00:00Z',
  resolved_by: post.author,
  resolved_html: null,
  resolved_comment: comment,
}

export const table: DialectTable = {
  name: 'campsite',
  scheme: 'campsite',
  vectors: [],
  bodies: [
    {
      envelope: { ...envelope, eventType: 'post.created', channelId: 'int_1' },
      body: '{"type":"post.created","timestamp":"2026-04-26T19:42:11Z","organization_id":"org_01HX0000000000000000000002","application_id":"int_1","data":{"n":1},"id":"wd_01HX0000000000000000000000"}',
    },
  ],
  parsed: ({ eventType, occurredAt, organizationId, channelId, deliveryId }, data) => ({
    type: eventType,
    timestamp: new Date(Math.floor(occurredAt.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z'),
    organization_id: organizationId,
    application_id: channelId,
    data,
    id: deliveryId,
  }),
  idempotencyKey: ({ body }) => JSON.parse(body.toString()).id,
  accepts({ headers, body }, key) {
    try {
      stripe.webhooks.constructEvent(body, headers.get('x-campsite-signature') ?? '', key)
      return true
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false
      throw error
    }
  },
  secretForms: { HMAC: /^[0-9a-f]{32}$/ },
  eventTypes: ['post.created', 'comment.created', 'app.mentioned', 'message.created', 'message.dm'],
  optional: [],
  free: [],
  data: [
    { type: 'post.created', data: { post: { ...post, resolution } }, valid: true },
    {
      type: 'post.created',
      data: { post: { ...post, resolution: { ...resolution, resolved_by: null } } },
      valid: false,
    },
    { type: 'post.created', data: { post: { ...post, created_at: 'yesterday' } }, valid: false },
    { type: 'post.created', data: { post: { ...post, comments_count: -1 } }, valid: false },
    {
      type: 'comment.created',
      data: { comment: { ...comment, author: { ...comment.author, type: 'robot' } } },
      valid: false,
    },
    { type: 'message.created', data: { message: { ...message, author: null } }, valid: true },
    { type: 'app.mentioned', data: { type: 'post', post }, valid: true },
    { type: 'app.mentioned', data: { type: 'comment', comment }, valid: true },
    { type: 'app.mentioned', data: { type: 'message', message }, valid: true },
    { type: 'app.mentioned', data: { type: 'post', comment }, valid: false },
    { type: 'app.mentioned', data: { type: 'comment', comment: post }, valid: false },
    { type: 'app.mentioned', data: { type: 'note', note: {} }, valid: false },
  ],
  userAgent: 'Campsite-Webhooks/1.0',
  timeoutMs: 20_000,
  retriesS: [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360],
  more: false,
  plans: null,
  says: ['Organization settings', 'Integrations', 'Webhooks', 'Add webhook', 'Create webhook', 'Copy secret'],
}
