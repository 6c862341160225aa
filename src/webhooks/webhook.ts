import { defineEntity, p } from '@mikro-orm/postgresql'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'
import { createdAt, instant } from '../database/columns.ts'
import type { SecretKind, WebhookStatus, WebhookStatusReason } from '../words/enums.ts'

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
    /** What it was when the plan was taken away, and is again when the plan is back; null unless DISABLED for PLAN. */
    statusBeforePlan: p.text().$type<'ENABLED' | 'PAUSED'>().nullable().strictNullable(),
    /**
     * Goes up whenever requests go elsewhere or look otherwise (URL, headers), and whenever somebody enables it: what a
     * receiver answered to an older one says nothing about this.
     */
    targetVersion: p.integer(),
    /** Custom headers, in order. */
    headers: p.json<[name: string, value: string][]>(),
    secretKind: p.text().$type<SecretKind>(),
    /** Encrypted, the newest first. */
    secrets: p.json<SealedSecret[]>(),
    createdAt: createdAt(),
    /** Strictly increasing, so that it tells one state from the next: change it under a lock of the row only. */
    updatedAt: instant()
      .onCreate(() => new Date())
      .onUpdate(({ updatedAt }) => new Date(Math.max(Date.now(), updatedAt.getTime() + 1))),
    /** Deleted webhooks stay for their log. */
    deletedAt: instant().nullable().strictNullable(),
  },
})

/** One URL of an organization that receives events. */
export class Webhook extends WebhookSchema.class {}
WebhookSchema.setClass(Webhook)

/** Custom headers as they are stored. */
export const headerPairs = (headers: readonly { name: string; value: string }[]) =>
  headers.map(({ name, value }): [name: string, value: string] => [name, value])
