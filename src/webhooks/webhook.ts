import { defineEntity, p } from '@mikro-orm/postgresql'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'
import type { OwnPolicy } from '../retries/own-policy.ts'
import { createdAt, instant } from '../database/columns.ts'
import type { OperationalScope, SecretKind, WebhookStatus, WebhookStatusReason } from '../words/enums.ts'

const WebhookSchema = defineEntity({
  name: 'Webhook',
  tableName: 'webhooks',
  properties: {
    /** `wh_<ULID>`. */
    id: p.text().primary(),
    organizationId: p.text(),
    dialect: p.text(),
    /** The caller's own id; null if it gave none. */
    uid: p.text().nullable().strictNullable(),
    /** The idempotency key of the call that created it, and a hash of what that asked for; null without a key. */
    creationKey: p.text().nullable().strictNullable(),
    creationHash: p.text().nullable().strictNullable(),
    url: p.text(),
    description: p.text(),
    eventTypes: p.array<string>(),
    /** Null for events of all channels. */
    channelId: p.text().nullable().strictNullable(),
    status: p.text().$type<WebhookStatus>(),
    statusReason: p.text().$type<WebhookStatusReason>().nullable().strictNullable(),
    /** The status to restore when the plan includes the webhook again; null unless it is DISABLED for PLAN. */
    statusBeforePlan: p.text().$type<Exclude<WebhookStatus, 'DISABLED'>>().nullable().strictNullable(),
    /** Since when it missed something by being disabled for the last time: see schema.graphql. */
    missedSince: instant().nullable().strictNullable(),
    /**
     * Goes up when the URL or headers change and when the webhook is enabled. A receiver's answer to a request of an older
     * version says nothing about the current target.
     */
    targetVersion: p.integer(),
    /** What its owner chose of how attempts are made; null: all is the dialect's. */
    retryPolicy: p.json<OwnPolicy>().nullable().strictNullable(),
    /** Whose operational events it gets; null: it gets what is published. */
    operational: p.text().$type<OperationalScope>().nullable().strictNullable(),
    /** Custom headers, in order. */
    headers: p.json<[name: string, value: string][]>(),
    secretKind: p.text().$type<SecretKind>(),
    /** Encrypted, the newest first. */
    secrets: p.json<SealedSecret[]>(),
    /** Which opening of the listener gets its requests, and when it was last there; null: it is no listener. */
    listenerSession: p.text().nullable().strictNullable(),
    listenerSeenAt: instant().nullable().strictNullable(),
    createdAt: createdAt(),
    /** Strictly increasing, so that it identifies a state of the webhook. Change the row only under its lock. */
    updatedAt: instant()
      .onCreate(() => new Date())
      .onUpdate(({ updatedAt }) => new Date(Math.max(Date.now(), updatedAt.getTime() + 1))),
    /** The rows of deleted webhooks stay, for their log. */
    deletedAt: instant().nullable().strictNullable(),
  },
})

/** A URL of an organization to which its events are sent. */
export class Webhook extends WebhookSchema.class {}
WebhookSchema.setClass(Webhook)

/** Custom headers in the form in which they are stored. */
export const headerPairs = (headers: readonly { name: string; value: string }[]) =>
  headers.map(({ name, value }): [name: string, value: string] => [name, value])
