import type { RetryPolicy } from './retry-policy.ts'
import type { SecretKind } from '../words/enums.ts'
import type { Schema } from './schema.ts'

/** One signing secret of a webhook in plain text, which is in memory only, and only of a thousand webhooks that were in use lately. */
export type Secret = string

/** What a dialect needs to write the body of one delivery. */
export interface Envelope {
  /** `evt_<ULID>`: the same for every webhook that receives the event. */
  eventId: string
  /** `wd_<ULID>`: one event for one webhook. */
  deliveryId: string
  organizationId: string
  /** The one channel the webhook is limited to, or null when it receives all. */
  channelId: string | null
  eventType: string
  occurredAt: Date
  /** The JSON text of the event's data, exactly as published; it is copied into the body byte for byte. */
  data: string
}

/** What a dialect needs to sign one attempt. */
export interface Signable {
  eventId: string
  deliveryId: string
  /** When this attempt is made. */
  attemptedAt: Date
  /** The exact body text; signed as UTF-8. */
  body: string
  /** The webhook's live secrets, the newest first. More than one only while a rotated secret is still valid. */
  secrets: readonly Secret[]
}

export interface DialectEventType {
  name: string
  description: string
  /** JSON Schema (draft 2020-12) that the data of each published event must meet. */
  schema: object
  /** A realistic instance of the data; sent by the Test tab. */
  example: object
}

/** One field of the form that creates or changes a webhook. */
export interface FieldWords {
  label: string
  /** One sentence below the field. */
  help: string
}

/** The dashboard's words for what each system calls differently. */
export interface Words {
  /** The menu path to the webhooks, from the sidebar on. `{channel}` stands for the title of the channel being shown. */
  settingsPath: readonly string[]
  /** The button that opens the empty form: `New webhook`. */
  newWebhook: string
  /** The button that saves the form: `Create webhook`. */
  createWebhook: string
  fields: { url: FieldWords; events: FieldWords; channel: FieldWords }
  /** The choice in the channel field for all channels: `All campaigns`. Null if a channel is required. */
  allChannels: string | null
  copySecret: string
  /** Shown beside a secret. */
  secretNotice: string
  tabs: { deliveryLog: string; test: string; settings: string }
}

/** The wire format and the rules of one webhook system. No code outside `src/dialects/` depends on a dialect's name. */
export interface Dialect {
  /** The name in the API: `sjocamp`. */
  name: string
  /** The name shown to people: `Sjocamp`. */
  title: string
  /** The user agent of every request, `<Title>-Webhooks/1.0`. */
  userAgent: string
  /** Longest time an attempt may take, from the name look-up to the last byte of the answer. */
  timeoutMs: number
  retryPolicy: RetryPolicy
  /** Whether a webhook may have a policy of its own. False where the system's texts promise its receivers when it retries. */
  ownPolicy: boolean
  /** The plans whose organizations may have webhooks of this dialect; null allows all plans. */
  plans: readonly string[] | null
  secret: {
    /** The kinds that createSecret can create; the first is the default. */
    kinds: readonly SecretKind[]
    /** True: only createWebhook and a rotation return the secret. False: it can be copied again later. */
    shownOnce: boolean
    /** Whether one request can have signatures of several secrets, which a rotation with overlap needs. */
    overlap: boolean
  }
  channel: {
    /** `Campaign`. */
    noun: string
    /** `Campaigns`. */
    plural: string
    /** True: each webhook belongs to exactly one channel. */
    required: boolean
    /** The top-level field of an event's data with the channel's id, for publishers that name no channel; null if none. */
    dataField: string | null
  }
  /** The event types of every organization of this dialect; an organization may define more. */
  eventTypes: readonly DialectEventType[]
  /** The headers of signatureHeaders, in the same order and spelling. A webhook's custom headers can't set them. */
  headers: readonly { name: string; description: string }[]
  words: Words
  /** Creates a secret in this dialect's form. Throws for a kind that is not in `secret.kinds`. */
  createSecret(kind?: SecretKind): Secret
  /**
   * What kind of secret a given text is: a customer who comes from another system keeps that system's secret. `problem`: why it is none,
   * as a sentence that does not repeat it.
   */
  readSecret(text: string): { kind: SecretKind } | { problem: string }
  /** The public key with which receivers verify; null for a shared secret. */
  publicKey(secret: Secret): string | null
  /** The exact text of the body. The same envelope gives the same text, so every retry sends the same bytes. */
  body(envelope: Envelope): string
  /** JSON Schema (draft 2020-12) of the bodies of one event type. `data`: the schema of its data, or a reference to it. */
  bodySchema(eventType: string, data: Schema): Schema
  /** The signature headers of one attempt, in order, in their documented spelling. */
  signatureHeaders(signable: Signable): [name: string, value: string][]
}
