import { defineEntity, p } from '@mikro-orm/postgresql'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'
import { createdAt, instant } from './columns.ts'

export type WebhookStatus = 'ENABLED' | 'DISABLED' | 'PAUSED'
export type WebhookStatusReason = 'REQUESTED' | 'GONE' | 'PLAN'
export type SecretKind = 'HMAC' | 'ED25519'

const WebhookSchema = defineEntity({
  name: 'Webhook',
  tableName: 'webhooks',
  properties: {
    /** `wh_<ULID>`. */
    id: p.text().primary(),
    organizationId: p.text(),
    dialect: p.text(),
    url: p.text(),
    description: p.text(),
    eventTypes: p.array<string>(),
    /** Null: events of all channels. */
    channelId: p.text().nullable().strictNullable(),
    status: p.text().$type<WebhookStatus>(),
    statusReason: p.text().$type<WebhookStatusReason>().nullable().strictNullable(),
    /** Custom headers, in order. */
    headers: p.json<[name: string, value: string][]>(),
    secretKind: p.text().$type<SecretKind>(),
    /** Encrypted, the newest first. */
    secrets: p.json<SealedSecret[]>(),
    createdAt: createdAt(),
    updatedAt: instant()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
    /** Deleted webhooks stay for their log. */
    deletedAt: instant().nullable().strictNullable(),
  },
})

/** One URL of an organization that receives events. */
export class Webhook extends WebhookSchema.class {}
WebhookSchema.setClass(Webhook)
