/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AttemptOutcome =
  /** The receiver did not answer 2xx in time. */
  | 'FAILED'
  /** The attempt's worker ended before the attempt did; nobody knows whether the receiver got the request. */
  | 'INTERRUPTED'
  /** The receiver answered 2xx in time. */
  | 'SUCCEEDED';

export type AttemptTrigger =
  /** Made by the delivery's own schedule. */
  | 'AUTOMATIC'
  /** Asked for with retryDelivery. */
  | 'MANUAL'
  /** Asked for with sendTestEvent. */
  | 'TEST';

export type CreateApiKeyInput = {
  expiresAt?: string | null | undefined;
  name: string;
  organizationId?: string | null | undefined;
  scopes: Array<Scope>;
};

export type CreateChannelInput = {
  /** The product's own id (1 to 64 of A-Z a-z 0-9 _ -); `ch_<ULID>` unless given. */
  id?: string | null | undefined;
  name: string;
  organizationId?: string | null | undefined;
};

export type CreateDashboardSessionInput = {
  /** `#rrggbb`, for buttons and links; durahook's own unless given. */
  accentColor?: string | null | undefined;
  /** How long the session lasts, from 60 to 86,400; 8 hours unless given. */
  expiresInSeconds?: number | null | undefined;
  /** Shown at the top of the page; the organization's name unless given. */
  name?: string | null | undefined;
  organizationId?: string | null | undefined;
  /** True: the session can read but change nothing. False unless given. */
  readOnly?: boolean | null | undefined;
  /** What it may manage besides webhooks and deliveries. Nothing unless given; not together with `readOnly`. */
  rights?: Array<SessionRight> | null | undefined;
};

export type CreateOrganizationInput = {
  /** `standard` unless given. */
  dialect?: string | null | undefined;
  /** The product's own id (1 to 64 of A-Z a-z 0-9 _ -); `org_<ULID>` unless given. */
  id?: string | null | undefined;
  /** REFUSE unless given. */
  ifExists?: IfExists | null | undefined;
  /** That of the setting FIRST_ATTEMPT unless given. */
  lane?: Lane | null | undefined;
  name: string;
  /** FREE unless given. */
  plan?: Plan | null | undefined;
};

export type CreateWebhookInput = {
  /** Limits the webhook to one channel; null: all. */
  channelId?: string | null | undefined;
  description?: string | null | undefined;
  /** The organization's default unless given. */
  dialect?: string | null | undefined;
  /** At least one: names, `invoice.*` for every type that begins with `invoice.`, or `*` for every type. */
  eventTypes: Array<string>;
  /** Up to 20, added to each request. */
  headers?: Array<HeaderInput> | null | undefined;
  /**
   * Up to 255 characters. The same key gives the same webhook and secret, also after the answer was lost; with another input the
   * code is IDEMPOTENCY_KEY_REUSED. Secrets that are shown once are given for 24 hours.
   * A key whose webhook was deleted creates another. After a rotation a given secret is no longer the webhook's, and counts as another input.
   */
  idempotencyKey?: string | null | undefined;
  /**
   * Given, it is an operational webhook: its event types are those of OperationalEvent.type, or `webhook.*`, `delivery.*`, `*`; its
   * dialect is `standard`; it has no channel. It can't be changed. ALL: scope OPERATE.
   */
  operational?: OperationalScope | null | undefined;
  organizationId?: string | null | undefined;
  /** None unless given. */
  rateLimit?: RateLimitInput | null | undefined;
  /** The dialect's unless given. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /**
   * The secret of another system, so that receivers need not change: `whsec_…` or `whsk_…` for Standard Webhooks, 16 to 256
   * characters of ASCII without blanks for the others. A new one unless given.
   */
  secret?: string | null | undefined;
  /** HMAC unless given; that of `secret` if this is given. */
  secretKind?: SecretKind | null | undefined;
  /** ENABLED unless given. What is published while it is DISABLED makes no deliveries for it; a replay can send it later. */
  status?: WebhookStatus | null | undefined;
  /**
   * The caller's own id of the webhook, up to 255 characters, unique in the organization; `Query.webhooks(uid:)` finds it. One of a
   * deleted webhook can be used again. Those that begin with `listener/` are of `durahook listen`.
   */
  uid?: string | null | undefined;
  url: string;
};

/**
 * Which deliveries to list. All given conditions must be true; a list without values is none. Status code and error kind are those of
 * the last attempt. Deliveries that ended before version 0.2 have neither, nor an event type, and are not found by them.
 */
export type DeliveryFilter = {
  /** Deliveries to webhooks that are limited to this channel now. */
  channelId?: string | null | undefined;
  errorKinds?: Array<ErrorKind> | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  /** Created not before this instant. */
  since?: string | null | undefined;
  statusCodes?: Array<number> | null | undefined;
  statuses?: Array<DeliveryStatus> | null | undefined;
  /** As in EventFilter, of its event; or a delivery's id. */
  text?: string | null | undefined;
  /** Created before this instant. */
  until?: string | null | undefined;
};

/** Which attempts of a log to read. All given conditions must be true. */
export type DeliveryLogFilter = {
  eventType?: string | null | undefined;
  outcome?: AttemptOutcome | null | undefined;
  /** Not before this instant. */
  since?: string | null | undefined;
  /**
   * Part of the response body, the error message or the event type; or the beginning of the attempt's id (`wd_…`); or a status
   * code. Upper and lower case are equal. At most 200 characters.
   */
  text?: string | null | undefined;
  /** Before this instant. */
  until?: string | null | undefined;
};

export type DeliveryStatus =
  /** Ended by cancelDelivery, with its webhook, by the erasure of its event, or by an operator in Temporal. */
  | 'CANCELED'
  /** All attempts failed, or the receiver is gone. */
  | 'FAILED'
  /** An attempt is on its way or will be made. */
  | 'PENDING'
  /** Not made, because its webhook was disabled. retryDelivery and replays can send it. */
  | 'SKIPPED'
  /** A receiver answered 2xx. */
  | 'SUCCEEDED';

/** When a webhook that fails is disabled; null or left out: the server's. */
export type DisableFailingInput = {
  /** 1 to 10,000 different deliveries that failed their first attempt. */
  afterDeliveries?: number | null | undefined;
  /** 0 (never), or 1 to 8,760 hours without one success. */
  afterHours?: number | null | undefined;
};

export type ErrorKind =
  /** The URL leads to an address webhooks may not reach. Nothing was sent. */
  | 'ADDRESS_DENIED'
  /** The answer's body was over the size limit, and the rest was not read. The attempt does not fail for this. */
  | 'BODY_TRUNCATED'
  | 'CERTIFICATE_EXPIRED'
  /** Wrong name, unknown authority, self-signed. */
  | 'CERTIFICATE_INVALID'
  | 'CONNECTION_FAILED'
  | 'CONNECTION_REFUSED'
  /** The connection broke before the answer was complete. */
  | 'CONNECTION_RESET'
  | 'DNS_FAILED'
  | 'HEADERS_TOO_LARGE'
  /** The answer is not HTTP. */
  | 'HTTP_INVALID'
  /** The receiver answered with a status other than 2xx. */
  | 'HTTP_STATUS'
  /** The attempt's worker ended before the attempt did. */
  | 'INTERRUPTED'
  /** The request could not be made, for example because the secret's encryption key is missing. Nothing was sent. */
  | 'NOT_SENT'
  /** The receiver answered with a redirect, which is not followed. */
  | 'REDIRECT'
  /** The response began in time but did not end in time. */
  | 'TIMEOUT_BODY'
  | 'TIMEOUT_CONNECT'
  | 'TIMEOUT_RESPONSE'
  | 'TLS_FAILED';

/** Which events to list. All given conditions must be true; a list without values is none. Text is looked for in events that have their payload. */
export type EventFilter = {
  /** Events that concern this channel, or all channels. None if there is no such channel. */
  channelId?: string | null | undefined;
  /** Published not before this instant. */
  since?: string | null | undefined;
  /**
   * Text in the data, such as an e-mail address or an id, from the beginning of a word on; of several parts with blanks between
   * them, all must be there, anywhere. Or an event's id. Or an idempotency key: where the organization has no index
   * (`Organization.searchIndex`), only its event is listed then. Upper and lower case are equal. At most 200 characters.
   */
  text?: string | null | undefined;
  types?: Array<string> | null | undefined;
  /** Published before this instant. */
  until?: string | null | undefined;
};

export type EventTypeInput = {
  /**
   * Deprecates it: why, and what to use instead; 1 to 1,000 characters. Null: it is not deprecated. Left out: unchanged, and of a new one
   * not deprecated.
   */
  deprecationReason?: string | null | undefined;
  description?: string | null | undefined;
  example: unknown;
  /** Words of A-Z a-z 0-9 and _ joined by `.` or `-`, as in `invoice.paid`; 1 to 128 characters, at most 9 dots. Case matters. */
  name: string;
  organizationId?: string | null | undefined;
  schema?: unknown;
};

/** Whose an event type is. Of two with one name, the first of these counts, in this order. */
export type EventTypeOrigin =
  /** The dialect's. */
  | 'DIALECT'
  /** The organization's own. */
  | 'OWN'
  /** The operator's, for all organizations. */
  | 'SHARED';

/** Delays that grow: each is the one before multiplied by `factor`. */
export type ExponentialDelaysInput = {
  /** 1 to 10. */
  factor: number;
  /** The delay before the first retry, in seconds: 1 to 86,400. */
  initialSeconds: number;
  /** The longest delay, in seconds: from `initialSeconds` to 86,400. */
  maximumSeconds: number;
};

export type HeaderInput = {
  name: string;
  value: string;
};

/** How a webhook is doing. */
export type HealthState =
  /** Its status is DISABLED. */
  | 'DISABLED'
  /**
   * For 5 minutes at least, no attempt has succeeded, and 3 or more have failed. One delivery at a time goes on trying; the others wait
   * for it. One success ends it.
   */
  | 'FAILING'
  /** Its receiver takes what it gets, as far as anybody knows. */
  | 'HEALTHY';

/** What happens when there is an organization with the given id already. */
export type IfExists =
  /** ALREADY_EXISTS. */
  | 'REFUSE'
  /** It is returned as it is; the rest of the input changes nothing. */
  | 'RETURN';

/** How a delivery's first attempt is made. Everything after it is the same: retries run in a Temporal workflow, for 24 hours. */
export type Lane =
  /**
   * By the worker itself, at a seventh of the cost; the workflow begins with the first failure. What succeeded at once is in the
   * delivery log, and not in Temporal UI.
   */
  | 'DIRECT'
  /** Inside the delivery's workflow: Temporal UI shows every delivery. */
  | 'WORKFLOW';

/** Whose operational events a webhook gets. */
export type OperationalScope =
  /** All organizations'. Scope OPERATE. */
  | 'ALL'
  /** Its organization's. */
  | 'ORGANIZATION';

export type Plan =
  | 'FREE'
  | 'TEAM';

export type PlanReplayInput = {
  /** Of the last attempt. */
  errorKinds?: Array<ErrorKind> | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  /**
   * True: also events that made no delivery because the webhook was disabled, or did not exist yet. Asks for `webhookId`, or for
   * every enabled webhook of the organization.
   */
  includeMissed?: boolean | null | undefined;
  /** The organization, unless `webhookId` is given. */
  organizationId?: string | null | undefined;
  /** 1 to 1,000; 10 unless given. */
  ratePerSecond?: number | null | undefined;
  /** Deliveries created not before this instant; 24 hours ago unless given. */
  since?: string | null | undefined;
  /** Of the last attempt. */
  statusCodes?: Array<number> | null | undefined;
  /** FAILED and SKIPPED unless given; not PENDING. */
  statuses?: Array<DeliveryStatus> | null | undefined;
  /** Deliveries created before this instant; now unless given. */
  until?: string | null | undefined;
  /** Only deliveries to this webhook. */
  webhookId?: string | null | undefined;
};

export type PreviewDeliveryInput = {
  /** The type's example unless given. */
  data?: unknown;
  eventType: string;
  webhookId: string;
};

export type PreviewSecret =
  /**
   * A secret made for this preview and not kept, so receivers refuse the request; all else is as it would be sent. The caller
   * lacks the scope MANAGE and could forge requests with a real signature.
   */
  | 'THROWAWAY'
  /** The webhook's secret, and its old ones during a rotation: receivers accept the request. */
  | 'WEBHOOK';

/** At most so many attempts in a time, evenly spaced: 1 to 1,000,000. */
export type RateLimitInput = {
  limit: number;
  per: RatePeriod;
};

export type RatePeriod =
  | 'HOUR'
  | 'MINUTE'
  | 'SECOND';

export type ReplayStatus =
  | 'CANCELED'
  /** All have ended. */
  | 'COMPLETED'
  | 'PAUSED'
  /** Deliveries are put back and sent. */
  | 'RUNNING';

/** Days, from 0.0006 (a minute) to the server's; null or left out: the server's. */
export type RetentionInput = {
  attemptDays?: number | null | undefined;
  deliveryDays?: number | null | undefined;
  eventDays?: number | null | undefined;
  payloadDays?: number | null | undefined;
};

/**
 * How attempts are made to one webhook: at most 50 retries. What is null or left out is the dialect's. Dialects that promise their
 * receivers when they retry allow none: RETRY_POLICY_NOT_SUPPORTED.
 */
export type RetryPolicyInput = {
  /**
   * No attempt begins later than this after the first, in seconds: 1 to 86,400. The last one is made then, if a delay would pass it.
   * Never after 24 hours.
   */
  deadlineSeconds?: number | null | undefined;
  /** One delay for each retry, in seconds: 1 to 50 of them, each from 1 to 86,400. Not together with `exponential`. */
  delays?: Array<number> | null | undefined;
  exponential?: ExponentialDelaysInput | null | undefined;
  /** 0 to 50 retries after the first attempt. */
  maximumRetries?: number | null | undefined;
  /** The longest time an attempt may take, in milliseconds: 1,000 to 30,000. */
  timeoutMs?: number | null | undefined;
};

export type ScheduleActionStatus =
  | 'CANCELED'
  | 'COMPLETED'
  | 'FAILED'
  | 'RUNNING'
  | 'TERMINATED'
  | 'TIMED_OUT';

/** What an API key may do. */
export type Scope =
  /** Manage webhooks, channels, event types, keys and deliveries. */
  | 'MANAGE'
  /** All of these, for every organization. */
  | 'OPERATE'
  /** Publish events. */
  | 'PUBLISH'
  /** Read everything of the organization, except secrets. */
  | 'READ';

export type SecretKind =
  /** A key pair, Ed25519: receivers need the public key only. */
  | 'ED25519'
  /** A shared secret, HMAC-SHA256. */
  | 'HMAC';

export type SendTestEventInput = {
  /** The type's example unless given. */
  data?: unknown;
  eventType: string;
  webhookId: string;
};

/** What a session made for a customer may manage besides webhooks and deliveries. */
export type SessionRight =
  /** Make, rotate and revoke API keys of the organization, with the scopes READ and MANAGE. Such a key is not limited by the rights. */
  | 'API_KEYS'
  /** Make, rename and delete channels. */
  | 'CHANNELS'
  /** Make and change the organization's own event types. */
  | 'EVENT_TYPES';

export type StartReplayInput = {
  errorKinds?: Array<ErrorKind> | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  /** Up to 255 characters. */
  idempotencyKey?: string | null | undefined;
  includeMissed?: boolean | null | undefined;
  /** As in PlanReplayInput. */
  organizationId?: string | null | undefined;
  ratePerSecond?: number | null | undefined;
  since?: string | null | undefined;
  statusCodes?: Array<number> | null | undefined;
  statuses?: Array<DeliveryStatus> | null | undefined;
  until?: string | null | undefined;
  webhookId?: string | null | undefined;
};

export type SweepKind =
  /** A workflow had ended, and Postgres did not know how. */
  | 'ENDED'
  /** The worker died in the middle of an attempt; it is logged as INTERRUPTED. */
  | 'INTERRUPTED'
  /** Somebody asked for a retry while Temporal was away; it was told now. */
  | 'RETRIES_SENT'
  /** Temporal had lost the workflow of a delivery that is open. */
  | 'STARTED_AGAIN'
  /** A workflow waits for another moment than Postgres knew, or was paused or reset in Temporal. */
  | 'UPDATED'
  /** A workflow went on whose delivery has ended, or is not in Postgres. */
  | 'WORKFLOWS_ENDED';

export type UpdateChannelInput = {
  id: string;
  name: string;
  organizationId?: string | null | undefined;
};

export type UpdateOrganizationInput = {
  dialect?: string | null | undefined;
  /** Both conditions; left out: unchanged. */
  disableFailing?: DisableFailingInput | null | undefined;
  id: string;
  /** Deliveries that are claimed from now on; an attempt under way stays in its lane. */
  lane?: Lane | null | undefined;
  name?: string | null | undefined;
  plan?: Plan | null | undefined;
  /** All four times; left out: unchanged. */
  retention?: RetentionInput | null | undefined;
  /** Events published from now on. Makes publishing more expensive (docs/decisions/0023). */
  searchIndex?: boolean | null | undefined;
  /** Attempts from now on. */
  sendTraceparent?: boolean | null | undefined;
};

export type UpdateWebhookInput = {
  /** Null: all channels. Left out: unchanged. */
  channelId?: string | null | undefined;
  description?: string | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  /** `updatedAt` as it was read: if the webhook has changed since, nothing is stored (CONFLICT). */
  expectedUpdatedAt?: string | null | undefined;
  headers?: Array<HeaderInput> | null | undefined;
  id: string;
  /** Null: no limit. Left out: unchanged. */
  rateLimit?: RateLimitInput | null | undefined;
  /** Replaces all that was chosen. Null: all is the dialect's again. Left out: unchanged. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  url?: string | null | undefined;
};

export type UserErrorCode =
  /** The URL leads to a private, local or otherwise reserved address. */
  | 'ADDRESS_DENIED'
  | 'ALREADY_EXISTS'
  | 'ALREADY_FINISHED'
  /** The dialect's webhooks belong to a channel. */
  | 'CHANNEL_REQUIRED'
  /** Somebody changed it since it was read: read it again, then change it. */
  | 'CONFLICT'
  | 'DATA_FAILS_SCHEMA'
  | 'EXAMPLE_FAILS_SCHEMA'
  | 'FORBIDDEN'
  /** A header is not valid in HTTP, or the headers are too many or too long. */
  | 'HEADER_INVALID'
  /** durahook or HTTP uses this header's name. */
  | 'HEADER_RESERVED'
  | 'HOST_NOT_FOUND'
  /** The idempotency key was used for an event with other content. */
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INVALID'
  | 'INVALID_SCHEMA'
  | 'IN_USE'
  /** It is a listener of `durahook listen`, which is changed by listening again, or deleted. */
  | 'IS_LISTENER'
  /** The organization already has the maximum number of these. */
  | 'LIMIT_REACHED'
  | 'NOT_FOUND'
  | 'NO_EVENT_TYPES'
  /** The dialect's signature carries one secret only. */
  | 'OVERLAP_NOT_SUPPORTED'
  /** The event's payload was erased, or is no longer kept: nothing can be sent. */
  | 'PAYLOAD_DELETED'
  | 'PAYLOAD_TOO_LARGE'
  /** The organization's plan does not include the dialect. */
  | 'PLAN_REQUIRED'
  /** The dialect's webhooks have no policy of their own: it promises its receivers when it retries. */
  | 'RETRY_POLICY_NOT_SUPPORTED'
  /** A given secret is none of the dialect: wrong form or length. */
  | 'SECRET_INVALID'
  | 'SECRET_SHOWN_ONCE'
  | 'TOO_MANY_EVENTS'
  /** The maximum number of secrets already signs for the webhook: one has to expire first. */
  | 'TOO_MANY_SECRETS'
  | 'UNKNOWN_CHANNEL'
  | 'UNKNOWN_DIALECT'
  | 'UNKNOWN_EVENT_TYPE'
  | 'URL_HAS_CREDENTIALS'
  | 'URL_HAS_FRAGMENT'
  | 'URL_INVALID'
  | 'URL_NOT_HTTPS'
  | 'URL_TOO_LONG'
  | 'WEBHOOK_DELETED'
  | 'WEBHOOK_DISABLED';

export type WebhookOrder =
  | 'NEWEST'
  | 'OLDEST'
  /** By the URL, from A to Z. */
  | 'URL';

export type WebhookStatus =
  /** Receives nothing; events make no deliveries for it. */
  | 'DISABLED'
  /** Receives events. */
  | 'ENABLED'
  /** A listener of `durahook listen`, made by the subscription `listen`: its deliveries wait until it comes for them. */
  | 'LISTENING'
  /** Receives nothing for now; its deliveries wait. */
  | 'PAUSED';

export type WebhookStatusReason =
  /** No attempt succeeded for as long as `Organization.disableFailing` says. */
  | 'FAILING'
  /** The receiver answered 410 Gone. */
  | 'GONE'
  /** The organization's plan no longer includes the dialect. When it does again, the webhook receives again. */
  | 'PLAN'
  /** Somebody called disableWebhook or pauseWebhook. */
  | 'REQUESTED';

export type WorkerStatus =
  /** It completes what it has begun, and takes nothing new. */
  | 'ENDING'
  | 'RUNNING';

export type DeliveryRowFragment = { eventType: string | null, test: boolean, createdAt: string, id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, event: { id: string, type: string } | null, webhook: { url: string, id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } };

export type DeliveriesQueryVariables = Exact<{
  organizationId: string;
  webhookId?: string | null | undefined;
  filter: DeliveryFilter;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type DeliveriesQuery = { found: { nodes: Array<{ eventType: string | null, test: boolean, createdAt: string, id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, event: { id: string, type: string } | null, webhook: { url: string, id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type EventRowFragment = { id: string, type: string, occurredAt: string, erasedAt: string | null, idempotencyKey: string | null, test: boolean, deliveries: { nodes: Array<{ id: string, status: DeliveryStatus }>, pageInfo: { hasNextPage: boolean } } };

export type PageFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type EventsQueryVariables = Exact<{
  organizationId: string;
  filter: EventFilter;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type EventsQuery = { found: { nodes: Array<{ id: string, type: string, occurredAt: string, erasedAt: string | null, idempotencyKey: string | null, test: boolean, deliveries: { nodes: Array<{ id: string, status: DeliveryStatus }>, pageInfo: { hasNextPage: boolean } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type EventDetailQueryVariables = Exact<{
  id: string;
}>;


export type EventDetailQuery = { event: { id: string, type: string, occurredAt: string, createdAt: string, erasedAt: string | null, idempotencyKey: string | null, test: boolean, data: unknown, channels: Array<string>, deliveries: { nodes: Array<{ id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, webhook: { id: string, url: string } }>, pageInfo: { hasNextPage: boolean } } } };

export type EraseEventMutationVariables = Exact<{
  id: string;
}>;


export type EraseEventMutation = { eraseEvent: { event: { id: string, erasedAt: string | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ChoicesQueryVariables = Exact<{
  organizationId: string;
}>;


export type ChoicesQuery = { eventTypes: Array<{ name: string }>, webhooks: { nodes: Array<{ id: string, url: string, status: WebhookStatus }> }, organization: { id: string, channels: { nodes: Array<{ id: string, name: string }> } } };

export type FirstStepsQueryVariables = Exact<{
  organizationId: string;
}>;


export type FirstStepsQuery = { deliveries: { nodes: Array<{ id: string }> }, events: { nodes: Array<{ id: string }> }, webhooks: { nodes: Array<{ id: string }> }, eventTypes: Array<{ name: string, origin: EventTypeOrigin }>, organization: { id: string, channels: { nodes: Array<{ id: string }> } } };

export type HealthFragment = { state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number };

export type HealthDetailFragment = { effectiveRate: number | null, quietUntil: string | null, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } };

export type DisableFailingQueryVariables = Exact<{
  organizationId: string;
}>;


export type DisableFailingQuery = { organization: { id: string, disableFailing: { afterHours: number | null, afterDeliveries: number }, chosenDisableFailing: { afterHours: number | null, afterDeliveries: number | null } } };

export type SetDisableFailingMutationVariables = Exact<{
  id: string;
  disableFailing: DisableFailingInput;
}>;


export type SetDisableFailingMutation = { updateOrganization: { organization: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type InstallationQueryVariables = Exact<{ [key: string]: never; }>;


export type InstallationQuery = { installation: { version: string, attemptsUnderWay: number, lastSweepAt: string | null, temporalUrl: string | null, workers: Array<{ identity: string, version: string | null, host: string | null, processId: string | null, status: WorkerStatus, cpu: number | null, memory: number | null, startedAt: string | null, heartbeatAt: string, firstAttempts: { used: number, all: number } | null, retries: { used: number, all: number } | null }> | null, backlog: Array<{ waiting: number, exact: boolean, oldestAt: string | null, organization: { id: string, name: string } }>, sweeps: Array<{ at: string, findings: Array<{ kind: SweepKind, count: number, deliveries: Array<{ id: string, organizationId: string | null }> }> }>, replays: Array<{ id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, organization: { id: string, name: string }, webhook: { id: string, url: string } | null }>, schedules: Array<{ id: string, paused: boolean, note: string | null, nextActionAt: string | null, temporalUrl: string | null, lastAction: { at: string, status: ScheduleActionStatus | null, result: string | null, temporalUrl: string | null } | null }> | null } };

export type WorkerRowFragment = { identity: string, version: string | null, host: string | null, processId: string | null, status: WorkerStatus, cpu: number | null, memory: number | null, startedAt: string | null, heartbeatAt: string, firstAttempts: { used: number, all: number } | null, retries: { used: number, all: number } | null };

export type BacklogRowFragment = { waiting: number, exact: boolean, oldestAt: string | null, organization: { id: string, name: string } };

export type SweepRowFragment = { at: string, findings: Array<{ kind: SweepKind, count: number, deliveries: Array<{ id: string, organizationId: string | null }> }> };

export type ReplayUnderWayFragment = { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, organization: { id: string, name: string }, webhook: { id: string, url: string } | null };

export type ScheduleRowFragment = { id: string, paused: boolean, note: string | null, nextActionAt: string | null, temporalUrl: string | null, lastAction: { at: string, status: ScheduleActionStatus | null, result: string | null, temporalUrl: string | null } | null };

export type LogRowFragment = { id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, latency: { totalMs: number } };

export type WebhookLogHeadQueryVariables = Exact<{
  scope: string;
}>;


export type WebhookLogHeadQuery = { log: { id: string, deliveryLog: { edges: Array<{ cursor: string }> } } };

export type OrganizationLogHeadQueryVariables = Exact<{
  scope: string;
}>;


export type OrganizationLogHeadQuery = { log: { id: string, deliveryLog: { edges: Array<{ cursor: string }> } } };

export type LogEntriesFragment = { edges: Array<{ cursor: string, node: { id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, delivery: { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } } | null, latency: { totalMs: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type WebhookLogPageQueryVariables = Exact<{
  scope: string;
  first: number;
  after?: string | null | undefined;
  filter?: DeliveryLogFilter | null | undefined;
}>;


export type WebhookLogPageQuery = { log: { id: string, deliveryLog: { edges: Array<{ cursor: string, node: { id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, delivery: { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } } | null, latency: { totalMs: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type OrganizationLogPageQueryVariables = Exact<{
  scope: string;
  first: number;
  after?: string | null | undefined;
  filter?: DeliveryLogFilter | null | undefined;
}>;


export type OrganizationLogPageQuery = { log: { id: string, deliveryLog: { edges: Array<{ cursor: string, node: { id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, delivery: { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } } | null, latency: { totalMs: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type FollowWebhookLogSubscriptionVariables = Exact<{
  scope: string;
  after?: string | null | undefined;
  withBody: boolean;
}>;


export type FollowWebhookLogSubscription = { entry: { cursor: string, node: { responseBody?: string | null, id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, latency: { totalMs: number } } } };

export type FollowOrganizationLogSubscriptionVariables = Exact<{
  scope: string;
  after?: string | null | undefined;
  withBody: boolean;
}>;


export type FollowOrganizationLogSubscription = { entry: { cursor: string, node: { responseBody?: string | null, id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, latency: { totalMs: number } } } };

export type LiveEntryFragment = { cursor: string, node: { responseBody?: string | null, id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, latency: { totalMs: number } } };

export type DeliveryNowFragment = { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } };

export type HoldsFragment = { quietUntil: string | null, health: { state: HealthState } };

export type WebhookDeliveriesNowQueryVariables = Exact<{
  scope: string;
}>;


export type WebhookDeliveriesNowQuery = { webhook: { id: string, status: WebhookStatus, deliveries: { nodes: Array<{ id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } }>, pageInfo: { hasNextPage: boolean } } } };

export type OrganizationDeliveriesNowQueryVariables = Exact<{
  scope: string;
}>;


export type OrganizationDeliveriesNowQuery = { deliveries: { nodes: Array<{ id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } }>, pageInfo: { hasNextPage: boolean } } };

export type PendingNowFragment = { nodes: Array<{ id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, webhook: { id: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } } }>, pageInfo: { hasNextPage: boolean } };

export type WebhookStatisticsQueryVariables = Exact<{
  scope: string;
  minutes: number;
}>;


export type WebhookStatisticsQuery = { log: { id: string, statistics: { attempts: number, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null, buckets: Array<{ start: string, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null }> } } };

export type OrganizationStatisticsQueryVariables = Exact<{
  scope: string;
  minutes: number;
}>;


export type OrganizationStatisticsQuery = { log: { id: string, statistics: { attempts: number, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null, buckets: Array<{ start: string, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null }> } } };

export type FiguresFragment = { attempts: number, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null, buckets: Array<{ start: string, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null }> };

export type DeliveryStateFragment = { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, decision: string, test: boolean, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, createdAt: string, finishedAt: string | null, hasWorkflow: boolean, temporalUrl: string | null };

export type DeliveryDetailQueryVariables = Exact<{
  id: string;
}>;


export type DeliveryDetailQuery = { delivery: { eventType: string | null, id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, decision: string, test: boolean, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, createdAt: string, finishedAt: string | null, hasWorkflow: boolean, temporalUrl: string | null, webhook: { id: string, url: string, status: WebhookStatus, quietUntil: string | null, health: { state: HealthState } }, event: { id: string, type: string, occurredAt: string, erasedAt: string | null, data: unknown, channels: Array<string>, idempotencyKey: string | null } | null, attempts: { nodes: Array<{ decision: string, startedAt: string, responseBody: string | null, responseBodyTruncated: boolean, resent: boolean, id: string, deliveryId: string, webhookId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, request: { url: string, headers: Array<{ name: string, value: string | null }> } | null, responseHeaders: Array<{ name: string, value: string }>, latency: { dnsMs: number | null, connectMs: number | null, tlsMs: number | null, firstByteMs: number | null, totalMs: number } }> } } };

export type WaitingDeliveriesQueryVariables = Exact<{
  organizationId: string;
  webhookId?: string | null | undefined;
}>;


export type WaitingDeliveriesQuery = { deliveries: { nodes: Array<{ eventType: string | null, id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, decision: string, test: boolean, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, createdAt: string, finishedAt: string | null, hasWorkflow: boolean, temporalUrl: string | null, webhook: { id: string, url: string, status: WebhookStatus } }> } };

export type RetryDeliveryMutationVariables = Exact<{
  id: string;
  expectedStatus?: DeliveryStatus | null | undefined;
}>;


export type RetryDeliveryMutation = { changed: { delivery: { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, decision: string, test: boolean, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, createdAt: string, finishedAt: string | null, hasWorkflow: boolean, temporalUrl: string | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type CancelDeliveryMutationVariables = Exact<{
  id: string;
}>;


export type CancelDeliveryMutation = { changed: { delivery: { id: string, status: DeliveryStatus, statusCode: number | null, errorKind: ErrorKind | null, decision: string, test: boolean, attemptCount: number, nextAttemptAt: string | null, attemptStartedAt: string | null, createdAt: string, finishedAt: string | null, hasWorkflow: boolean, temporalUrl: string | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type NoticeRowFragment = { id: string, type: string, message: string, occurredAt: string, webhook: { id: string, url: string } | null, delivery: { id: string } | null, replay: { id: string } | null };

export type NoticesQueryVariables = Exact<{
  organizationId: string;
  first: number;
  after?: string | null | undefined;
  types?: Array<string> | string | null | undefined;
}>;


export type NoticesQuery = { organization: { id: string, operationalEvents: { nodes: Array<{ id: string, type: string, message: string, occurredAt: string, webhook: { id: string, url: string } | null, delivery: { id: string } | null, replay: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type NoticeWebhooksQueryVariables = Exact<{
  organizationId: string;
}>;


export type NoticeWebhooksQuery = { webhooks: { nodes: Array<{ id: string, url: string, operational: OperationalScope | null }> } };

export type NoticesHeadQueryVariables = Exact<{
  organizationId: string;
}>;


export type NoticesHeadQuery = { organization: { id: string, operationalEvents: { edges: Array<{ cursor: string }> } } };

export type FollowNoticesSubscriptionVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type FollowNoticesSubscription = { operationalEvents: { cursor: string, node: { id: string } } };

export type DisablingsQueryVariables = Exact<{
  organizationId: string;
}>;


export type DisablingsQuery = { organization: { id: string, operationalEvents: { nodes: Array<{ occurredAt: string, webhook: { id: string } | null }> } } };

export type OverviewQueryVariables = Exact<{
  organizationId: string;
  minutes: number;
}>;


export type OverviewQuery = { organization: { id: string, statistics: { attempts: number, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null, buckets: Array<{ start: string, succeeded: number, failed: number, p50Ms: number | null, p99Ms: number | null }> }, failingWebhooks: Array<{ attempts: number, failed: number, lastError: string | null, lastFailedAt: string, webhook: { id: string, url: string, status: WebhookStatus } }>, webhooksInNeed: Array<{ id: string, url: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, updatedAt: string, health: { state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number } }> }, paused: { nodes: Array<{ id: string, url: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, updatedAt: string }> }, ended: { nodes: Array<{ id: string, decision: string, finishedAt: string | null, event: { id: string, type: string } | null, webhook: { id: string, url: string } }> } };

export type StoppedFragment = { id: string, url: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, updatedAt: string };

export type FollowOrganizationSubscriptionVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type FollowOrganizationSubscription = { organizationDeliveryLog: { cursor: string, node: { webhookId: string, id: string, deliveryId: string, eventType: string, number: number, trigger: AttemptTrigger, outcome: AttemptOutcome, statusCode: number | null, errorKind: ErrorKind | null, error: string | null, nextAttemptAt: string | null, finishedAt: string, latency: { totalMs: number } } } };

export type ReplayDetailFragment = { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null };

export type PlanReplayQueryVariables = Exact<{
  input: PlanReplayInput;
}>;


export type PlanReplayQuery = { planReplay: { matched: number, exact: boolean, oldest: string | null, newest: string | null, seconds: number } };

export type ReplaysQueryVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type ReplaysQuery = { replays: { nodes: Array<{ id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ReplayQueryVariables = Exact<{
  id: string;
}>;


export type ReplayQuery = { replay: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } };

export type FollowReplaySubscriptionVariables = Exact<{
  id: string;
}>;


export type FollowReplaySubscription = { replayProgress: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } };

export type StartReplayMutationVariables = Exact<{
  input: StartReplayInput;
}>;


export type StartReplayMutation = { changed: { replay: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PauseReplayMutationVariables = Exact<{
  id: string;
}>;


export type PauseReplayMutation = { changed: { replay: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ResumeReplayMutationVariables = Exact<{
  id: string;
}>;


export type ResumeReplayMutation = { changed: { replay: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type CancelReplayMutationVariables = Exact<{
  id: string;
}>;


export type CancelReplayMutation = { changed: { replay: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SetReplayRateMutationVariables = Exact<{
  id: string;
  ratePerSecond: number;
}>;


export type SetReplayRateMutation = { changed: { replay: { id: string, status: ReplayStatus, matched: number, counted: boolean, queued: number, delivered: number, failed: number, skipped: number, givenBack: number, ratePerSecond: number, eta: string | null, since: string, until: string, statuses: Array<DeliveryStatus>, eventTypes: Array<string>, statusCodes: Array<number>, errorKinds: Array<ErrorKind>, includeMissed: boolean, createdAt: string, finishedAt: string | null, temporalUrl: string | null, webhook: { id: string, url: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type RetentionQueryVariables = Exact<{
  organizationId: string;
}>;


export type RetentionQuery = { organization: { id: string, logCompleteSince: string | null, retention: { payloadDays: number, attemptDays: number, deliveryDays: number, eventDays: number }, chosenRetention: { payloadDays: number | null, attemptDays: number | null, deliveryDays: number | null, eventDays: number | null } } };

export type LogKeptQueryVariables = Exact<{
  organizationId: string;
}>;


export type LogKeptQuery = { organization: { id: string, logCompleteSince: string | null, retention: { attemptDays: number } } };

export type SetRetentionMutationVariables = Exact<{
  id: string;
  retention: RetentionInput;
}>;


export type SetRetentionMutation = { updateOrganization: { organization: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type DeletionFragment = { organizationId: string, requestedAt: string, finishedAt: string | null, temporalUrl: string | null, deleted: { events: number, deliveries: number, attempts: number, webhooks: number, channels: number, eventTypes: number, apiKeys: number, sessions: number } };

export type DeleteOrganizationMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type DeleteOrganizationMutation = { deleteOrganization: { deletion: { organizationId: string, requestedAt: string, finishedAt: string | null, temporalUrl: string | null, deleted: { events: number, deliveries: number, attempts: number, webhooks: number, channels: number, eventTypes: number, apiKeys: number, sessions: number } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type OrganizationDeletionQueryVariables = Exact<{
  organizationId: string;
}>;


export type OrganizationDeletionQuery = { organizationDeletion: { organizationId: string, requestedAt: string, finishedAt: string | null, temporalUrl: string | null, deleted: { events: number, deliveries: number, attempts: number, webhooks: number, channels: number, eventTypes: number, apiKeys: number, sessions: number } } };

export type ChannelsQueryVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type ChannelsQuery = { organization: { id: string, channels: { nodes: Array<{ id: string, name: string, createdAt: string, webhooks: { nodes: Array<{ id: string }>, pageInfo: { hasNextPage: boolean } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type ChannelQueryVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type ChannelQuery = { organization: { id: string, channel: { id: string, name: string, createdAt: string } } };

export type CreateChannelMutationVariables = Exact<{
  input: CreateChannelInput;
}>;


export type CreateChannelMutation = { createChannel: { channel: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type UpdateChannelMutationVariables = Exact<{
  input: UpdateChannelInput;
}>;


export type UpdateChannelMutation = { updateChannel: { channel: { id: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type DeleteChannelMutationVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type DeleteChannelMutation = { deleteChannel: { deletedChannelId: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type EventTypesQueryVariables = Exact<{
  organizationId: string;
}>;


export type EventTypesQuery = { eventTypes: Array<{ name: string, description: string, schema: unknown, example: unknown, origin: EventTypeOrigin, deprecationReason: string | null }> };

export type CreateEventTypeMutationVariables = Exact<{
  input: EventTypeInput;
}>;


export type CreateEventTypeMutation = { saved: { eventType: { name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type UpdateEventTypeMutationVariables = Exact<{
  input: EventTypeInput;
}>;


export type UpdateEventTypeMutation = { saved: { eventType: { name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ApiKeysQueryVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type ApiKeysQuery = { organization: { id: string, apiKeys: { nodes: Array<{ id: string, name: string, prefix: string, scopes: Array<Scope>, expiresAt: string | null, revokedAt: string | null, lastUsedAt: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { made: { secret: string | null, apiKey: { id: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type RotateApiKeyMutationVariables = Exact<{
  id: string;
  overlapSeconds?: number | null | undefined;
}>;


export type RotateApiKeyMutation = { made: { secret: string | null, apiKey: { id: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type TestExamplesQueryVariables = Exact<{
  organizationId: string;
}>;


export type TestExamplesQuery = { eventTypes: Array<{ name: string, description: string, example: unknown }> };

export type PreviewDeliveryQueryVariables = Exact<{
  input: PreviewDeliveryInput;
}>;


export type PreviewDeliveryQuery = { previewDelivery: { method: string, url: string, body: string, curl: string, signedWith: PreviewSecret, headers: Array<{ name: string, value: string }> } };

export type SendTestEventMutationVariables = Exact<{
  input: SendTestEventInput;
}>;


export type SendTestEventMutation = { sendTestEvent: { delivery: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { name: string | null, scopes: Array<Scope>, session: boolean, customer: boolean, rights: Array<SessionRight>, accentColor: string | null, expiresAt: string | null, organization: { id: string, name: string, plan: Plan, createdAt: string, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown } } | null } };

export type OrganizationHeadFragment = { id: string, name: string, plan: Plan, createdAt: string, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown } };

export type DialectRulesFragment = { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown };

export type OrganizationsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OrganizationsQuery = { organizations: { nodes: Array<{ id: string, name: string, plan: Plan, createdAt: string, dialect: { name: string, title: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, dialects: Array<{ name: string, title: string }> };

export type OrganizationQueryVariables = Exact<{
  id: string;
}>;


export type OrganizationQuery = { organization: { id: string, name: string, plan: Plan, createdAt: string, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown } } };

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { createOrganization: { organization: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type UpdateOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganizationMutation = { updateOrganization: { organization: { id: string, name: string, plan: Plan, createdAt: string, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type CreateDashboardSessionMutationVariables = Exact<{
  input: CreateDashboardSessionInput;
}>;


export type CreateDashboardSessionMutation = { createDashboardSession: { url: string | null, expiresAt: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ProblemFragment = { field: Array<string> | null, message: string, code: UserErrorCode };

export type WebhooksUnderPlanQueryVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type WebhooksUnderPlanQuery = { webhooks: { nodes: Array<{ id: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, dialect: { plans: Array<Plan> | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WebhookRowFragment = { id: string, url: string, description: string, uid: string | null, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, operational: OperationalScope | null, createdAt: string, health: { state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number }, channel: { id: string, name: string } | null, statistics: { attempts: number, succeeded: number, failed: number, p50Ms: number | null } };

export type WebhooksQueryVariables = Exact<{
  organizationId: string;
  channelId?: string | null | undefined;
  text?: string | null | undefined;
  status?: WebhookStatus | null | undefined;
  order?: WebhookOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type WebhooksQuery = { webhooks: { nodes: Array<{ id: string, url: string, description: string, uid: string | null, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, operational: OperationalScope | null, createdAt: string, health: { state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number }, channel: { id: string, name: string } | null, statistics: { attempts: number, succeeded: number, failed: number, p50Ms: number | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type WebhookFormQueryVariables = Exact<{
  organizationId: string;
}>;


export type WebhookFormQuery = { eventTypes: Array<{ name: string, description: string }>, organization: { id: string, channels: { nodes: Array<{ id: string, name: string }> } } };

export type CheckWebhookUrlQueryVariables = Exact<{
  url: string;
}>;


export type CheckWebhookUrlQuery = { checkWebhookUrl: { url: string | null, error: { message: string, code: UserErrorCode } | null } };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { createWebhook: { secret: string | null, webhook: { id: string, publicKey: string | null, dialect: { secretShownOnce: boolean } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookDetailFragment = { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } };

export type OwnPolicyFragment = { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null };

export type CheckRetryPolicyQueryVariables = Exact<{
  organizationId: string;
  dialect: string;
  retryPolicy: RetryPolicyInput;
}>;


export type CheckRetryPolicyQuery = { checkRetryPolicy: { retryPolicy: { times: Array<number>, jitter: number, timeoutMs: number, deadlineSeconds: number } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookQueryVariables = Exact<{
  id: string;
}>;


export type WebhookQuery = { webhook: { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, organization: { id: string }, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } } };

export type VerifySnippetsQueryVariables = Exact<{
  id: string;
}>;


export type VerifySnippetsQuery = { webhook: { id: string, dialect: { verifySnippets: Array<{ language: string, code: string }> } } };

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { updateWebhook: { webhook: { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type EnableWebhookMutationVariables = Exact<{
  id: string;
}>;


export type EnableWebhookMutation = { changed: { webhook: { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type DisableWebhookMutationVariables = Exact<{
  id: string;
}>;


export type DisableWebhookMutation = { changed: { webhook: { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PauseWebhookMutationVariables = Exact<{
  id: string;
}>;


export type PauseWebhookMutation = { changed: { webhook: { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type DeleteWebhookMutationVariables = Exact<{
  id: string;
}>;


export type DeleteWebhookMutation = { deleteWebhook: { deletedWebhookId: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type RotateWebhookSecretMutationVariables = Exact<{
  id: string;
  overlapSeconds?: number | null | undefined;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { secret: string | null, webhook: { id: string, url: string, description: string, eventTypes: Array<string>, status: WebhookStatus, statusReason: WebhookStatusReason | null, missedSince: string | null, secretKind: SecretKind, publicKey: string | null, oldSecretExpiresAt: string | null, createdAt: string, updatedAt: string, operational: OperationalScope | null, effectiveRate: number | null, quietUntil: string | null, headers: Array<{ name: string, value: string }>, retryPolicy: { own: { delays: Array<number> | null, maximumRetries: number | null, timeoutMs: number | null, deadlineSeconds: number | null, exponential: { initialSeconds: number, factor: number, maximumSeconds: number } | null } | null }, rateLimit: { limit: number, per: RatePeriod } | null, channel: { id: string, name: string } | null, dialect: { name: string, title: string, channelNoun: string, channelPlural: string, channelRequired: boolean, plans: Array<Plan> | null, secretShownOnce: boolean, secretOverlap: boolean, secretKinds: Array<SecretKind>, timeoutMs: number, maximumRetries: number | null, ownRetryPolicy: boolean, words: unknown }, health: { consecutiveFailures: number, lastError: string | null, nextProbeAt: string | null, held: number, state: HealthState, failingSince: string | null, disableAt: string | null, deliveriesToDisable: number, probe: { id: string, nextAttemptAt: string | null } | null } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type RevealWebhookSecretMutationVariables = Exact<{
  id: string;
}>;


export type RevealWebhookSecretMutation = { revealWebhookSecret: { secret: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const HoldsFragmentDoc = new TypedDocumentString(`
    "Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}
    `, {"fragmentName":"Holds"}) as unknown as TypedDocumentString<HoldsFragment, unknown>;
export const DeliveryNowFragmentDoc = new TypedDocumentString(`
    "What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
    "Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`, {"fragmentName":"DeliveryNow"}) as unknown as TypedDocumentString<DeliveryNowFragment, unknown>;
export const DeliveryRowFragmentDoc = new TypedDocumentString(`
    fragment DeliveryRow on Delivery {
  ...DeliveryNow
  eventType
  test
  createdAt
  event {
    id
    type
  }
  webhook {
    url
  }
}
    "What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`, {"fragmentName":"DeliveryRow"}) as unknown as TypedDocumentString<DeliveryRowFragment, unknown>;
export const EventRowFragmentDoc = new TypedDocumentString(`
    fragment EventRow on Event {
  id
  type
  occurredAt
  erasedAt
  idempotencyKey
  test
  deliveries(first: 4) {
    nodes {
      id
      status
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"fragmentName":"EventRow"}) as unknown as TypedDocumentString<EventRowFragment, unknown>;
export const PageFragmentDoc = new TypedDocumentString(`
    fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"Page"}) as unknown as TypedDocumentString<PageFragment, unknown>;
export const WorkerRowFragmentDoc = new TypedDocumentString(`
    fragment WorkerRow on Worker {
  identity
  version
  host
  processId
  status
  firstAttempts {
    used
    all
  }
  retries {
    used
    all
  }
  cpu
  memory
  startedAt
  heartbeatAt
}
    `, {"fragmentName":"WorkerRow"}) as unknown as TypedDocumentString<WorkerRowFragment, unknown>;
export const BacklogRowFragmentDoc = new TypedDocumentString(`
    fragment BacklogRow on OrganizationBacklog {
  waiting
  exact
  oldestAt
  organization {
    id
    name
  }
}
    `, {"fragmentName":"BacklogRow"}) as unknown as TypedDocumentString<BacklogRowFragment, unknown>;
export const SweepRowFragmentDoc = new TypedDocumentString(`
    fragment SweepRow on Sweep {
  at
  findings {
    kind
    count
    deliveries {
      id
      organizationId
    }
  }
}
    `, {"fragmentName":"SweepRow"}) as unknown as TypedDocumentString<SweepRowFragment, unknown>;
export const ReplayDetailFragmentDoc = new TypedDocumentString(`
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}
    `, {"fragmentName":"ReplayDetail"}) as unknown as TypedDocumentString<ReplayDetailFragment, unknown>;
export const ReplayUnderWayFragmentDoc = new TypedDocumentString(`
    fragment ReplayUnderWay on Replay {
  ...ReplayDetail
  organization {
    id
    name
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}`, {"fragmentName":"ReplayUnderWay"}) as unknown as TypedDocumentString<ReplayUnderWayFragment, unknown>;
export const ScheduleRowFragmentDoc = new TypedDocumentString(`
    fragment ScheduleRow on Schedule {
  id
  paused
  note
  nextActionAt
  temporalUrl
  lastAction {
    at
    status
    result
    temporalUrl
  }
}
    `, {"fragmentName":"ScheduleRow"}) as unknown as TypedDocumentString<ScheduleRowFragment, unknown>;
export const LogRowFragmentDoc = new TypedDocumentString(`
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
    `, {"fragmentName":"LogRow"}) as unknown as TypedDocumentString<LogRowFragment, unknown>;
export const LogEntriesFragmentDoc = new TypedDocumentString(`
    fragment LogEntries on DeliveryLogConnection {
  edges {
    cursor
    node {
      ...LogRow
      delivery {
        ...DeliveryNow
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
"What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`, {"fragmentName":"LogEntries"}) as unknown as TypedDocumentString<LogEntriesFragment, unknown>;
export const LiveEntryFragmentDoc = new TypedDocumentString(`
    fragment LiveEntry on DeliveryLogEntry {
  cursor
  node {
    ...LogRow
    responseBody @include(if: $withBody)
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}`, {"fragmentName":"LiveEntry"}) as unknown as TypedDocumentString<LiveEntryFragment, unknown>;
export const PendingNowFragmentDoc = new TypedDocumentString(`
    fragment PendingNow on DeliveryConnection {
  nodes {
    ...DeliveryNow
  }
  pageInfo {
    hasNextPage
  }
}
    "What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`, {"fragmentName":"PendingNow"}) as unknown as TypedDocumentString<PendingNowFragment, unknown>;
export const FiguresFragmentDoc = new TypedDocumentString(`
    fragment Figures on DeliveryStatistics {
  attempts
  succeeded
  failed
  p50Ms
  p99Ms
  buckets {
    start
    succeeded
    failed
    p50Ms
    p99Ms
  }
}
    `, {"fragmentName":"Figures"}) as unknown as TypedDocumentString<FiguresFragment, unknown>;
export const DeliveryStateFragmentDoc = new TypedDocumentString(`
    fragment DeliveryState on Delivery {
  id
  status
  statusCode
  errorKind
  decision
  test
  attemptCount
  nextAttemptAt
  attemptStartedAt
  createdAt
  finishedAt
  hasWorkflow
  temporalUrl
}
    `, {"fragmentName":"DeliveryState"}) as unknown as TypedDocumentString<DeliveryStateFragment, unknown>;
export const NoticeRowFragmentDoc = new TypedDocumentString(`
    fragment NoticeRow on OperationalEvent {
  id
  type
  message
  occurredAt
  webhook {
    id
    url
  }
  delivery {
    id
  }
  replay {
    id
  }
}
    `, {"fragmentName":"NoticeRow"}) as unknown as TypedDocumentString<NoticeRowFragment, unknown>;
export const StoppedFragmentDoc = new TypedDocumentString(`
    fragment Stopped on Webhook {
  id
  url
  status
  statusReason
  updatedAt
}
    `, {"fragmentName":"Stopped"}) as unknown as TypedDocumentString<StoppedFragment, unknown>;
export const DeletionFragmentDoc = new TypedDocumentString(`
    fragment Deletion on OrganizationDeletion {
  organizationId
  requestedAt
  finishedAt
  temporalUrl
  deleted {
    events
    deliveries
    attempts
    webhooks
    channels
    eventTypes
    apiKeys
    sessions
  }
}
    `, {"fragmentName":"Deletion"}) as unknown as TypedDocumentString<DeletionFragment, unknown>;
export const DialectRulesFragmentDoc = new TypedDocumentString(`
    fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
    `, {"fragmentName":"DialectRules"}) as unknown as TypedDocumentString<DialectRulesFragment, unknown>;
export const OrganizationHeadFragmentDoc = new TypedDocumentString(`
    fragment OrganizationHead on Organization {
  id
  name
  plan
  createdAt
  dialect {
    ...DialectRules
  }
}
    fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}`, {"fragmentName":"OrganizationHead"}) as unknown as TypedDocumentString<OrganizationHeadFragment, unknown>;
export const ProblemFragmentDoc = new TypedDocumentString(`
    fragment Problem on UserError {
  field
  message
  code
}
    `, {"fragmentName":"Problem"}) as unknown as TypedDocumentString<ProblemFragment, unknown>;
export const HealthFragmentDoc = new TypedDocumentString(`
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
    `, {"fragmentName":"Health"}) as unknown as TypedDocumentString<HealthFragment, unknown>;
export const WebhookRowFragmentDoc = new TypedDocumentString(`
    fragment WebhookRow on Webhook {
  id
  url
  description
  uid
  eventTypes
  status
  statusReason
  operational
  health {
    ...Health
  }
  createdAt
  channel {
    id
    name
  }
  statistics(minutes: 60) {
    attempts
    succeeded
    failed
    p50Ms
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}`, {"fragmentName":"WebhookRow"}) as unknown as TypedDocumentString<WebhookRowFragment, unknown>;
export const OwnPolicyFragmentDoc = new TypedDocumentString(`
    fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}
    `, {"fragmentName":"OwnPolicy"}) as unknown as TypedDocumentString<OwnPolicyFragment, unknown>;
export const HealthDetailFragmentDoc = new TypedDocumentString(`
    "What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}`, {"fragmentName":"HealthDetail"}) as unknown as TypedDocumentString<HealthDetailFragment, unknown>;
export const WebhookDetailFragmentDoc = new TypedDocumentString(`
    fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`, {"fragmentName":"WebhookDetail"}) as unknown as TypedDocumentString<WebhookDetailFragment, unknown>;
export const DeliveriesDocument = new TypedDocumentString(`
    query Deliveries($organizationId: ID!, $webhookId: ID, $filter: DeliveryFilter!, $first: Int, $after: String, $last: Int, $before: String) {
  found: deliveries(
    organizationId: $organizationId
    webhookId: $webhookId
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      ...DeliveryRow
    }
    pageInfo {
      ...Page
    }
  }
}
    fragment DeliveryRow on Delivery {
  ...DeliveryNow
  eventType
  test
  createdAt
  event {
    id
    type
  }
  webhook {
    url
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
"What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`) as unknown as TypedDocumentString<DeliveriesQuery, DeliveriesQueryVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($organizationId: ID!, $filter: EventFilter!, $first: Int, $after: String, $last: Int, $before: String) {
  found: events(
    organizationId: $organizationId
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      ...EventRow
    }
    pageInfo {
      ...Page
    }
  }
}
    fragment EventRow on Event {
  id
  type
  occurredAt
  erasedAt
  idempotencyKey
  test
  deliveries(first: 4) {
    nodes {
      id
      status
    }
    pageInfo {
      hasNextPage
    }
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const EventDetailDocument = new TypedDocumentString(`
    query EventDetail($id: ID!) {
  event(id: $id) {
    id
    type
    occurredAt
    createdAt
    erasedAt
    idempotencyKey
    test
    data
    channels
    deliveries(first: 50) {
      nodes {
        id
        status
        statusCode
        errorKind
        attemptCount
        webhook {
          id
          url
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EventDetailQuery, EventDetailQueryVariables>;
export const EraseEventDocument = new TypedDocumentString(`
    mutation EraseEvent($id: ID!) {
  eraseEvent(id: $id) {
    event {
      id
      erasedAt
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<EraseEventMutation, EraseEventMutationVariables>;
export const ChoicesDocument = new TypedDocumentString(`
    "What a filter bar offers to choose from."
query Choices($organizationId: ID!) {
  eventTypes(organizationId: $organizationId) {
    name
  }
  webhooks(organizationId: $organizationId, first: 200) {
    nodes {
      id
      url
      status
    }
  }
  organization(id: $organizationId) {
    id
    channels(first: 200) {
      nodes {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChoicesQuery, ChoicesQueryVariables>;
export const FirstStepsDocument = new TypedDocumentString(`
    query FirstSteps($organizationId: ID!) {
  deliveries(organizationId: $organizationId, first: 1) {
    nodes {
      id
    }
  }
  events(organizationId: $organizationId, first: 1) {
    nodes {
      id
    }
  }
  webhooks(organizationId: $organizationId, first: 1) {
    nodes {
      id
    }
  }
  eventTypes(organizationId: $organizationId) {
    name
    origin
  }
  organization(id: $organizationId) {
    id
    channels(first: 1) {
      nodes {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FirstStepsQuery, FirstStepsQueryVariables>;
export const DisableFailingDocument = new TypedDocumentString(`
    query DisableFailing($organizationId: ID!) {
  organization(id: $organizationId) {
    id
    disableFailing {
      afterHours
      afterDeliveries
    }
    chosenDisableFailing {
      afterHours
      afterDeliveries
    }
  }
}
    `) as unknown as TypedDocumentString<DisableFailingQuery, DisableFailingQueryVariables>;
export const SetDisableFailingDocument = new TypedDocumentString(`
    mutation SetDisableFailing($id: ID!, $disableFailing: DisableFailingInput!) {
  updateOrganization(input: {id: $id, disableFailing: $disableFailing}) {
    organization {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<SetDisableFailingMutation, SetDisableFailingMutationVariables>;
export const InstallationDocument = new TypedDocumentString(`
    query Installation {
  installation {
    version
    attemptsUnderWay
    lastSweepAt
    temporalUrl
    workers {
      ...WorkerRow
    }
    backlog {
      ...BacklogRow
    }
    sweeps {
      ...SweepRow
    }
    replays {
      ...ReplayUnderWay
    }
    schedules {
      ...ScheduleRow
    }
  }
}
    fragment WorkerRow on Worker {
  identity
  version
  host
  processId
  status
  firstAttempts {
    used
    all
  }
  retries {
    used
    all
  }
  cpu
  memory
  startedAt
  heartbeatAt
}
fragment BacklogRow on OrganizationBacklog {
  waiting
  exact
  oldestAt
  organization {
    id
    name
  }
}
fragment SweepRow on Sweep {
  at
  findings {
    kind
    count
    deliveries {
      id
      organizationId
    }
  }
}
fragment ReplayUnderWay on Replay {
  ...ReplayDetail
  organization {
    id
    name
  }
}
fragment ScheduleRow on Schedule {
  id
  paused
  note
  nextActionAt
  temporalUrl
  lastAction {
    at
    status
    result
    temporalUrl
  }
}
fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}`) as unknown as TypedDocumentString<InstallationQuery, InstallationQueryVariables>;
export const WebhookLogHeadDocument = new TypedDocumentString(`
    query WebhookLogHead($scope: ID!) {
  log: webhook(id: $scope) {
    id
    deliveryLog(first: 1) {
      edges {
        cursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookLogHeadQuery, WebhookLogHeadQueryVariables>;
export const OrganizationLogHeadDocument = new TypedDocumentString(`
    query OrganizationLogHead($scope: ID!) {
  log: organization(id: $scope) {
    id
    deliveryLog(first: 1) {
      edges {
        cursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OrganizationLogHeadQuery, OrganizationLogHeadQueryVariables>;
export const WebhookLogPageDocument = new TypedDocumentString(`
    query WebhookLogPage($scope: ID!, $first: Int!, $after: String, $filter: DeliveryLogFilter) {
  log: webhook(id: $scope) {
    id
    deliveryLog(first: $first, after: $after, filter: $filter) {
      ...LogEntries
    }
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
fragment LogEntries on DeliveryLogConnection {
  edges {
    cursor
    node {
      ...LogRow
      delivery {
        ...DeliveryNow
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
"What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`) as unknown as TypedDocumentString<WebhookLogPageQuery, WebhookLogPageQueryVariables>;
export const OrganizationLogPageDocument = new TypedDocumentString(`
    query OrganizationLogPage($scope: ID!, $first: Int!, $after: String, $filter: DeliveryLogFilter) {
  log: organization(id: $scope) {
    id
    deliveryLog(first: $first, after: $after, filter: $filter) {
      ...LogEntries
    }
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
fragment LogEntries on DeliveryLogConnection {
  edges {
    cursor
    node {
      ...LogRow
      delivery {
        ...DeliveryNow
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
"What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}`) as unknown as TypedDocumentString<OrganizationLogPageQuery, OrganizationLogPageQueryVariables>;
export const FollowWebhookLogDocument = new TypedDocumentString(`
    subscription FollowWebhookLog($scope: ID!, $after: String, $withBody: Boolean!) {
  entry: deliveryLog(webhookId: $scope, after: $after) {
    ...LiveEntry
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
fragment LiveEntry on DeliveryLogEntry {
  cursor
  node {
    ...LogRow
    responseBody @include(if: $withBody)
  }
}`) as unknown as TypedDocumentString<FollowWebhookLogSubscription, FollowWebhookLogSubscriptionVariables>;
export const FollowOrganizationLogDocument = new TypedDocumentString(`
    subscription FollowOrganizationLog($scope: ID!, $after: String, $withBody: Boolean!) {
  entry: organizationDeliveryLog(organizationId: $scope, after: $after) {
    ...LiveEntry
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
fragment LiveEntry on DeliveryLogEntry {
  cursor
  node {
    ...LogRow
    responseBody @include(if: $withBody)
  }
}`) as unknown as TypedDocumentString<FollowOrganizationLogSubscription, FollowOrganizationLogSubscriptionVariables>;
export const WebhookDeliveriesNowDocument = new TypedDocumentString(`
    "The newest deliveries that are still to be made. Others in view are added by id: see log/deliveries-now-document.ts."
query WebhookDeliveriesNow($scope: ID!) {
  webhook(id: $scope) {
    id
    status
    deliveries(status: PENDING, first: 100) {
      ...PendingNow
    }
  }
}
    "What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}
fragment PendingNow on DeliveryConnection {
  nodes {
    ...DeliveryNow
  }
  pageInfo {
    hasNextPage
  }
}`) as unknown as TypedDocumentString<WebhookDeliveriesNowQuery, WebhookDeliveriesNowQueryVariables>;
export const OrganizationDeliveriesNowDocument = new TypedDocumentString(`
    query OrganizationDeliveriesNow($scope: ID!) {
  deliveries(organizationId: $scope, status: PENDING, first: 100) {
    ...PendingNow
  }
}
    "What may change about a delivery from one moment to the next. Read again and again, so nothing large belongs here."
fragment DeliveryNow on Delivery {
  id
  status
  statusCode
  errorKind
  attemptCount
  nextAttemptAt
  attemptStartedAt
  webhook {
    id
    status
    ...Holds
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}
fragment PendingNow on DeliveryConnection {
  nodes {
    ...DeliveryNow
  }
  pageInfo {
    hasNextPage
  }
}`) as unknown as TypedDocumentString<OrganizationDeliveriesNowQuery, OrganizationDeliveriesNowQueryVariables>;
export const WebhookStatisticsDocument = new TypedDocumentString(`
    query WebhookStatistics($scope: ID!, $minutes: Int!) {
  log: webhook(id: $scope) {
    id
    statistics(minutes: $minutes) {
      ...Figures
    }
  }
}
    fragment Figures on DeliveryStatistics {
  attempts
  succeeded
  failed
  p50Ms
  p99Ms
  buckets {
    start
    succeeded
    failed
    p50Ms
    p99Ms
  }
}`) as unknown as TypedDocumentString<WebhookStatisticsQuery, WebhookStatisticsQueryVariables>;
export const OrganizationStatisticsDocument = new TypedDocumentString(`
    query OrganizationStatistics($scope: ID!, $minutes: Int!) {
  log: organization(id: $scope) {
    id
    statistics(minutes: $minutes) {
      ...Figures
    }
  }
}
    fragment Figures on DeliveryStatistics {
  attempts
  succeeded
  failed
  p50Ms
  p99Ms
  buckets {
    start
    succeeded
    failed
    p50Ms
    p99Ms
  }
}`) as unknown as TypedDocumentString<OrganizationStatisticsQuery, OrganizationStatisticsQueryVariables>;
export const DeliveryDetailDocument = new TypedDocumentString(`
    query DeliveryDetail($id: ID!) {
  delivery(id: $id) {
    ...DeliveryState
    eventType
    webhook {
      id
      url
      status
      ...Holds
    }
    event {
      id
      type
      occurredAt
      erasedAt
      data
      channels
      idempotencyKey
    }
    attempts(first: 200) {
      nodes {
        ...LogRow
        decision
        startedAt
        request {
          url
          headers {
            name
            value
          }
        }
        responseHeaders {
          name
          value
        }
        responseBody
        responseBodyTruncated
        resent
        latency {
          dnsMs
          connectMs
          tlsMs
          firstByteMs
          totalMs
        }
      }
    }
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}
"Why a webhook's deliveries may wait."
fragment Holds on Webhook {
  quietUntil
  health {
    state
  }
}
fragment DeliveryState on Delivery {
  id
  status
  statusCode
  errorKind
  decision
  test
  attemptCount
  nextAttemptAt
  attemptStartedAt
  createdAt
  finishedAt
  hasWorkflow
  temporalUrl
}`) as unknown as TypedDocumentString<DeliveryDetailQuery, DeliveryDetailQueryVariables>;
export const WaitingDeliveriesDocument = new TypedDocumentString(`
    query WaitingDeliveries($organizationId: ID!, $webhookId: ID) {
  deliveries(
    organizationId: $organizationId
    webhookId: $webhookId
    status: PENDING
    first: 20
  ) {
    nodes {
      ...DeliveryState
      eventType
      webhook {
        id
        url
        status
      }
    }
  }
}
    fragment DeliveryState on Delivery {
  id
  status
  statusCode
  errorKind
  decision
  test
  attemptCount
  nextAttemptAt
  attemptStartedAt
  createdAt
  finishedAt
  hasWorkflow
  temporalUrl
}`) as unknown as TypedDocumentString<WaitingDeliveriesQuery, WaitingDeliveriesQueryVariables>;
export const RetryDeliveryDocument = new TypedDocumentString(`
    mutation RetryDelivery($id: ID!, $expectedStatus: DeliveryStatus) {
  changed: retryDelivery(id: $id, expectedStatus: $expectedStatus) {
    delivery {
      ...DeliveryState
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment DeliveryState on Delivery {
  id
  status
  statusCode
  errorKind
  decision
  test
  attemptCount
  nextAttemptAt
  attemptStartedAt
  createdAt
  finishedAt
  hasWorkflow
  temporalUrl
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<RetryDeliveryMutation, RetryDeliveryMutationVariables>;
export const CancelDeliveryDocument = new TypedDocumentString(`
    mutation CancelDelivery($id: ID!) {
  changed: cancelDelivery(id: $id) {
    delivery {
      ...DeliveryState
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment DeliveryState on Delivery {
  id
  status
  statusCode
  errorKind
  decision
  test
  attemptCount
  nextAttemptAt
  attemptStartedAt
  createdAt
  finishedAt
  hasWorkflow
  temporalUrl
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CancelDeliveryMutation, CancelDeliveryMutationVariables>;
export const NoticesDocument = new TypedDocumentString(`
    query Notices($organizationId: ID!, $first: Int!, $after: String, $types: [String!]) {
  organization(id: $organizationId) {
    id
    operationalEvents(first: $first, after: $after, types: $types) {
      nodes {
        ...NoticeRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment NoticeRow on OperationalEvent {
  id
  type
  message
  occurredAt
  webhook {
    id
    url
  }
  delivery {
    id
  }
  replay {
    id
  }
}`) as unknown as TypedDocumentString<NoticesQuery, NoticesQueryVariables>;
export const NoticeWebhooksDocument = new TypedDocumentString(`
    "The webhooks that notices are sent to."
query NoticeWebhooks($organizationId: ID!) {
  webhooks(organizationId: $organizationId, first: 200) {
    nodes {
      id
      url
      operational
    }
  }
}
    `) as unknown as TypedDocumentString<NoticeWebhooksQuery, NoticeWebhooksQueryVariables>;
export const NoticesHeadDocument = new TypedDocumentString(`
    query NoticesHead($organizationId: ID!) {
  organization(id: $organizationId) {
    id
    operationalEvents(first: 1) {
      edges {
        cursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NoticesHeadQuery, NoticesHeadQueryVariables>;
export const FollowNoticesDocument = new TypedDocumentString(`
    subscription FollowNotices($organizationId: ID!, $after: String) {
  operationalEvents(organizationId: $organizationId, after: $after) {
    cursor
    node {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<FollowNoticesSubscription, FollowNoticesSubscriptionVariables>;
export const DisablingsDocument = new TypedDocumentString(`
    "When webhooks of an organization were disabled because they failed."
query Disablings($organizationId: ID!) {
  organization(id: $organizationId) {
    id
    operationalEvents(first: 50, types: ["webhook.disabled"]) {
      nodes {
        occurredAt
        webhook {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DisablingsQuery, DisablingsQueryVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview($organizationId: ID!, $minutes: Int!) {
  organization(id: $organizationId) {
    id
    statistics(minutes: $minutes) {
      ...Figures
    }
    failingWebhooks(minutes: $minutes) {
      attempts
      failed
      lastError
      lastFailedAt
      webhook {
        id
        url
        status
      }
    }
    webhooksInNeed {
      ...Stopped
      health {
        ...Health
      }
    }
  }
  paused: webhooks(organizationId: $organizationId, status: PAUSED, first: 20) {
    nodes {
      ...Stopped
    }
  }
  ended: deliveries(organizationId: $organizationId, status: FAILED, first: 5) {
    nodes {
      id
      decision
      finishedAt
      event {
        id
        type
      }
      webhook {
        id
        url
      }
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
fragment Figures on DeliveryStatistics {
  attempts
  succeeded
  failed
  p50Ms
  p99Ms
  buckets {
    start
    succeeded
    failed
    p50Ms
    p99Ms
  }
}
fragment Stopped on Webhook {
  id
  url
  status
  statusReason
  updatedAt
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const FollowOrganizationDocument = new TypedDocumentString(`
    subscription FollowOrganization($organizationId: ID!, $after: String) {
  organizationDeliveryLog(organizationId: $organizationId, after: $after) {
    cursor
    node {
      ...LogRow
      webhookId
    }
  }
}
    "What a row of the log shows. Bodies come when a row is opened."
fragment LogRow on Attempt {
  id
  deliveryId
  webhookId
  eventType
  number
  trigger
  outcome
  statusCode
  errorKind
  error
  nextAttemptAt
  finishedAt
  latency {
    totalMs
  }
}`) as unknown as TypedDocumentString<FollowOrganizationSubscription, FollowOrganizationSubscriptionVariables>;
export const PlanReplayDocument = new TypedDocumentString(`
    query PlanReplay($input: PlanReplayInput!) {
  planReplay(input: $input) {
    matched
    exact
    oldest
    newest
    seconds
  }
}
    `) as unknown as TypedDocumentString<PlanReplayQuery, PlanReplayQueryVariables>;
export const ReplaysDocument = new TypedDocumentString(`
    query Replays($organizationId: ID!, $after: String) {
  replays(organizationId: $organizationId, first: 50, after: $after) {
    nodes {
      ...ReplayDetail
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}`) as unknown as TypedDocumentString<ReplaysQuery, ReplaysQueryVariables>;
export const ReplayDocument = new TypedDocumentString(`
    query Replay($id: ID!) {
  replay(id: $id) {
    ...ReplayDetail
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}`) as unknown as TypedDocumentString<ReplayQuery, ReplayQueryVariables>;
export const FollowReplayDocument = new TypedDocumentString(`
    subscription FollowReplay($id: ID!) {
  replayProgress(id: $id) {
    ...ReplayDetail
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}`) as unknown as TypedDocumentString<FollowReplaySubscription, FollowReplaySubscriptionVariables>;
export const StartReplayDocument = new TypedDocumentString(`
    mutation StartReplay($input: StartReplayInput!) {
  changed: startReplay(input: $input) {
    replay {
      ...ReplayDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<StartReplayMutation, StartReplayMutationVariables>;
export const PauseReplayDocument = new TypedDocumentString(`
    mutation PauseReplay($id: ID!) {
  changed: pauseReplay(id: $id) {
    replay {
      ...ReplayDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<PauseReplayMutation, PauseReplayMutationVariables>;
export const ResumeReplayDocument = new TypedDocumentString(`
    mutation ResumeReplay($id: ID!) {
  changed: resumeReplay(id: $id) {
    replay {
      ...ReplayDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<ResumeReplayMutation, ResumeReplayMutationVariables>;
export const CancelReplayDocument = new TypedDocumentString(`
    mutation CancelReplay($id: ID!) {
  changed: cancelReplay(id: $id) {
    replay {
      ...ReplayDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CancelReplayMutation, CancelReplayMutationVariables>;
export const SetReplayRateDocument = new TypedDocumentString(`
    mutation SetReplayRate($id: ID!, $ratePerSecond: Int!) {
  changed: setReplayRate(id: $id, ratePerSecond: $ratePerSecond) {
    replay {
      ...ReplayDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment ReplayDetail on Replay {
  id
  status
  matched
  counted
  queued
  delivered
  failed
  skipped
  givenBack
  ratePerSecond
  eta
  since
  until
  statuses
  eventTypes
  statusCodes
  errorKinds
  includeMissed
  createdAt
  finishedAt
  temporalUrl
  webhook {
    id
    url
  }
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<SetReplayRateMutation, SetReplayRateMutationVariables>;
export const RetentionDocument = new TypedDocumentString(`
    query Retention($organizationId: ID!) {
  organization(id: $organizationId) {
    id
    logCompleteSince
    retention {
      payloadDays
      attemptDays
      deliveryDays
      eventDays
    }
    chosenRetention {
      payloadDays
      attemptDays
      deliveryDays
      eventDays
    }
  }
}
    `) as unknown as TypedDocumentString<RetentionQuery, RetentionQueryVariables>;
export const LogKeptDocument = new TypedDocumentString(`
    "How long the log is kept."
query LogKept($organizationId: ID!) {
  organization(id: $organizationId) {
    id
    logCompleteSince
    retention {
      attemptDays
    }
  }
}
    `) as unknown as TypedDocumentString<LogKeptQuery, LogKeptQueryVariables>;
export const SetRetentionDocument = new TypedDocumentString(`
    mutation SetRetention($id: ID!, $retention: RetentionInput!) {
  updateOrganization(input: {id: $id, retention: $retention}) {
    organization {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<SetRetentionMutation, SetRetentionMutationVariables>;
export const DeleteOrganizationDocument = new TypedDocumentString(`
    mutation DeleteOrganization($id: ID!, $name: String!) {
  deleteOrganization(id: $id, name: $name) {
    deletion {
      ...Deletion
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Deletion on OrganizationDeletion {
  organizationId
  requestedAt
  finishedAt
  temporalUrl
  deleted {
    events
    deliveries
    attempts
    webhooks
    channels
    eventTypes
    apiKeys
    sessions
  }
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<DeleteOrganizationMutation, DeleteOrganizationMutationVariables>;
export const OrganizationDeletionDocument = new TypedDocumentString(`
    query OrganizationDeletion($organizationId: ID!) {
  organizationDeletion(organizationId: $organizationId) {
    ...Deletion
  }
}
    fragment Deletion on OrganizationDeletion {
  organizationId
  requestedAt
  finishedAt
  temporalUrl
  deleted {
    events
    deliveries
    attempts
    webhooks
    channels
    eventTypes
    apiKeys
    sessions
  }
}`) as unknown as TypedDocumentString<OrganizationDeletionQuery, OrganizationDeletionQueryVariables>;
export const ChannelsDocument = new TypedDocumentString(`
    query Channels($organizationId: ID!, $after: String) {
  organization(id: $organizationId) {
    id
    channels(first: 100, after: $after) {
      nodes {
        id
        name
        createdAt
        webhooks(first: 20) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChannelsQuery, ChannelsQueryVariables>;
export const ChannelDocument = new TypedDocumentString(`
    query Channel($organizationId: ID!, $id: ID!) {
  organization(id: $organizationId) {
    id
    channel(id: $id) {
      id
      name
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<ChannelQuery, ChannelQueryVariables>;
export const CreateChannelDocument = new TypedDocumentString(`
    mutation CreateChannel($input: CreateChannelInput!) {
  createChannel(input: $input) {
    channel {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CreateChannelMutation, CreateChannelMutationVariables>;
export const UpdateChannelDocument = new TypedDocumentString(`
    mutation UpdateChannel($input: UpdateChannelInput!) {
  updateChannel(input: $input) {
    channel {
      id
      name
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<UpdateChannelMutation, UpdateChannelMutationVariables>;
export const DeleteChannelDocument = new TypedDocumentString(`
    mutation DeleteChannel($organizationId: ID!, $id: ID!) {
  deleteChannel(organizationId: $organizationId, id: $id) {
    deletedChannelId
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<DeleteChannelMutation, DeleteChannelMutationVariables>;
export const EventTypesDocument = new TypedDocumentString(`
    query EventTypes($organizationId: ID!) {
  eventTypes(organizationId: $organizationId) {
    name
    description
    schema
    example
    origin
    deprecationReason
  }
}
    `) as unknown as TypedDocumentString<EventTypesQuery, EventTypesQueryVariables>;
export const CreateEventTypeDocument = new TypedDocumentString(`
    mutation CreateEventType($input: EventTypeInput!) {
  saved: createEventType(input: $input) {
    eventType {
      name
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CreateEventTypeMutation, CreateEventTypeMutationVariables>;
export const UpdateEventTypeDocument = new TypedDocumentString(`
    mutation UpdateEventType($input: EventTypeInput!) {
  saved: updateEventType(input: $input) {
    eventType {
      name
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<UpdateEventTypeMutation, UpdateEventTypeMutationVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys($organizationId: ID!, $after: String) {
  organization(id: $organizationId) {
    id
    apiKeys(first: 100, after: $after) {
      nodes {
        id
        name
        prefix
        scopes
        expiresAt
        revokedAt
        lastUsedAt
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  made: createApiKey(input: $input) {
    apiKey {
      id
      name
    }
    secret
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RotateApiKeyDocument = new TypedDocumentString(`
    mutation RotateApiKey($id: ID!, $overlapSeconds: Int) {
  made: rotateApiKey(id: $id, overlapSeconds: $overlapSeconds) {
    apiKey {
      id
      name
    }
    secret
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    apiKey {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const TestExamplesDocument = new TypedDocumentString(`
    query TestExamples($organizationId: ID!) {
  eventTypes(organizationId: $organizationId) {
    name
    description
    example
  }
}
    `) as unknown as TypedDocumentString<TestExamplesQuery, TestExamplesQueryVariables>;
export const PreviewDeliveryDocument = new TypedDocumentString(`
    query PreviewDelivery($input: PreviewDeliveryInput!) {
  previewDelivery(input: $input) {
    method
    url
    headers {
      name
      value
    }
    body
    curl
    signedWith
  }
}
    `) as unknown as TypedDocumentString<PreviewDeliveryQuery, PreviewDeliveryQueryVariables>;
export const SendTestEventDocument = new TypedDocumentString(`
    mutation SendTestEvent($input: SendTestEventInput!) {
  sendTestEvent(input: $input) {
    delivery {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<SendTestEventMutation, SendTestEventMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    name
    scopes
    session
    customer
    rights
    accentColor
    expiresAt
    organization {
      ...OrganizationHead
    }
  }
}
    fragment OrganizationHead on Organization {
  id
  name
  plan
  createdAt
  dialect {
    ...DialectRules
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}`) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const OrganizationsDocument = new TypedDocumentString(`
    query Organizations($after: String) {
  organizations(first: 100, after: $after) {
    nodes {
      id
      name
      plan
      createdAt
      dialect {
        name
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
  dialects {
    name
    title
  }
}
    `) as unknown as TypedDocumentString<OrganizationsQuery, OrganizationsQueryVariables>;
export const OrganizationDocument = new TypedDocumentString(`
    query Organization($id: ID!) {
  organization(id: $id) {
    ...OrganizationHead
  }
}
    fragment OrganizationHead on Organization {
  id
  name
  plan
  createdAt
  dialect {
    ...DialectRules
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}`) as unknown as TypedDocumentString<OrganizationQuery, OrganizationQueryVariables>;
export const CreateOrganizationDocument = new TypedDocumentString(`
    mutation CreateOrganization($input: CreateOrganizationInput!) {
  createOrganization(input: $input) {
    organization {
      id
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const UpdateOrganizationDocument = new TypedDocumentString(`
    mutation UpdateOrganization($input: UpdateOrganizationInput!) {
  updateOrganization(input: $input) {
    organization {
      ...OrganizationHead
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment OrganizationHead on Organization {
  id
  name
  plan
  createdAt
  dialect {
    ...DialectRules
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<UpdateOrganizationMutation, UpdateOrganizationMutationVariables>;
export const CreateDashboardSessionDocument = new TypedDocumentString(`
    mutation CreateDashboardSession($input: CreateDashboardSessionInput!) {
  createDashboardSession(input: $input) {
    url
    expiresAt
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CreateDashboardSessionMutation, CreateDashboardSessionMutationVariables>;
export const WebhooksUnderPlanDocument = new TypedDocumentString(`
    query WebhooksUnderPlan($organizationId: ID!, $after: String) {
  webhooks(organizationId: $organizationId, first: 200, after: $after) {
    nodes {
      id
      status
      statusReason
      dialect {
        plans
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WebhooksUnderPlanQuery, WebhooksUnderPlanQueryVariables>;
export const WebhooksDocument = new TypedDocumentString(`
    query Webhooks($organizationId: ID!, $channelId: ID, $text: String, $status: WebhookStatus, $order: WebhookOrder, $first: Int, $after: String, $last: Int, $before: String) {
  webhooks(
    organizationId: $organizationId
    channelId: $channelId
    text: $text
    status: $status
    order: $order
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      ...WebhookRow
    }
    pageInfo {
      ...Page
    }
  }
}
    fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
fragment WebhookRow on Webhook {
  id
  url
  description
  uid
  eventTypes
  status
  statusReason
  operational
  health {
    ...Health
  }
  createdAt
  channel {
    id
    name
  }
  statistics(minutes: 60) {
    attempts
    succeeded
    failed
    p50Ms
  }
}`) as unknown as TypedDocumentString<WebhooksQuery, WebhooksQueryVariables>;
export const WebhookFormDocument = new TypedDocumentString(`
    query WebhookForm($organizationId: ID!) {
  eventTypes(organizationId: $organizationId) {
    name
    description
  }
  organization(id: $organizationId) {
    id
    channels(first: 200) {
      nodes {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookFormQuery, WebhookFormQueryVariables>;
export const CheckWebhookUrlDocument = new TypedDocumentString(`
    query CheckWebhookUrl($url: String!) {
  checkWebhookUrl(url: $url) {
    url
    error {
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<CheckWebhookUrlQuery, CheckWebhookUrlQueryVariables>;
export const CreateWebhookDocument = new TypedDocumentString(`
    mutation CreateWebhook($input: CreateWebhookInput!) {
  createWebhook(input: $input) {
    webhook {
      id
      publicKey
      dialect {
        secretShownOnce
      }
    }
    secret
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const CheckRetryPolicyDocument = new TypedDocumentString(`
    query CheckRetryPolicy($organizationId: ID!, $dialect: String!, $retryPolicy: RetryPolicyInput!) {
  checkRetryPolicy(
    organizationId: $organizationId
    dialect: $dialect
    retryPolicy: $retryPolicy
  ) {
    retryPolicy {
      times
      jitter
      timeoutMs
      deadlineSeconds
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<CheckRetryPolicyQuery, CheckRetryPolicyQueryVariables>;
export const WebhookDocument = new TypedDocumentString(`
    query Webhook($id: ID!) {
  webhook(id: $id) {
    ...WebhookDetail
    organization {
      id
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`) as unknown as TypedDocumentString<WebhookQuery, WebhookQueryVariables>;
export const VerifySnippetsDocument = new TypedDocumentString(`
    query VerifySnippets($id: ID!) {
  webhook(id: $id) {
    id
    dialect {
      verifySnippets {
        language
        code
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VerifySnippetsQuery, VerifySnippetsQueryVariables>;
export const UpdateWebhookDocument = new TypedDocumentString(`
    mutation UpdateWebhook($input: UpdateWebhookInput!) {
  updateWebhook(input: $input) {
    webhook {
      ...WebhookDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment Problem on UserError {
  field
  message
  code
}
fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`) as unknown as TypedDocumentString<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const EnableWebhookDocument = new TypedDocumentString(`
    mutation EnableWebhook($id: ID!) {
  changed: enableWebhook(id: $id) {
    webhook {
      ...WebhookDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment Problem on UserError {
  field
  message
  code
}
fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`) as unknown as TypedDocumentString<EnableWebhookMutation, EnableWebhookMutationVariables>;
export const DisableWebhookDocument = new TypedDocumentString(`
    mutation DisableWebhook($id: ID!) {
  changed: disableWebhook(id: $id) {
    webhook {
      ...WebhookDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment Problem on UserError {
  field
  message
  code
}
fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`) as unknown as TypedDocumentString<DisableWebhookMutation, DisableWebhookMutationVariables>;
export const PauseWebhookDocument = new TypedDocumentString(`
    mutation PauseWebhook($id: ID!) {
  changed: pauseWebhook(id: $id) {
    webhook {
      ...WebhookDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment Problem on UserError {
  field
  message
  code
}
fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`) as unknown as TypedDocumentString<PauseWebhookMutation, PauseWebhookMutationVariables>;
export const DeleteWebhookDocument = new TypedDocumentString(`
    mutation DeleteWebhook($id: ID!) {
  deleteWebhook(id: $id) {
    deletedWebhookId
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const RotateWebhookSecretDocument = new TypedDocumentString(`
    mutation RotateWebhookSecret($id: ID!, $overlapSeconds: Int) {
  rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds) {
    secret
    webhook {
      ...WebhookDetail
    }
    userErrors {
      ...Problem
    }
  }
}
    fragment Health on WebhookHealth {
  state
  failingSince
  disableAt
  deliveriesToDisable
}
"What the page of a webhook says of how it is doing."
fragment HealthDetail on Webhook {
  effectiveRate
  quietUntil
  health {
    ...Health
    consecutiveFailures
    lastError
    nextProbeAt
    held
    probe {
      id
      nextAttemptAt
    }
  }
}
fragment DialectRules on Dialect {
  name
  title
  channelNoun
  channelPlural
  channelRequired
  plans
  secretShownOnce
  secretOverlap
  secretKinds
  timeoutMs
  maximumRetries
  ownRetryPolicy
  words
}
fragment Problem on UserError {
  field
  message
  code
}
fragment WebhookDetail on Webhook {
  id
  url
  description
  eventTypes
  status
  statusReason
  missedSince
  secretKind
  publicKey
  oldSecretExpiresAt
  createdAt
  updatedAt
  headers {
    name
    value
  }
  retryPolicy {
    own {
      ...OwnPolicy
    }
  }
  rateLimit {
    limit
    per
  }
  operational
  ...HealthDetail
  channel {
    id
    name
  }
  dialect {
    ...DialectRules
  }
}
fragment OwnPolicy on OwnRetryPolicy {
  delays
  exponential {
    initialSeconds
    factor
    maximumSeconds
  }
  maximumRetries
  timeoutMs
  deadlineSeconds
}`) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const RevealWebhookSecretDocument = new TypedDocumentString(`
    mutation RevealWebhookSecret($id: ID!) {
  revealWebhookSecret(id: $id) {
    secret
    userErrors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  field
  message
  code
}`) as unknown as TypedDocumentString<RevealWebhookSecretMutation, RevealWebhookSecretMutationVariables>;