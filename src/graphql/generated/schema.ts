import type { JsonText } from '../../json/json-text.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Organization as OrganizationModel } from '../../organizations/organization.ts';
import type { ApiKey as ApiKeyModel } from '../../access/api-key.ts';
import type { Channel as ChannelModel } from '../../channels/channel.ts';
import type { Webhook as WebhookModel } from '../../webhooks/webhook.ts';
import type { Health } from '../../health/health.ts';
import type { Event as EventModel } from '../../events/event.ts';
import type { Deletion } from '../../erasure/delete-rows.ts';
import type { Published, PublishedBatch } from '../published.ts';
import type { Delivery as DeliveryModel } from '../../deliveries/delivery.ts';
import type { Replay as ReplayModel } from '../../replay/replay.ts';
import type { OperationalEvent as OperationalEventModel } from '../../operational-events/operational-event.ts';
import type { Backlog } from '../../operating/read-backlog.ts';
import type { ScheduleState, ScheduleRun } from '../../operating/read-schedules.ts';
import type { LoggedAttempt } from '../../log/read-log.ts';
import type { KnownEventType } from '../../events/event-types.ts';
import type { Dialect as DialectModel } from '../../dialects/dialect.ts';
import type { FailingWebhook as FailingWebhookModel } from '../../log/failing-webhooks.ts';
import type { Statistics } from '../../log/statistics.ts';
import type { ApiContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601 UTC, `2026-04-26T19:42:11.000Z`. */
  DateTime: { input: Date; output: Date; }
  /**
   * Any JSON value. The text of an event's data is kept as written (key order, `1.0`, numbers of any size, escapes) and reaches
   * the receiver byte for byte. Subscriptions and queries return the same text.
   */
  JSON: { input: JsonText; output: JsonText; }
};

export type ApiKey = {
  __typename?: 'ApiKey';
  createdAt: Scalars['DateTime']['output'];
  /** Null: never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** Accurate to a minute; null: never used. */
  lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  /** The first characters of the key, to recognize it. */
  prefix: Scalars['String']['output'];
  /** The key that this one replaced in rotateApiKey; null: it replaced none. */
  replaces: Maybe<Scalars['ID']['output']>;
  /** Null: not revoked. */
  revokedAt: Maybe<Scalars['DateTime']['output']>;
  scopes: Array<Scope>;
};

export type ApiKeyConnection = {
  __typename?: 'ApiKeyConnection';
  edges: Array<ApiKeyEdge>;
  nodes: Array<ApiKey>;
  pageInfo: PageInfo;
};

export type ApiKeyEdge = {
  __typename?: 'ApiKeyEdge';
  cursor: Scalars['String']['output'];
  node: ApiKey;
};

export type ApiKeyPayload = {
  __typename?: 'ApiKeyPayload';
  apiKey: Maybe<ApiKey>;
  userErrors: Array<UserError>;
};

/** One HTTP request of a delivery. */
export type Attempt = {
  __typename?: 'Attempt';
  /** A sentence: the decision after the attempt. It names the time of the next attempt, in UTC, and never changes. */
  decision: Scalars['String']['output'];
  /** Null: no longer kept. */
  delivery: Maybe<Delivery>;
  deliveryId: Scalars['ID']['output'];
  /** A sentence: what went wrong, in which phase, and what to do. */
  error: Maybe<Scalars['String']['output']>;
  /** What went wrong; null if nothing did. */
  errorKind: Maybe<ErrorKind>;
  eventType: Scalars['String']['output'];
  finishedAt: Scalars['DateTime']['output'];
  /** `<delivery id>/<number>`. */
  id: Scalars['ID']['output'];
  latency: Latency;
  /** When the next attempt was due, as decided at the end of this one; null: none was. The delivery has the current time. */
  nextAttemptAt: Maybe<Scalars['DateTime']['output']>;
  /** 1 for the first of the delivery. */
  number: Scalars['Int']['output'];
  outcome: AttemptOutcome;
  /**
   * The request as it was sent, whatever was changed since. Null: not kept any more (of each webhook what it had before it was changed or
   * enabled for the last 100 times), or from before durahook kept it. Its body is in `delivery.event`.
   */
  request: Maybe<AttemptRequest>;
  /**
   * The request was sent twice in this attempt: the receiver closed a kept connection without an answer, as servers may at any
   * time, so durahook sent the request again at once on a new connection. The receiver may have got both.
   */
  resent: Scalars['Boolean']['output'];
  /** The response body as text (in its Content-Type's charset, else UTF-8; invalid bytes are replaced); null: no answer. */
  responseBody: Maybe<Scalars['String']['output']>;
  /** The exact bytes of the body in base64; a compressed body is decompressed if possible. */
  responseBodyBase64: Maybe<Scalars['String']['output']>;
  /** The body was longer than durahook keeps. */
  responseBodyTruncated: Scalars['Boolean']['output'];
  /** The response headers as received, the first 200 and at most 64 KiB; empty if there was no answer. */
  responseHeaders: Array<Header>;
  startedAt: Scalars['DateTime']['output'];
  /** The response's status code; null: no answer. */
  statusCode: Maybe<Scalars['Int']['output']>;
  trigger: AttemptTrigger;
  webhookId: Scalars['ID']['output'];
};

export type AttemptOutcome =
  /** The receiver did not answer 2xx in time. */
  | 'FAILED'
  /** The attempt's worker ended before the attempt did; nobody knows whether the receiver got the request. */
  | 'INTERRUPTED'
  /** The receiver answered 2xx in time. */
  | 'SUCCEEDED';

/** Where an attempt was sent, and with which headers. */
export type AttemptRequest = {
  __typename?: 'AttemptRequest';
  /** In the order in which they were sent, without Host and Content-Length. */
  headers: Array<SentHeader>;
  /** The webhook's URL when the attempt began, whole: a secret in it is shown as `Webhook.url` shows it. */
  url: Scalars['String']['output'];
};

export type AttemptTrigger =
  /** Made by the delivery's own schedule. */
  | 'AUTOMATIC'
  /** Asked for with retryDelivery. */
  | 'MANUAL'
  /** Asked for with sendTestEvent. */
  | 'TEST';

/** The form of a catalogue. */
export type CatalogueFormat =
  /**
   * One JSON Schema (draft 2020-12) that every body meets. Its `$defs` have the body of each event type under the type's name, and the
   * data under the name with `--data`.
   */
  | 'JSON_SCHEMA'
  /** An OpenAPI 3.1 document with one webhook for each event type. */
  | 'OPENAPI';

/** A campaign, an integration, …: what an event concerns and a webhook can be limited to. */
export type Channel = {
  __typename?: 'Channel';
  createdAt: Scalars['DateTime']['output'];
  /** The product's own id, or `ch_<ULID>`. */
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** The webhooks limited to this channel. */
  webhooks: WebhookConnection;
};


/** A campaign, an integration, …: what an event concerns and a webhook can be limited to. */
export type ChannelWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type ChannelConnection = {
  __typename?: 'ChannelConnection';
  edges: Array<ChannelEdge>;
  nodes: Array<Channel>;
  pageInfo: PageInfo;
};

export type ChannelEdge = {
  __typename?: 'ChannelEdge';
  cursor: Scalars['String']['output'];
  node: Channel;
};

export type ChannelPayload = {
  __typename?: 'ChannelPayload';
  channel: Maybe<Channel>;
  userErrors: Array<UserError>;
};

/** As DisableFailing; null: the server's. */
export type ChosenDisableFailing = {
  __typename?: 'ChosenDisableFailing';
  afterDeliveries: Maybe<Scalars['Int']['output']>;
  /** 0: never. */
  afterHours: Maybe<Scalars['Float']['output']>;
};

/** Days, as in Retention; null: the server's. */
export type ChosenRetention = {
  __typename?: 'ChosenRetention';
  attemptDays: Maybe<Scalars['Float']['output']>;
  deliveryDays: Maybe<Scalars['Float']['output']>;
  eventDays: Maybe<Scalars['Float']['output']>;
  payloadDays: Maybe<Scalars['Float']['output']>;
};

export type CreateApiKeyInput = {
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  scopes: Array<Scope>;
};

export type CreateApiKeyPayload = {
  __typename?: 'CreateApiKeyPayload';
  apiKey: Maybe<ApiKey>;
  /** The key itself, `dk_…`; it can't be shown again. */
  secret: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type CreateChannelInput = {
  /** The product's own id (1 to 64 of A-Z a-z 0-9 _ -); `ch_<ULID>` unless given. */
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateDashboardSessionInput = {
  /** `#rrggbb`, for buttons and links; durahook's own unless given. */
  accentColor?: InputMaybe<Scalars['String']['input']>;
  /** How long the session lasts, from 60 to 86,400; 8 hours unless given. */
  expiresInSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Shown at the top of the page; the organization's name unless given. */
  name?: InputMaybe<Scalars['String']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  /** True: the session can read but change nothing. False unless given. */
  readOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** What it may manage besides webhooks and deliveries. Nothing unless given; not together with `readOnly`. */
  rights?: InputMaybe<Array<SessionRight>>;
};

export type CreateDashboardSessionPayload = {
  __typename?: 'CreateDashboardSessionPayload';
  /** When the session ends. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** `…/sign-in#<token>`: works once, within 5 minutes. Browsers never send the part after #. */
  url: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type CreateOrganizationInput = {
  /** `standard` unless given. */
  dialect?: InputMaybe<Scalars['String']['input']>;
  /** The product's own id (1 to 64 of A-Z a-z 0-9 _ -); `org_<ULID>` unless given. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** REFUSE unless given. */
  ifExists?: InputMaybe<IfExists>;
  /** That of the setting FIRST_ATTEMPT unless given. */
  lane?: InputMaybe<Lane>;
  name: Scalars['String']['input'];
  /** FREE unless given. */
  plan?: InputMaybe<Plan>;
};

export type CreateWebhookInput = {
  /** Limits the webhook to one channel; null: all. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  /** The organization's default unless given. */
  dialect?: InputMaybe<Scalars['String']['input']>;
  /** At least one: names, `invoice.*` for every type that begins with `invoice.`, or `*` for every type. */
  eventTypes: Array<Scalars['String']['input']>;
  /** Up to 20, added to each request. */
  headers?: InputMaybe<Array<HeaderInput>>;
  /**
   * Up to 255 characters. The same key gives the same webhook and secret, also after the answer was lost; with another input the
   * code is IDEMPOTENCY_KEY_REUSED. Secrets that are shown once are given for 24 hours.
   * A key whose webhook was deleted creates another. After a rotation a given secret is no longer the webhook's, and counts as another input.
   */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /**
   * Given, it is an operational webhook: its event types are those of OperationalEvent.type, or `webhook.*`, `delivery.*`, `*`; its
   * dialect is `standard`; it has no channel. It can't be changed. ALL: scope OPERATE.
   */
  operational?: InputMaybe<OperationalScope>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  /** None unless given. */
  rateLimit?: InputMaybe<RateLimitInput>;
  /** The dialect's unless given. */
  retryPolicy?: InputMaybe<RetryPolicyInput>;
  /**
   * The secret of another system, so that receivers need not change: `whsec_…` or `whsk_…` for Standard Webhooks, 16 to 256
   * characters of ASCII without blanks for the others. A new one unless given.
   */
  secret?: InputMaybe<Scalars['String']['input']>;
  /** HMAC unless given; that of `secret` if this is given. */
  secretKind?: InputMaybe<SecretKind>;
  /** ENABLED unless given. What is published while it is DISABLED makes no deliveries for it; a replay can send it later. */
  status?: InputMaybe<WebhookStatus>;
  /**
   * The caller's own id of the webhook, up to 255 characters, unique in the organization; `Query.webhooks(uid:)` finds it. One of a
   * deleted webhook can be used again. Those that begin with `listener/` are of `durahook listen`.
   */
  uid?: InputMaybe<Scalars['String']['input']>;
  url: Scalars['String']['input'];
};

export type CreateWebhookPayload = {
  __typename?: 'CreateWebhookPayload';
  /** The signing secret. Dialects that show it once show it here only. */
  secret: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
  webhook: Maybe<Webhook>;
};

export type DeleteChannelPayload = {
  __typename?: 'DeleteChannelPayload';
  deletedChannelId: Maybe<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type DeleteEventTypePayload = {
  __typename?: 'DeleteEventTypePayload';
  deletedEventTypeName: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type DeleteOrganizationPayload = {
  __typename?: 'DeleteOrganizationPayload';
  deletion: Maybe<OrganizationDeletion>;
  userErrors: Array<UserError>;
};

export type DeleteWebhookPayload = {
  __typename?: 'DeleteWebhookPayload';
  deletedWebhookId: Maybe<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type DeletedCounts = {
  __typename?: 'DeletedCounts';
  apiKeys: Scalars['Int']['output'];
  attempts: Scalars['Int']['output'];
  channels: Scalars['Int']['output'];
  deliveries: Scalars['Int']['output'];
  eventTypes: Scalars['Int']['output'];
  events: Scalars['Int']['output'];
  sessions: Scalars['Int']['output'];
  webhooks: Scalars['Int']['output'];
};

/** One event for one webhook; one Temporal workflow with the same id. */
export type Delivery = {
  __typename?: 'Delivery';
  /** How many attempts were begun. */
  attemptCount: Scalars['Int']['output'];
  /** When the attempt on its way began; null: none is on its way. */
  attemptStartedAt: Maybe<Scalars['DateTime']['output']>;
  /** In the order they were made, the oldest first. */
  attempts: DeliveryLogConnection;
  createdAt: Scalars['DateTime']['output'];
  /**
   * Why the delivery has this status and what comes next, as of now ("The next attempt comes in 3 min.", "Its webhook is
   * paused: …"). For a countdown use `nextAttemptAt`.
   */
  decision: Scalars['String']['output'];
  /** What went wrong in the last attempt; null: nothing, or as above. */
  errorKind: Maybe<ErrorKind>;
  /** Null: no longer kept. */
  event: Maybe<Event>;
  /** Also when its event is no longer kept. Null: it ended before version 0.2. */
  eventType: Maybe<Scalars['String']['output']>;
  /** When it got its final status; null: it has none yet. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it has a Temporal workflow. False: it waits for its first attempt, or that attempt, of the DIRECT lane, was enough. */
  hasWorkflow: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  /** When the next attempt is due, in the past if it is late; null: none is due, one is on its way, or an operator paused it. */
  nextAttemptAt: Maybe<Scalars['DateTime']['output']>;
  status: DeliveryStatus;
  /** The status code of the last attempt; null: there was none or it got no answer, or it ended before version 0.2. */
  statusCode: Maybe<Scalars['Int']['output']>;
  /**
   * The workflow's page in Temporal UI; null: it has no workflow, the server does not know the UI's address, or the key lacks
   * OPERATE.
   */
  temporalUrl: Maybe<Scalars['String']['output']>;
  /** True: made by sendTestEvent. */
  test: Scalars['Boolean']['output'];
  webhook: Webhook;
};


/** One event for one webhook; one Temporal workflow with the same id. */
export type DeliveryAttemptsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type DeliveryConnection = {
  __typename?: 'DeliveryConnection';
  edges: Array<DeliveryEdge>;
  nodes: Array<Delivery>;
  pageInfo: PageInfo;
};

export type DeliveryEdge = {
  __typename?: 'DeliveryEdge';
  cursor: Scalars['String']['output'];
  node: Delivery;
};

/**
 * Which deliveries to list. All given conditions must be true; a list without values is none. Status code and error kind are those of
 * the last attempt. Deliveries that ended before version 0.2 have neither, nor an event type, and are not found by them.
 */
export type DeliveryFilter = {
  /** Deliveries to webhooks that are limited to this channel now. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  errorKinds?: InputMaybe<Array<ErrorKind>>;
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Created not before this instant. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  statusCodes?: InputMaybe<Array<Scalars['Int']['input']>>;
  statuses?: InputMaybe<Array<DeliveryStatus>>;
  /** As in EventFilter, of its event; or a delivery's id. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Created before this instant. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

export type DeliveryLogConnection = {
  __typename?: 'DeliveryLogConnection';
  edges: Array<DeliveryLogEntry>;
  nodes: Array<Attempt>;
  pageInfo: PageInfo;
};

/** An attempt with its position in the log. */
export type DeliveryLogEntry = {
  __typename?: 'DeliveryLogEntry';
  /** Opaque; valid for as long as the log is kept. */
  cursor: Scalars['String']['output'];
  node: Attempt;
};

/** Which attempts of a log to read. All given conditions must be true. */
export type DeliveryLogFilter = {
  eventType?: InputMaybe<Scalars['String']['input']>;
  outcome?: InputMaybe<AttemptOutcome>;
  /** Not before this instant. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Part of the response body, the error message or the event type; or the beginning of the attempt's id (`wd_…`); or a status
   * code. Upper and lower case are equal. At most 200 characters.
   */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Before this instant. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

export type DeliveryPayload = {
  __typename?: 'DeliveryPayload';
  delivery: Maybe<Delivery>;
  userErrors: Array<UserError>;
};

/** Exactly what would be sent; with the scope MANAGE, with its real signature. */
export type DeliveryPreview = {
  __typename?: 'DeliveryPreview';
  body: Scalars['String']['output'];
  /** A command line that sends the same bytes. A comment in it says if the secret is a throw-away one. */
  curl: Scalars['String']['output'];
  headers: Array<Header>;
  method: Scalars['String']['output'];
  /** The secret that signed `headers` and `curl`. */
  signedWith: PreviewSecret;
  url: Scalars['String']['output'];
};

export type DeliveryStatistics = {
  __typename?: 'DeliveryStatistics';
  /** Attempts in the whole time. */
  attempts: Scalars['Int']['output'];
  /** One for each minute (longer when many are asked for), the oldest first. */
  buckets: Array<StatisticsBucket>;
  failed: Scalars['Int']['output'];
  /** Median of totalMs; null: no attempts. */
  p50Ms: Maybe<Scalars['Float']['output']>;
  /** 99th percentile of totalMs; null: no attempts. */
  p99Ms: Maybe<Scalars['Float']['output']>;
  succeeded: Scalars['Int']['output'];
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

/** The wire format and rules of one webhook system. */
export type Dialect = {
  __typename?: 'Dialect';
  /** What this dialect calls a channel: `Campaign`, `Integration`, `Channel`. */
  channelNoun: Scalars['String']['output'];
  /** The same in the plural. */
  channelPlural: Scalars['String']['output'];
  /** Whether a webhook must belong to one channel. */
  channelRequired: Scalars['Boolean']['output'];
  /** The maximum number of retries after the first attempt; null: as many as fit into 24 hours. */
  maximumRetries: Maybe<Scalars['Int']['output']>;
  /** `sjocamp`, `campsite`, `standard`. */
  name: Scalars['String']['output'];
  /** Whether a webhook may have a policy of its own. False where the system promises its receivers when it retries. */
  ownRetryPolicy: Scalars['Boolean']['output'];
  /** The plans that include it; null: all. */
  plans: Maybe<Array<Plan>>;
  /** When and for how long attempts are made to webhooks that have not chosen it themselves. */
  retryPolicy: RetryPolicy;
  /** Kinds of secret a webhook of this dialect can have. */
  secretKinds: Array<SecretKind>;
  /** Whether a rotation can overlap, so that requests carry signatures of both secrets. */
  secretOverlap: Scalars['Boolean']['output'];
  /** True: a secret is shown at creation only. False: it can be shown again. */
  secretShownOnce: Scalars['Boolean']['output'];
  /** The longest time an attempt may take, in milliseconds. */
  timeoutMs: Scalars['Int']['output'];
  /** The name shown to people. */
  title: Scalars['String']['output'];
  /** Handlers that verify a request's signature, for receivers to copy. */
  verifySnippets: Array<VerifySnippet>;
  /** The system's own words for pages and buttons of a dashboard, by key. */
  words: Scalars['JSON']['output'];
};

/**
 * When a webhook that fails is disabled: both must be true. The dialects' deliveries keep their 24 hours: what had its first attempt
 * already still gets its last one.
 */
export type DisableFailing = {
  __typename?: 'DisableFailing';
  /** So many deliveries, all different, failed their first attempt since. */
  afterDeliveries: Scalars['Int']['output'];
  /** No attempt succeeded for so many hours; null: failing webhooks are never disabled. */
  afterHours: Maybe<Scalars['Float']['output']>;
};

/** When a webhook that fails is disabled; null or left out: the server's. */
export type DisableFailingInput = {
  /** 1 to 10,000 different deliveries that failed their first attempt. */
  afterDeliveries?: InputMaybe<Scalars['Int']['input']>;
  /** 0 (never), or 1 to 8,760 hours without one success. */
  afterHours?: InputMaybe<Scalars['Float']['input']>;
};

export type EraseEventPayload = {
  __typename?: 'EraseEventPayload';
  event: Maybe<Event>;
  userErrors: Array<UserError>;
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

/** Something that happened, published once. */
export type Event = {
  __typename?: 'Event';
  /** The channels it concerns; empty: all. */
  channels: Array<Scalars['ID']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** The payload; null: it was erased (`erasedAt`), or is older than payloads are kept (`Organization.retention`). */
  data: Maybe<Scalars['JSON']['output']>;
  deliveries: DeliveryConnection;
  /** When eraseEvent removed the payload; null: it did not. */
  erasedAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  idempotencyKey: Maybe<Scalars['String']['output']>;
  occurredAt: Scalars['DateTime']['output'];
  organization: Organization;
  /** Sent by sendTestEvent. */
  test: Scalars['Boolean']['output'];
  type: Scalars['String']['output'];
};


/** Something that happened, published once. */
export type EventDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type EventConnection = {
  __typename?: 'EventConnection';
  edges: Array<EventEdge>;
  nodes: Array<Event>;
  pageInfo: PageInfo;
};

export type EventEdge = {
  __typename?: 'EventEdge';
  cursor: Scalars['String']['output'];
  node: Event;
};

/** Which events to list. All given conditions must be true; a list without values is none. Text is looked for in events that have their payload. */
export type EventFilter = {
  /** Events that concern this channel, or all channels. None if there is no such channel. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  /** Published not before this instant. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Text in the data, such as an e-mail address or an id, from the beginning of a word on; of several parts with blanks between
   * them, all must be there, anywhere. Or an event's id. Or an idempotency key: where the organization has no index
   * (`Organization.searchIndex`), only its event is listed then. Upper and lower case are equal. At most 200 characters.
   */
  text?: InputMaybe<Scalars['String']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Published before this instant. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A kind of event: `lead.created`. */
export type EventType = {
  __typename?: 'EventType';
  /** Why it should not be used any more, and what to use instead; null: not deprecated. A deprecated type works as before. */
  deprecationReason: Maybe<Scalars['String']['output']>;
  description: Scalars['String']['output'];
  /** What the Test tab sends and shows. */
  example: Scalars['JSON']['output'];
  name: Scalars['String']['output'];
  /** Whose it is. Only one's own can be changed and deleted. */
  origin: EventTypeOrigin;
  /** The JSON Schema (draft 2020-12) for the data; null: any data. */
  schema: Maybe<Scalars['JSON']['output']>;
};

export type EventTypeInput = {
  /**
   * Deprecates it: why, and what to use instead; 1 to 1,000 characters. Null: it is not deprecated. Left out: unchanged, and of a new one
   * not deprecated.
   */
  deprecationReason?: InputMaybe<Scalars['String']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  example: Scalars['JSON']['input'];
  /** Words of A-Z a-z 0-9 and _ joined by `.` or `-`, as in `invoice.paid`; 1 to 128 characters, at most 9 dots. Case matters. */
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  schema?: InputMaybe<Scalars['JSON']['input']>;
};

/** Whose an event type is. Of two with one name, the first of these counts, in this order. */
export type EventTypeOrigin =
  /** The dialect's. */
  | 'DIALECT'
  /** The organization's own. */
  | 'OWN'
  /** The operator's, for all organizations. */
  | 'SHARED';

export type EventTypePayload = {
  __typename?: 'EventTypePayload';
  eventType: Maybe<EventType>;
  userErrors: Array<UserError>;
};

/** Delays that grow: each is the one before multiplied by `factor`. */
export type ExponentialDelays = {
  __typename?: 'ExponentialDelays';
  factor: Scalars['Float']['output'];
  /** The delay before the first retry, in seconds. */
  initialSeconds: Scalars['Int']['output'];
  /** The longest delay, in seconds. */
  maximumSeconds: Scalars['Int']['output'];
};

/** Delays that grow: each is the one before multiplied by `factor`. */
export type ExponentialDelaysInput = {
  /** 1 to 10. */
  factor: Scalars['Float']['input'];
  /** The delay before the first retry, in seconds: 1 to 86,400. */
  initialSeconds: Scalars['Int']['input'];
  /** The longest delay, in seconds: from `initialSeconds` to 86,400. */
  maximumSeconds: Scalars['Int']['input'];
};

/** A webhook and its failures of the last minutes. */
export type FailingWebhook = {
  __typename?: 'FailingWebhook';
  attempts: Scalars['Int']['output'];
  failed: Scalars['Int']['output'];
  /** The error of the newest failure; null if it has none. */
  lastError: Maybe<Scalars['String']['output']>;
  lastFailedAt: Scalars['DateTime']['output'];
  webhook: Webhook;
};

/** A request for the local server, signed, whose attempt has begun. */
export type ForwardRequest = {
  __typename?: 'ForwardRequest';
  /** To be sent as UTF-8, unchanged: the signature is of these bytes. */
  body: Scalars['String']['output'];
  deliveryId: Scalars['ID']['output'];
  eventId: Scalars['ID']['output'];
  eventType: Scalars['String']['output'];
  /** In this order and spelling; the caller adds Host and Content-Length. */
  headers: Array<Header>;
  /** The number of the attempt. */
  number: Scalars['Int']['output'];
  /** The run of the delivery: it goes up when it is sent again. */
  run: Scalars['Int']['output'];
  /** The longest time the attempt may take, in milliseconds. */
  timeoutMs: Scalars['Int']['output'];
};

/** An HTTP header. */
export type Header = {
  __typename?: 'Header';
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type HeaderInput = {
  name: Scalars['String']['input'];
  value: Scalars['String']['input'];
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

/** This installation of durahook. What Temporal has to say is null while it does not answer within two seconds; all else is from Postgres. */
export type Installation = {
  __typename?: 'Installation';
  /** The attempts that all workers make now, in both lanes. Those of a worker that died count for a minute. */
  attemptsUnderWay: Scalars['Int']['output'];
  /**
   * At most 50 organizations with deliveries that may begin now and have not, the most first. What a replay put back, what waits for a
   * retry, what a webhook's health, limit or owner holds, and what waits for a receiver that has as many requests as it may have at once,
   * is not among them.
   */
  backlog: Array<OrganizationBacklog>;
  /** When Postgres and Temporal were last compared to the end; null: not yet. This takes place at least once a minute. */
  lastSweepAt: Maybe<Scalars['DateTime']['output']>;
  /** At most 50 replays of all organizations that have not ended, the newest first. */
  replays: Array<Replay>;
  /** At most 20 schedules of Temporal's namespace, such as `purge`, by id. Null: Temporal does not answer. */
  schedules: Maybe<Array<Schedule>>;
  /** The last 20 comparisons of Postgres with Temporal that found something, the newest first. */
  sweeps: Array<Sweep>;
  /** The namespace in Temporal UI; null: the server does not know the UI's address. */
  temporalUrl: Maybe<Scalars['String']['output']>;
  /** The version of the API that answers. */
  version: Scalars['String']['output'];
  /**
   * The workers that told Temporal of themselves within five minutes, each by its host and process; at most 100. One that begins is there
   * after 10 seconds, one that has ended is gone within 40. Null: Temporal does not answer.
   */
  workers: Maybe<Array<Worker>>;
};

/** How a delivery's first attempt is made. Everything after it is the same: retries run in a Temporal workflow, for 24 hours. */
export type Lane =
  /**
   * By the worker itself, at a seventh of the cost; the workflow begins with the first failure. What succeeded at once is in the
   * delivery log, and not in Temporal UI.
   */
  | 'DIRECT'
  /** Inside the delivery's workflow: Temporal UI shows every delivery. */
  | 'WORKFLOW';

/** The duration of an attempt's phases, in milliseconds. A skipped phase (as with a reused connection) is null. */
export type Latency = {
  __typename?: 'Latency';
  connectMs: Maybe<Scalars['Float']['output']>;
  dnsMs: Maybe<Scalars['Float']['output']>;
  firstByteMs: Maybe<Scalars['Float']['output']>;
  tlsMs: Maybe<Scalars['Float']['output']>;
  /** From the start to the last byte. */
  totalMs: Scalars['Float']['output'];
};

/** The duration of an attempt's phases, in milliseconds, as in Latency. */
export type LatencyInput = {
  connectMs?: InputMaybe<Scalars['Float']['input']>;
  dnsMs?: InputMaybe<Scalars['Float']['input']>;
  firstByteMs?: InputMaybe<Scalars['Float']['input']>;
  tlsMs?: InputMaybe<Scalars['Float']['input']>;
  totalMs: Scalars['Float']['input'];
};

/** What `durahook listen` listens to. */
export type ListenInput = {
  /** Only the events of one channel; null: of all. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  /** The dialect of a new listener; the organization's default unless given. */
  dialect?: InputMaybe<Scalars['String']['input']>;
  /** As of a webhook; `*` unless given. */
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The local address, http or https, without name and password. durahook sends nothing there; the log shows it. */
  forwardTo: Scalars['String']['input'];
  /** Tells one listener of an organization from another, such as by machine and port: 1 to 200 characters. */
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  /** To sign with, as createWebhook takes it; unless given, what the listener has, or a new one. */
  secret?: InputMaybe<Scalars['String']['input']>;
};

export type ListenMessage = {
  __typename?: 'ListenMessage';
  listener: Webhook;
  /** Null in the first message. */
  request: Maybe<ForwardRequest>;
  /**
   * In the first message: the secret with which the listener's requests are signed; null if its dialect shows secrets once and this one was
   * shown. Null in all others.
   */
  secret: Maybe<Scalars['String']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * No further attempt is made. An attempt on its way is completed and logged; if it succeeds, the delivery is SUCCEEDED after
   * all. Codes: NOT_FOUND, ALREADY_FINISHED.
   */
  cancelDelivery: DeliveryPayload;
  /**
   * Ends a replay. What it has put back and what was not attempted yet gets the status it had before. Codes: NOT_FOUND,
   * ALREADY_FINISHED.
   */
  cancelReplay: ReplayPayload;
  /**
   * Makes an API key; `secret` is shown only this once. Without an `organizationId` an operator makes an operator key.
   * A key can't give scopes it lacks. Codes: INVALID, FORBIDDEN, NOT_FOUND, LIMIT_REACHED.
   */
  createApiKey: CreateApiKeyPayload;
  /**
   * Adds a channel (dialects call it Campaign or Integration) that webhooks can be limited to. A customer's session may do so
   * if the organization's webhooks must belong to a channel. Codes: INVALID, FORBIDDEN, ALREADY_EXISTS, LIMIT_REACHED.
   */
  createChannel: ChannelPayload;
  /**
   * Makes a one-time link that signs a browser in to the dashboard, so that a product can show customers their webhooks in a
   * frame or a window. An organization's session is a customer's: it manages that organization's webhooks and deliveries only
   * (see `Viewer.customer`). Without an `organizationId` an operator makes an operator's link.
   * The session ends with the API key that made it. Only an operator's session can make sessions or API keys.
   * Codes: INVALID, FORBIDDEN, NOT_FOUND, LIMIT_REACHED.
   */
  createDashboardSession: CreateDashboardSessionPayload;
  /**
   * Adds an event type to the organization's own. It can have 500, with 4 MiB of schemas and examples in total. The example is
   * checked against the schema, with 250 ms of processor time. Patterns are matched in linear time, so lookaround and
   * backreferences are refused. If the organization's schemas have used up this minute's time, the answer is the GraphQL error
   * RATE_LIMITED. An operator who names no organization adds one that all organizations share; one of the same name that an
   * organization has already stays in its place there. Codes: INVALID, INVALID_SCHEMA, EXAMPLE_FAILS_SCHEMA, ALREADY_EXISTS (also of a
   * shared one, or of the dialect's), LIMIT_REACHED.
   */
  createEventType: EventTypePayload;
  /**
   * Adds a tenant. It has no API key yet: createApiKey makes one. With `ifExists: RETURN` an organization that has the id already
   * is returned as it is (`created: false`): of several calls at once one makes it. Scope OPERATE. Codes: INVALID,
   * UNKNOWN_DIALECT, ALREADY_EXISTS.
   */
  createOrganization: OrganizationPayload;
  /**
   * Adds a webhook, ENABLED and with a new secret unless others are given.
   * Codes: SECRET_INVALID, ALREADY_EXISTS (`uid`), IDEMPOTENCY_KEY_REUSED, URL_INVALID, URL_TOO_LONG, URL_NOT_HTTPS, URL_HAS_CREDENTIALS, URL_HAS_FRAGMENT, ADDRESS_DENIED,
   * HOST_NOT_FOUND, NO_EVENT_TYPES, UNKNOWN_EVENT_TYPE, UNKNOWN_CHANNEL, CHANNEL_REQUIRED, UNKNOWN_DIALECT,
   * PLAN_REQUIRED, HEADER_RESERVED, HEADER_INVALID, INVALID, LIMIT_REACHED.
   */
  createWebhook: CreateWebhookPayload;
  /** Removes a channel. Codes: NOT_FOUND, IN_USE (a webhook is limited to it), FORBIDDEN (in a customer's session). */
  deleteChannel: DeleteChannelPayload;
  /**
   * Removes one of the organization's event types, or, by an operator who names no organization, a shared one. Published events
   * keep their type and are delivered; publishing it again is UNKNOWN_EVENT_TYPE. Codes: NOT_FOUND, IN_USE (webhooks name it; the
   * message says how many. Patterns such as `invoice.*` don't count).
   */
  deleteEventType: DeleteEventTypePayload;
  /**
   * Deletes an organization and everything of it, as a durable workflow: at once its keys and sessions end and nothing is
   * published or sent for it any more; the rest follows. It can't be undone. `name` must be the organization's name. Scope OPERATE.
   * Codes: NOT_FOUND, INVALID (another name).
   */
  deleteOrganization: DeleteOrganizationPayload;
  /**
   * Deletes a webhook. Its pending deliveries are CANCELED; an attempt on its way is completed and logged. Its attempts stay
   * readable under their deliveries. Codes: NOT_FOUND.
   */
  deleteWebhook: DeleteWebhookPayload;
  /**
   * Stops a webhook: new events make no deliveries for it, and its pending deliveries are SKIPPED. After enableWebhook,
   * startReplay can send what it missed, and retryDelivery each one that was SKIPPED. Codes: NOT_FOUND.
   */
  disableWebhook: WebhookPayload;
  /**
   * Lets a disabled or paused webhook receive again. Postponed first attempts are made at once, postponed retries within a
   * minute. If it was FAILING, one delivery tries first, and the others follow when that succeeds; the hours until it would be disabled
   * count from now again, also if it is ENABLED already. After it was DISABLED, startReplay sends what it missed (`Webhook.missedSince`).
   * Codes: NOT_FOUND, PLAN_REQUIRED.
   */
  enableWebhook: WebhookPayload;
  /**
   * Removes an event's payload at once, from the search too, and what receivers answered to its deliveries; what is still to be sent
   * is CANCELED. Ids and times stay. It can't be undone. Backups keep what they have. Codes: NOT_FOUND, FORBIDDEN (in a
   * customer's session).
   */
  eraseEvent: EraseEventPayload;
  /**
   * Stops a replay for now: no delivery is put back any more, and those that were and wait for their first attempt are not sent
   * before resumeReplay. Codes: NOT_FOUND, ALREADY_FINISHED.
   */
  pauseReplay: ReplayPayload;
  /**
   * Pauses a webhook: new events still make deliveries for it, which wait until enableWebhook. For a delivery that is being
   * retried, the 24 hours go on. Codes: NOT_FOUND, WEBHOOK_DISABLED.
   */
  pauseWebhook: WebhookPayload;
  /**
   * Publishes an event. An answer without userErrors means that the event is stored, with one delivery for every enabled or
   * paused webhook that asks for its type and channel, and can't be lost. Scope PUBLISH.
   * If the organization's schemas have used up this minute's time, or its deliveries are started more slowly than it publishes,
   * the answer is the GraphQL error RATE_LIMITED. Nothing was stored; try again after `retryAfterSeconds`. If Postgres is unreachable, it is the GraphQL error UNAVAILABLE: publish again
   * with the same idempotency key.
   * Codes: UNKNOWN_EVENT_TYPE, DATA_FAILS_SCHEMA (or the check takes more than 250 ms), INVALID_SCHEMA (the type's schema can't
   * be used), PAYLOAD_TOO_LARGE, IDEMPOTENCY_KEY_REUSED (same key, other content), INVALID.
   */
  publishEvent: PublishEventPayload;
  /**
   * Publishes up to 100 events, all or none, in one transaction. Codes as publishEvent, each with the `index` of the event in
   * `field`; and TOO_MANY_EVENTS. Scope PUBLISH.
   */
  publishEvents: PublishEventsPayload;
  /**
   * Says how requests of the subscription `listen` ended, 1 to 20 at once: each is logged, and its delivery ends. One that is reported too
   * late, so that it is logged as INTERRUPTED, counts if it succeeded. A repeated report, and one of an attempt that was never begun, change
   * nothing. Codes: NOT_FOUND, INVALID; with them, none of the call's attempts is logged.
   */
  reportAttempts: ReportAttemptsPayload;
  /** Codes: NOT_FOUND, ALREADY_FINISHED. */
  resumeReplay: ReplayPayload;
  /**
   * A PENDING delivery: the next attempt is made now; if it fails, the remaining retries follow. While an attempt is on its
   * way, the next one follows at once if it fails.
   * A delivery that has ended, however, becomes PENDING and is sent again, with 24 new hours.
   * If Temporal is unreachable: the GraphQL error UNAVAILABLE within two seconds. The command is stored and executed later.
   * With `expectedStatus`, the one the caller has seen, nothing is sent if the delivery has another by now: a retry of what was
   * PENDING is not to send again what has SUCCEEDED meanwhile.
   * Codes: NOT_FOUND, WEBHOOK_DISABLED, WEBHOOK_DELETED, PAYLOAD_DELETED, CONFLICT (the status is not `expectedStatus`).
   */
  retryDelivery: DeliveryPayload;
  /** The webhook's secret, if its dialect can show it again. Codes: NOT_FOUND, SECRET_SHOWN_ONCE. */
  revealWebhookSecret: RevealSecretPayload;
  /**
   * Ends a key at once, with its dashboard sessions, and closes its subscriptions. If a rotation replaces the key at the same
   * moment, the new key ends too; an earlier replacement stays (see `ApiKey.replaces`). Not allowed in a customer's session.
   * After revoking the last operator key, make another with `npm start -- create-key`. Codes: NOT_FOUND, FORBIDDEN.
   */
  revokeApiKey: ApiKeyPayload;
  /**
   * Makes a new key with the old one's name, scopes and organization; the old one ends after `overlapSeconds` (0 unless
   * given, at most 7 days). A key is replaced once: of concurrent calls one gets the new key, the others get INVALID.
   * Codes: NOT_FOUND, INVALID, FORBIDDEN, LIMIT_REACHED (with an overlap both keys count).
   */
  rotateApiKey: CreateApiKeyPayload;
  /**
   * Gives the webhook a new secret. For `overlapSeconds` (0 unless given, at most 7 days) requests are signed with the old
   * secrets too, if the dialect's signature can carry several. At most five sign at once, and none ends early. Without
   * overlap all old secrets end at once. `secret`: one of another system, as in createWebhook; its kind may be another than the
   * old one's, and during the overlap both sign. Codes: NOT_FOUND, SECRET_INVALID, OVERLAP_NOT_SUPPORTED, INVALID,
   * TOO_MANY_SECRETS (the message says when the first one ends).
   */
  rotateWebhookSecret: RevealSecretPayload;
  /**
   * Sends the event type's example (or `data`) to one webhook as a real, signed delivery marked TEST. It makes one attempt;
   * retryDelivery sends it again. Codes: NOT_FOUND, UNKNOWN_EVENT_TYPE, DATA_FAILS_SCHEMA, PAYLOAD_TOO_LARGE,
   * WEBHOOK_DISABLED.
   */
  sendTestEvent: SendTestEventPayload;
  /** Codes: NOT_FOUND, ALREADY_FINISHED, INVALID (1 to 1,000). */
  setReplayRate: ReplayPayload;
  /**
   * Sends many deliveries again, as one durable replay: each that matches becomes PENDING as a new run, at `ratePerSecond`, after
   * all that was published meanwhile. There is no limit of their number. Calls with the same `idempotencyKey` give the same
   * replay. Codes: NOT_FOUND, INVALID, IDEMPOTENCY_KEY_REUSED (same key, other input), WEBHOOK_DISABLED, WEBHOOK_DELETED,
   * LIMIT_REACHED (10 replays of the organization have not ended).
   */
  startReplay: ReplayPayload;
  /** Changes a channel's name. Codes: INVALID, NOT_FOUND, FORBIDDEN (in a customer's session). */
  updateChannel: ChannelPayload;
  /**
   * Replaces the description, schema and example of one of the organization's event types, or, by an operator who names no
   * organization, of a shared one. Codes as createEventType, and NOT_FOUND.
   */
  updateEventType: EventTypePayload;
  /**
   * Changes name, plan or default dialect. Scope OPERATE. A plan that no longer allows a webhook's dialect disables those
   * webhooks (`statusReason` PLAN) and cancels their pending deliveries, in the same transaction. When a plan allows them again,
   * they return to ENABLED or PAUSED, except those that somebody disabled meanwhile. Events published in between made no
   * deliveries for them. Codes: INVALID, NOT_FOUND.
   */
  updateOrganization: OrganizationPayload;
  /**
   * Changes the given fields only. Attempts that begin later go to the new URL. The dialect can't change.
   * Codes as createWebhook, NOT_FOUND, and CONFLICT (the webhook was changed since `expectedUpdatedAt`).
   */
  updateWebhook: WebhookPayload;
};


export type MutationCancelDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCancelReplayArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationCreateChannelArgs = {
  input: CreateChannelInput;
};


export type MutationCreateDashboardSessionArgs = {
  input: CreateDashboardSessionInput;
};


export type MutationCreateEventTypeArgs = {
  input: EventTypeInput;
};


export type MutationCreateOrganizationArgs = {
  input: CreateOrganizationInput;
};


export type MutationCreateWebhookArgs = {
  input: CreateWebhookInput;
};


export type MutationDeleteChannelArgs = {
  id: Scalars['ID']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type MutationDeleteEventTypeArgs = {
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type MutationDeleteOrganizationArgs = {
  id: Scalars['ID']['input'];
  name: Scalars['String']['input'];
};


export type MutationDeleteWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDisableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEnableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEraseEventArgs = {
  id: Scalars['ID']['input'];
};


export type MutationPauseReplayArgs = {
  id: Scalars['ID']['input'];
};


export type MutationPauseWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationPublishEventArgs = {
  input: PublishEventInput;
};


export type MutationPublishEventsArgs = {
  events: Array<PublishEventInput>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type MutationReportAttemptsArgs = {
  attempts: Array<ReportAttemptInput>;
};


export type MutationResumeReplayArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRetryDeliveryArgs = {
  expectedStatus?: InputMaybe<DeliveryStatus>;
  id: Scalars['ID']['input'];
};


export type MutationRevealWebhookSecretArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRotateApiKeyArgs = {
  id: Scalars['ID']['input'];
  overlapSeconds?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationRotateWebhookSecretArgs = {
  id: Scalars['ID']['input'];
  overlapSeconds?: InputMaybe<Scalars['Int']['input']>;
  secret?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSendTestEventArgs = {
  input: SendTestEventInput;
};


export type MutationSetReplayRateArgs = {
  id: Scalars['ID']['input'];
  ratePerSecond: Scalars['Int']['input'];
};


export type MutationStartReplayArgs = {
  input: StartReplayInput;
};


export type MutationUpdateChannelArgs = {
  input: UpdateChannelInput;
};


export type MutationUpdateEventTypeArgs = {
  input: EventTypeInput;
};


export type MutationUpdateOrganizationArgs = {
  input: UpdateOrganizationInput;
};


export type MutationUpdateWebhookArgs = {
  input: UpdateWebhookInput;
};

/**
 * Something that happened to a webhook, a delivery or a replay. It is stored with what it tells of, in one transaction, and sent to
 * the operational webhooks that ask for its type, as any event. A webhook never gets what tells of itself, and the deliveries of
 * operational webhooks make none.
 */
export type OperationalEvent = {
  __typename?: 'OperationalEvent';
  /** The data that operational webhooks get. */
  data: Scalars['JSON']['output'];
  /** The delivery it tells of; null as `webhook`. */
  delivery: Maybe<Delivery>;
  /** Unique; also `data.id` of what operational webhooks get. */
  id: Scalars['ID']['output'];
  /** A sentence for people. */
  message: Scalars['String']['output'];
  occurredAt: Scalars['DateTime']['output'];
  organization: Organization;
  /** The replay it tells of; null as `webhook`. */
  replay: Maybe<Replay>;
  /**
   * `webhook.failing`, `webhook.disable_scheduled`, `webhook.disabled`, `webhook.recovered`, `webhook.secret_rotated`,
   * `delivery.failing` (its fourth attempt failed), `delivery.failed`, `delivery.recovered`, `replay.finished`.
   */
  type: Scalars['String']['output'];
  /** The webhook it tells of; null: of none, or it is no longer kept. */
  webhook: Maybe<Webhook>;
};

export type OperationalEventConnection = {
  __typename?: 'OperationalEventConnection';
  edges: Array<OperationalEventEdge>;
  nodes: Array<OperationalEvent>;
  pageInfo: PageInfo;
};

/** An operational event with its position. */
export type OperationalEventEdge = {
  __typename?: 'OperationalEventEdge';
  /** Opaque; as that of the delivery log. */
  cursor: Scalars['String']['output'];
  node: OperationalEvent;
};

/** Whose operational events a webhook gets. */
export type OperationalScope =
  /** All organizations'. Scope OPERATE. */
  | 'ALL'
  /** Its organization's. */
  | 'ORGANIZATION';

/** A tenant: a customer of the product, or the product itself. */
export type Organization = {
  __typename?: 'Organization';
  /** The keys, the newest first, without their secrets. */
  apiKeys: ApiKeyConnection;
  /** One channel. NOT_FOUND if it does not exist. */
  channel: Channel;
  /** What webhooks can be limited to. */
  channels: ChannelConnection;
  /** The part of `disableFailing` that the organization has chosen itself. */
  chosenDisableFailing: ChosenDisableFailing;
  /** The part of `retention` that the organization has chosen itself. */
  chosenRetention: ChosenRetention;
  createdAt: Scalars['DateTime']['output'];
  /** As `Webhook.deliveryLog`, for all its webhooks. The subscription organizationDeliveryLog continues from the first edge's cursor. */
  deliveryLog: DeliveryLogConnection;
  /** The dialect of webhooks that name none. Its event types are available to the organization. */
  dialect: Dialect;
  /** When a webhook that fails is disabled; that of the server's settings unless the organization has chosen. */
  disableFailing: DisableFailing;
  /** As `Query.eventTypes`. */
  eventTypes: Array<EventType>;
  /** At most 20 webhooks with failed attempts in the last minutes (60 unless given), the most failures first. */
  failingWebhooks: Array<FailingWebhook>;
  id: Scalars['ID']['output'];
  /** How first attempts are made; that of the setting FIRST_ATTEMPT unless the organization has chosen. */
  lane: Lane;
  /** Since when its delivery log is complete; null: nothing of it was dropped yet. */
  logCompleteSince: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  /**
   * Its operational events, the newest first; `types` as in OperationalEvent.type (all unless given). The subscription operationalEvents
   * continues from the first edge's cursor.
   */
  operationalEvents: OperationalEventConnection;
  /** What the organization has paid for; some dialects require a plan (sjocamp: TEAM). */
  plan: Plan;
  /** How long what belongs to it is kept. */
  retention: Retention;
  /**
   * Whether words in the data of its events are indexed, so that `filter.text` finds them among any number of events. Events
   * published before that was chosen are not: they are looked through page by page, as all are without an index.
   */
  searchIndex: Scalars['Boolean']['output'];
  /**
   * Whether its receivers get the header `traceparent` (https://www.w3.org/TR/trace-context/), of the span of their attempt. Only of
   * deliveries that are traced (docs/operating.md).
   */
  sendTraceparent: Scalars['Boolean']['output'];
  /** Figures of the last minutes, for an overview. */
  statistics: DeliveryStatistics;
  webhooks: WebhookConnection;
  /**
   * At most 20 of its webhooks that somebody has to look at: those that are FAILING, the longest first, then those that were DISABLED
   * because they failed or their receiver is gone, the newest first.
   */
  webhooksInNeed: Array<Webhook>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationApiKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationChannelArgs = {
  id: Scalars['ID']['input'];
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationChannelsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationDeliveryLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DeliveryLogFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationFailingWebhooksArgs = {
  minutes?: InputMaybe<Scalars['Int']['input']>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationOperationalEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationStatisticsArgs = {
  minutes?: InputMaybe<Scalars['Int']['input']>;
};


/** A tenant: a customer of the product, or the product itself. */
export type OrganizationWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What waits to begin in an organization, although nothing holds it. */
export type OrganizationBacklog = {
  __typename?: 'OrganizationBacklog';
  /** False: there are more. Of one webhook no more than 10,000 are counted. */
  exact: Scalars['Boolean']['output'];
  /** Since when the oldest that was not sent again waits: its publishing, or a later change of its webhook; null: all were sent again. */
  oldestAt: Maybe<Scalars['DateTime']['output']>;
  organization: Organization;
  /** How many deliveries wait; see `exact`. */
  waiting: Scalars['Int']['output'];
};

export type OrganizationConnection = {
  __typename?: 'OrganizationConnection';
  edges: Array<OrganizationEdge>;
  nodes: Array<Organization>;
  pageInfo: PageInfo;
};

/** The receipt of an organization's deletion. It is kept when everything else is gone. */
export type OrganizationDeletion = {
  __typename?: 'OrganizationDeletion';
  /** How many were deleted so far. */
  deleted: DeletedCounts;
  /** Null: it has not ended yet. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  organizationId: Scalars['ID']['output'];
  requestedAt: Scalars['DateTime']['output'];
  /** The workflow's page in Temporal UI; null as in Delivery. */
  temporalUrl: Maybe<Scalars['String']['output']>;
};

export type OrganizationEdge = {
  __typename?: 'OrganizationEdge';
  cursor: Scalars['String']['output'];
  node: Organization;
};

export type OrganizationPayload = {
  __typename?: 'OrganizationPayload';
  /** Whether this call made it; null: nothing was stored. */
  created: Maybe<Scalars['Boolean']['output']>;
  /** How many webhooks a change of plan disabled; null: nothing was stored. */
  disabledWebhooks: Maybe<Scalars['Int']['output']>;
  /** How many webhooks that a plan had disabled are ENABLED or PAUSED again; null: nothing was stored. */
  enabledWebhooks: Maybe<Scalars['Int']['output']>;
  organization: Maybe<Organization>;
  userErrors: Array<UserError>;
};

/** What a webhook's owner has chosen of how attempts are made. What is null is the dialect's. */
export type OwnRetryPolicy = {
  __typename?: 'OwnRetryPolicy';
  /** No attempt begins later than this after the first, in seconds. The last one is made then, if a delay would pass it. */
  deadlineSeconds: Maybe<Scalars['Int']['output']>;
  /** One delay for each retry, in seconds. */
  delays: Maybe<Array<Scalars['Int']['output']>>;
  exponential: Maybe<ExponentialDelays>;
  /** The maximum number of retries after the first attempt. */
  maximumRetries: Maybe<Scalars['Int']['output']>;
  /** The longest time an attempt may take, in milliseconds. */
  timeoutMs: Maybe<Scalars['Int']['output']>;
};

/**
 * Relay's page information. A filtered list looks at a limited number of entries for each page. So a page can be short or even
 * empty although more entries follow: only `hasNextPage` says whether the list is over, and `hasPreviousPage` when it is read
 * backward with `last` and `before`, which `events` and `deliveries` can be. In the other direction they say whether a cursor was given.
 */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Where to continue: the last edge, or a later position where the search stopped. */
  endCursor: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Where to continue backward: the first edge, or a newer position where the search stopped. */
  startCursor: Maybe<Scalars['String']['output']>;
};

export type Plan =
  | 'FREE'
  | 'TEAM';

export type PlanReplayInput = {
  /** Of the last attempt. */
  errorKinds?: InputMaybe<Array<ErrorKind>>;
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /**
   * True: also events that made no delivery because the webhook was disabled, or did not exist yet. Asks for `webhookId`, or for
   * every enabled webhook of the organization.
   */
  includeMissed?: InputMaybe<Scalars['Boolean']['input']>;
  /** The organization, unless `webhookId` is given. */
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 1,000; 10 unless given. */
  ratePerSecond?: InputMaybe<Scalars['Int']['input']>;
  /** Deliveries created not before this instant; 24 hours ago unless given. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of the last attempt. */
  statusCodes?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** FAILED and SKIPPED unless given; not PENDING. */
  statuses?: InputMaybe<Array<DeliveryStatus>>;
  /** Deliveries created before this instant; now unless given. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only deliveries to this webhook. */
  webhookId?: InputMaybe<Scalars['ID']['input']>;
};

export type PreviewDeliveryInput = {
  /** The type's example unless given. */
  data?: InputMaybe<Scalars['JSON']['input']>;
  eventType: Scalars['String']['input'];
  webhookId: Scalars['ID']['input'];
};

export type PreviewSecret =
  /**
   * A secret made for this preview and not kept, so receivers refuse the request; all else is as it would be sent. The caller
   * lacks the scope MANAGE and could forge requests with a real signature.
   */
  | 'THROWAWAY'
  /** The webhook's secret, and its old ones during a rotation: receivers accept the request. */
  | 'WEBHOOK';

export type PublishEventInput = {
  /** The channels it concerns, at most 20. Empty: all. Left out: sjocamp takes the data's `campaign_id`, others all. */
  channels?: InputMaybe<Array<Scalars['ID']['input']>>;
  data: Scalars['JSON']['input'];
  /**
   * Up to 255 characters. The same key gives the same event for a year (IDEMPOTENCY_KEY_DAYS), even if the event's type or
   * schema has changed since, and if the same content is written differently (blanks, the order of keys and channels, `1.0`
   * for `1`). With another type, data, time or channels the code is IDEMPOTENCY_KEY_REUSED.
   */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The time of publishing unless given. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Not allowed in publishEvents, which has one for all events. */
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  type: Scalars['String']['input'];
};

export type PublishEventPayload = {
  __typename?: 'PublishEventPayload';
  /** True: `event` was published before with this idempotency key. */
  duplicate: Scalars['Boolean']['output'];
  event: Maybe<Event>;
  /**
   * The event's channels that the organization does not have: misspelled, or not created yet. No webhook is limited to them;
   * webhooks for all channels receive the event.
   */
  unknownChannels: Array<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type PublishEventsPayload = {
  __typename?: 'PublishEventsPayload';
  /** For each of `events`, true: it was published before with its idempotency key. Null when there are userErrors. */
  duplicates: Maybe<Array<Scalars['Boolean']['output']>>;
  /** In the order given; null for all when there are userErrors. */
  events: Maybe<Array<Event>>;
  /** As in PublishEventPayload, for all events together. */
  unknownChannels: Array<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type Query = {
  __typename?: 'Query';
  /**
   * An organization's event types as a document for its receivers: the schema of each type's data, and of the whole body as the
   * dialect sends it (the organization's unless given). The same types give the same text. BAD_USER_INPUT for an unknown
   * dialect; ANSWER_TOO_LARGE for more than 16 MiB.
   */
  catalogue: Scalars['JSON']['output'];
  /** Whether webhooks of a dialect (the organization's unless given) may have this policy, and when they would get their attempts. */
  checkRetryPolicy: RetryPolicyCheck;
  /** Whether a webhook may have this URL, for checks in a form. Looks up the host, sends nothing. Scope MANAGE. */
  checkWebhookUrl: WebhookUrlCheck;
  /** An organization's deliveries, the newest first; `last` and `before` as in `events`. */
  deliveries: DeliveryConnection;
  /** One delivery. NOT_FOUND as for `webhook`. */
  delivery: Delivery;
  /** The wire formats this server speaks. */
  dialects: Array<Dialect>;
  /** One published event. NOT_FOUND as for `webhook`. */
  event: Event;
  /**
   * The event types an organization's webhooks can ask for: its dialect's, those that all organizations share, and its own, each
   * by name. An operator who names no organization gets the shared ones.
   */
  eventTypes: Array<EventType>;
  /** An organization's events, the newest first. `first` and `after` read on to older ones, `last` and `before` back to newer ones. */
  events: EventConnection;
  /** All of durahook as it is now, for operators: workers, what waits, what was repaired. Scope OPERATE. */
  installation: Installation;
  /** The organization of the API key; an operator gives the id of any. */
  organization: Organization;
  /** The deletion of an organization, also after it ended. NOT_FOUND if there is none. Scope OPERATE. */
  organizationDeletion: OrganizationDeletion;
  /** All organizations, the newest first. Scope OPERATE. */
  organizations: OrganizationConnection;
  /**
   * What a replay with this input would send, and how long it would take. Writes nothing. What startReplay would refuse is
   * BAD_USER_INPUT.
   */
  planReplay: ReplayPlan;
  /**
   * What a delivery of this event type to this webhook would send, byte for byte, signed as of now. Nothing is sent. Without
   * the scope MANAGE the caller gets a signature that receivers refuse: see `signedWith`.
   */
  previewDelivery: DeliveryPreview;
  /** One replay. NOT_FOUND as for `webhook`. */
  replay: Replay;
  /** An organization's replays, the newest first. */
  replays: ReplayConnection;
  /** The caller. */
  viewer: Viewer;
  /** One webhook. NOT_FOUND if it does not exist, was deleted, or is another organization's. */
  webhook: Webhook;
  /**
   * An organization's webhooks without deleted ones, the newest first unless `order` says otherwise. `text`: part of the URL, the
   * description or the `uid`; upper and lower case are equal; at most 200 characters. It finds a URL also by the letters that
   * Punycode and `%E6` stand for. `last` and `before` as in `events`.
   */
  webhooks: WebhookConnection;
};


export type QueryCatalogueArgs = {
  dialect?: InputMaybe<Scalars['String']['input']>;
  format: CatalogueFormat;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryCheckRetryPolicyArgs = {
  dialect?: InputMaybe<Scalars['String']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  retryPolicy: RetryPolicyInput;
};


export type QueryCheckWebhookUrlArgs = {
  url: Scalars['String']['input'];
};


export type QueryDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  eventId?: InputMaybe<Scalars['ID']['input']>;
  filter?: InputMaybe<DeliveryFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<DeliveryStatus>;
  webhookId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEventArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEventTypesArgs = {
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<EventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  type?: InputMaybe<Scalars['String']['input']>;
};


export type QueryOrganizationArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryOrganizationDeletionArgs = {
  organizationId: Scalars['ID']['input'];
};


export type QueryOrganizationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryPlanReplayArgs = {
  input: PlanReplayInput;
};


export type QueryPreviewDeliveryArgs = {
  input: PreviewDeliveryInput;
};


export type QueryReplayArgs = {
  id: Scalars['ID']['input'];
};


export type QueryReplaysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  channelId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<WebhookOrder>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<WebhookStatus>;
  text?: InputMaybe<Scalars['String']['input']>;
  uid?: InputMaybe<Scalars['ID']['input']>;
};

/** At most so many attempts in a time, evenly spaced. */
export type RateLimit = {
  __typename?: 'RateLimit';
  /** 1 to 1,000,000. */
  limit: Scalars['Int']['output'];
  per: RatePeriod;
};

/** At most so many attempts in a time, evenly spaced: 1 to 1,000,000. */
export type RateLimitInput = {
  limit: Scalars['Int']['input'];
  per: RatePeriod;
};

export type RatePeriod =
  | 'HOUR'
  | 'MINUTE'
  | 'SECOND';

/** A durable workflow that sends many deliveries again; its id is also the workflow's. */
export type Replay = {
  __typename?: 'Replay';
  /** Whether all are counted: a moment after the start. */
  counted: Scalars['Boolean']['output'];
  createdAt: Scalars['DateTime']['output'];
  /** How many were delivered. */
  delivered: Scalars['Int']['output'];
  /** Empty: all. */
  errorKinds: Array<ErrorKind>;
  /** When it will have put back all, at this rate; null: unknown, or it has ended. */
  eta: Maybe<Scalars['DateTime']['output']>;
  /** Empty: all. */
  eventTypes: Array<Scalars['String']['output']>;
  /** How many failed, or were canceled, since. */
  failed: Scalars['Int']['output'];
  /** When it ended; null: it has not. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** How many of those that were put back cancelReplay has given their status back, because they had not been attempted. */
  givenBack: Scalars['Int']['output'];
  /** `rp_<ULID>`. */
  id: Scalars['ID']['output'];
  includeMissed: Scalars['Boolean']['output'];
  /** How many it can send: with a payload, to a webhook that is not disabled. Exact as soon as they are counted (`counted`). */
  matched: Scalars['Int']['output'];
  organization: Organization;
  /** How many of them were put back to be sent. */
  queued: Scalars['Int']['output'];
  ratePerSecond: Scalars['Int']['output'];
  since: Scalars['DateTime']['output'];
  /**
   * How many were not to be sent any more when their turn came: sent meanwhile, their payload deleted, or their webhook disabled or
   * deleted. Known when all others were put back.
   */
  skipped: Scalars['Int']['output'];
  status: ReplayStatus;
  /** Empty: all. */
  statusCodes: Array<Scalars['Int']['output']>;
  statuses: Array<DeliveryStatus>;
  /** The workflow's page in Temporal UI; null as in Delivery. */
  temporalUrl: Maybe<Scalars['String']['output']>;
  until: Scalars['DateTime']['output'];
  /** Null: all of the organization's. */
  webhook: Maybe<Webhook>;
};

export type ReplayConnection = {
  __typename?: 'ReplayConnection';
  edges: Array<ReplayEdge>;
  nodes: Array<Replay>;
  pageInfo: PageInfo;
};

export type ReplayEdge = {
  __typename?: 'ReplayEdge';
  cursor: Scalars['String']['output'];
  node: Replay;
};

export type ReplayPayload = {
  __typename?: 'ReplayPayload';
  replay: Maybe<Replay>;
  userErrors: Array<UserError>;
};

/** What a replay would send: what matches and can be sent now, as in Replay.matched. */
export type ReplayPlan = {
  __typename?: 'ReplayPlan';
  /** False: there are more; counting stopped after a second. */
  exact: Scalars['Boolean']['output'];
  matched: Scalars['Int']['output'];
  newest: Maybe<Scalars['DateTime']['output']>;
  /** When the oldest of them was created, or its event published; null: nothing matches. */
  oldest: Maybe<Scalars['DateTime']['output']>;
  /** How long it takes at this rate, in seconds. */
  seconds: Scalars['Float']['output'];
};

export type ReplayStatus =
  | 'CANCELED'
  /** All have ended. */
  | 'COMPLETED'
  | 'PAUSED'
  /** Deliveries are put back and sent. */
  | 'RUNNING';

/** How a request of the subscription `listen` ended: with an answer (`statusCode`), or without one (`errorKind` and `error`). */
export type ReportAttemptInput = {
  /** The first 64 KiB of the answer's body, in base64. */
  bodyBase64?: InputMaybe<Scalars['String']['input']>;
  /** Whether the body was longer. */
  bodyTruncated?: InputMaybe<Scalars['Boolean']['input']>;
  deliveryId: Scalars['ID']['input'];
  /** A sentence: what went wrong. Up to 500 characters. */
  error?: InputMaybe<Scalars['String']['input']>;
  errorKind?: InputMaybe<ErrorKind>;
  /** As received, up to 200. */
  headers?: InputMaybe<Array<HeaderInput>>;
  latency: LatencyInput;
  number: Scalars['Int']['input'];
  run: Scalars['Int']['input'];
  /** 100 to 999: any that an answer may have. */
  statusCode?: InputMaybe<Scalars['Int']['input']>;
};

export type ReportAttemptsPayload = {
  __typename?: 'ReportAttemptsPayload';
  /** In the order of the input. */
  deliveries: Maybe<Array<Delivery>>;
  userErrors: Array<UserError>;
};

/**
 * How long things are kept, in days; those of the server's settings unless the organization has chosen a shorter time. What is
 * dropped goes with up to a twelfth more. A delivery that has not ended is kept, with its event's payload.
 */
export type Retention = {
  __typename?: 'Retention';
  /** Attempts, in the delivery log. */
  attemptDays: Scalars['Float']['output'];
  /** Deliveries that have ended. */
  deliveryDays: Scalars['Float']['output'];
  /** Events, without their payload. */
  eventDays: Scalars['Float']['output'];
  /** The payload of events. */
  payloadDays: Scalars['Float']['output'];
};

/** Days, from 0.0006 (a minute) to the server's; null or left out: the server's. */
export type RetentionInput = {
  attemptDays?: InputMaybe<Scalars['Float']['input']>;
  deliveryDays?: InputMaybe<Scalars['Float']['input']>;
  eventDays?: InputMaybe<Scalars['Float']['input']>;
  payloadDays?: InputMaybe<Scalars['Float']['input']>;
};

/** When and for how long attempts are made to a webhook. */
export type RetryPolicy = {
  __typename?: 'RetryPolicy';
  /** No attempt begins later than this after the first, in seconds. */
  deadlineSeconds: Scalars['Int']['output'];
  /** The random part of each delay: 0.2 means from 0.8 to 1.2 times the delay. */
  jitter: Scalars['Float']['output'];
  /** What the webhook has chosen; null: all is its dialect's. */
  own: Maybe<OwnRetryPolicy>;
  /** The longest time an attempt may take, in milliseconds. */
  timeoutMs: Scalars['Int']['output'];
  /**
   * When attempts are made that all fail at once, in seconds from the first, which is at 0. Each delay is longer or shorter by up to
   * `jitter` of it, and longer if the receiver asks for it with Retry-After.
   */
  times: Array<Scalars['Float']['output']>;
};

export type RetryPolicyCheck = {
  __typename?: 'RetryPolicyCheck';
  /** What webhooks with this policy get; null if it is refused. */
  retryPolicy: Maybe<RetryPolicy>;
  /** What is wrong with it, as createWebhook would say. */
  userErrors: Array<UserError>;
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
  deadlineSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** One delay for each retry, in seconds: 1 to 50 of them, each from 1 to 86,400. Not together with `exponential`. */
  delays?: InputMaybe<Array<Scalars['Int']['input']>>;
  exponential?: InputMaybe<ExponentialDelaysInput>;
  /** 0 to 50 retries after the first attempt. */
  maximumRetries?: InputMaybe<Scalars['Int']['input']>;
  /** The longest time an attempt may take, in milliseconds: 1,000 to 30,000. */
  timeoutMs?: InputMaybe<Scalars['Int']['input']>;
};

export type RevealSecretPayload = {
  __typename?: 'RevealSecretPayload';
  secret: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
  webhook: Maybe<Webhook>;
};

/** A schedule of Temporal. */
export type Schedule = {
  __typename?: 'Schedule';
  id: Scalars['ID']['output'];
  /** Null: it has not run yet. */
  lastAction: Maybe<ScheduleAction>;
  /** When it runs next, unless it is paused; null: never. */
  nextActionAt: Maybe<Scalars['DateTime']['output']>;
  /** What whoever paused or resumed it wrote, perhaps the schedule itself after a failure; null: nothing. */
  note: Maybe<Scalars['String']['output']>;
  paused: Scalars['Boolean']['output'];
  /** Its page in Temporal UI; null as in Installation. */
  temporalUrl: Maybe<Scalars['String']['output']>;
};

/** A run of a schedule. */
export type ScheduleAction = {
  __typename?: 'ScheduleAction';
  at: Scalars['DateTime']['output'];
  /** What came of it, or why it failed, in up to 2,000 characters; null: nothing yet. */
  result: Maybe<Scalars['String']['output']>;
  /** How its workflow is doing; null: Temporal keeps it no longer. */
  status: Maybe<ScheduleActionStatus>;
  /** Its workflow's page in Temporal UI; null as in Installation. */
  temporalUrl: Maybe<Scalars['String']['output']>;
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
  data?: InputMaybe<Scalars['JSON']['input']>;
  eventType: Scalars['String']['input'];
  webhookId: Scalars['ID']['input'];
};

export type SendTestEventPayload = {
  __typename?: 'SendTestEventPayload';
  delivery: Maybe<Delivery>;
  userErrors: Array<UserError>;
};

/** A header as it was sent. */
export type SentHeader = {
  __typename?: 'SentHeader';
  name: Scalars['String']['output'];
  /**
   * Null where it is or may be a secret: signatures, and headers of the webhook whose name says so, such as Authorization or
   * X-Api-Key.
   */
  value: Maybe<Scalars['String']['output']>;
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
  errorKinds?: InputMaybe<Array<ErrorKind>>;
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Up to 255 characters. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  includeMissed?: InputMaybe<Scalars['Boolean']['input']>;
  /** As in PlanReplayInput. */
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  ratePerSecond?: InputMaybe<Scalars['Int']['input']>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  statusCodes?: InputMaybe<Array<Scalars['Int']['input']>>;
  statuses?: InputMaybe<Array<DeliveryStatus>>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
  webhookId?: InputMaybe<Scalars['ID']['input']>;
};

export type StatisticsBucket = {
  __typename?: 'StatisticsBucket';
  failed: Scalars['Int']['output'];
  p50Ms: Maybe<Scalars['Float']['output']>;
  p99Ms: Maybe<Scalars['Float']['output']>;
  start: Scalars['DateTime']['output'];
  succeeded: Scalars['Int']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * A webhook's delivery log, in its one order: first the attempts after the cursor `after` (all, for an empty string), then
   * new ones as they end. Without `after`: new ones only. After a reconnect, resume with your last cursor: no attempt is missing
   * or repeated, even if the server's database was moved or restored.
   * CURSOR_AHEAD says that the cursor is ahead of the log, and where to resume. It can come after entries.
   * CURSOR_EXPIRED says that entries after the cursor are no longer kept, since when the log is complete
   * (`extensions.completeSince`), and where to resume (`extensions.resumeAfter`). An empty `after` begins there by itself.
   */
  deliveryLog: DeliveryLogEntry;
  /**
   * Deliveries for a local server that no address reaches, as `durahook listen` asks for them. The first message has the listener and its
   * secret; each other one a request that the caller makes and whose end it reports with `reportAttempts`. In the log they are deliveries
   * as any other, with one attempt each. At most 20 are on their way at once.
   * Who opens it again under the same name goes on with what waited meanwhile: what was on its way is logged as INTERRUPTED and comes
   * again, and an earlier opening ends with the code LISTENER_ENDED. So does one whose listener was deleted or whose plan was taken away.
   * A listener for which nobody comes for 24 hours is deleted. Wrong input has the code BAD_USER_INPUT, with `extensions.userErrors` as
   * createWebhook would give them. Scope MANAGE.
   */
  listen: ListenMessage;
  /**
   * An organization's operational events, from the cursor `after` on, as `deliveryLog`; without `after` new ones only. An operator who
   * names no organization gets those of all.
   */
  operationalEvents: OperationalEventEdge;
  /** The same for all webhooks of an organization. */
  organizationDeliveryLog: DeliveryLogEntry;
  /** A replay as it goes on: at once, then each second while it is RUNNING, else when it changes. It completes when the replay has ended. */
  replayProgress: Replay;
};


export type SubscriptionDeliveryLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  webhookId: Scalars['ID']['input'];
};


export type SubscriptionListenArgs = {
  input: ListenInput;
};


export type SubscriptionOperationalEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionOrganizationDeliveryLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionReplayProgressArgs = {
  id: Scalars['ID']['input'];
};

/** A comparison of Postgres with Temporal that found differences, which were repaired. */
export type Sweep = {
  __typename?: 'Sweep';
  at: Scalars['DateTime']['output'];
  findings: Array<SweepFinding>;
};

/** Differences of one kind. */
export type SweepFinding = {
  __typename?: 'SweepFinding';
  /** How many. */
  count: Scalars['Int']['output'];
  /** The first 10 of them. */
  deliveries: Array<SweptDelivery>;
  kind: SweepKind;
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

/** A delivery that was repaired. */
export type SweptDelivery = {
  __typename?: 'SweptDelivery';
  id: Scalars['ID']['output'];
  /** The organization that it belongs to; null: it is no longer there. */
  organizationId: Maybe<Scalars['ID']['output']>;
};

export type UpdateChannelInput = {
  id: Scalars['ID']['input'];
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};

export type UpdateOrganizationInput = {
  dialect?: InputMaybe<Scalars['String']['input']>;
  /** Both conditions; left out: unchanged. */
  disableFailing?: InputMaybe<DisableFailingInput>;
  id: Scalars['ID']['input'];
  /** Deliveries that are claimed from now on; an attempt under way stays in its lane. */
  lane?: InputMaybe<Lane>;
  name?: InputMaybe<Scalars['String']['input']>;
  plan?: InputMaybe<Plan>;
  /** All four times; left out: unchanged. */
  retention?: InputMaybe<RetentionInput>;
  /** Events published from now on. Makes publishing more expensive (docs/decisions/0023). */
  searchIndex?: InputMaybe<Scalars['Boolean']['input']>;
  /** Attempts from now on. */
  sendTraceparent?: InputMaybe<Scalars['Boolean']['input']>;
};

export type UpdateWebhookInput = {
  /** Null: all channels. Left out: unchanged. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** `updatedAt` as it was read: if the webhook has changed since, nothing is stored (CONFLICT). */
  expectedUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  headers?: InputMaybe<Array<HeaderInput>>;
  id: Scalars['ID']['input'];
  /** Null: no limit. Left out: unchanged. */
  rateLimit?: InputMaybe<RateLimitInput>;
  /** Replaces all that was chosen. Null: all is the dialect's again. Left out: unchanged. */
  retryPolicy?: InputMaybe<RetryPolicyInput>;
  url?: InputMaybe<Scalars['String']['input']>;
};

/** An error that the caller can correct. Nothing was stored. */
export type UserError = {
  __typename?: 'UserError';
  code: UserErrorCode;
  /** Path of the input field, `["input", "url"]`; null: the input as a whole. */
  field: Maybe<Array<Scalars['String']['output']>>;
  /** A sentence: what is wrong and what to do. */
  message: Scalars['String']['output'];
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

/** Code for a receiver. */
export type VerifySnippet = {
  __typename?: 'VerifySnippet';
  code: Scalars['String']['output'];
  /** `Node.js`, `Python`, `Go`, `Ruby`. */
  language: Scalars['String']['output'];
};

/** The caller: a program with an API key, or a person signed in to the dashboard. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The session's accent colour, `#rrggbb`; null if none was given. */
  accentColor: Maybe<Scalars['String']['output']>;
  /**
   * True: a session that createDashboardSession made for a customer of the product. With MANAGE it manages webhooks and
   * deliveries, and creates channels if webhooks must belong to one. Changes of API keys, event types and other channels are
   * refused with FORBIDDEN, unless it has the right (`rights`).
   */
  customer: Scalars['Boolean']['output'];
  /** When the key or session ends; null: never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The name of the key or session; null: a session without a name. */
  name: Maybe<Scalars['String']['output']>;
  /** Null: an operator, with access to all organizations. */
  organization: Maybe<Organization>;
  /** What a customer's session may manage besides webhooks and deliveries; empty for all others, which are not limited so. */
  rights: Array<SessionRight>;
  scopes: Array<Scope>;
  /** True: signed in to the dashboard. False: an API key. */
  session: Scalars['Boolean']['output'];
};

/** One URL of an organization that receives events. */
export type Webhook = {
  __typename?: 'Webhook';
  /** The one channel it is limited to; null: all. */
  channel: Maybe<Channel>;
  createdAt: Scalars['DateTime']['output'];
  /** The newest first. */
  deliveries: DeliveryConnection;
  /** The newest attempts first; `after` reads older ones. The subscription deliveryLog continues from the first edge's cursor. */
  deliveryLog: DeliveryLogConnection;
  /** The owner's note. */
  description: Scalars['String']['output'];
  dialect: Dialect;
  /**
   * Attempts per second that may begin now: `rateLimit`, or less because the receiver asked for it with 429, or with Retry-After; null: no
   * limit, 0: none before `quietUntil`. After the receiver has asked, it grows slowly, and is halved when it asks again.
   */
  effectiveRate: Maybe<Scalars['Float']['output']>;
  /**
   * The event types it receives, sorted: names, `invoice.*` for every type that begins with `invoice.`, `*` for every type. Types that
   * are added later are received too.
   */
  eventTypes: Array<Scalars['String']['output']>;
  /** Headers added to each request. */
  headers: Array<Header>;
  /** How it is doing. */
  health: WebhookHealth;
  id: Scalars['ID']['output'];
  /**
   * Since when it missed something by being disabled for the last time, as a replay's `since` takes it: when the oldest delivery was
   * made that was skipped, or else when it was disabled. Also after it was enabled; null: it never was disabled.
   */
  missedSince: Maybe<Scalars['DateTime']['output']>;
  /** When the older secret stops signing, during a rotation; else null. */
  oldSecretExpiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Whose operational events it gets, instead of what is published; null: it is no operational webhook. */
  operational: Maybe<OperationalScope>;
  organization: Organization;
  /** The public key `whpk_…` with which receivers verify, if the secret is ED25519; else null. */
  publicKey: Maybe<Scalars['String']['output']>;
  /** Until when its receiver asked for nothing; null: it did not, or that is over. */
  quietUntil: Maybe<Scalars['DateTime']['output']>;
  /** At most so many attempts in a time, by all workers together; null: no limit. What waits for it spends no attempt. */
  rateLimit: Maybe<RateLimit>;
  /** When and for how long attempts are made. A change acts on the next attempt, also of what is already being retried. */
  retryPolicy: RetryPolicy;
  secretKind: SecretKind;
  /** Figures of the last minutes (60 unless given, 10,080 at the most). */
  statistics: DeliveryStatistics;
  status: WebhookStatus;
  /** Why it is not ENABLED; null if it is. */
  statusReason: Maybe<WebhookStatusReason>;
  /** The caller's own id, as given to createWebhook; null: none. */
  uid: Maybe<Scalars['ID']['output']>;
  /** Increases with each change, also of the status and the secrets. */
  updatedAt: Scalars['DateTime']['output'];
  /** Where events are POSTed to; https. */
  url: Scalars['String']['output'];
};


/** One URL of an organization that receives events. */
export type WebhookDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<DeliveryStatus>;
};


/** One URL of an organization that receives events. */
export type WebhookDeliveryLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DeliveryLogFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** One URL of an organization that receives events. */
export type WebhookStatisticsArgs = {
  minutes?: InputMaybe<Scalars['Int']['input']>;
};

export type WebhookConnection = {
  __typename?: 'WebhookConnection';
  edges: Array<WebhookEdge>;
  nodes: Array<Webhook>;
  pageInfo: PageInfo;
};

export type WebhookEdge = {
  __typename?: 'WebhookEdge';
  cursor: Scalars['String']['output'];
  node: Webhook;
};

/** How a webhook is doing, counted from its attempts. What tests send counts only if it succeeds. */
export type WebhookHealth = {
  __typename?: 'WebhookHealth';
  /** Failed attempts since the last success. */
  consecutiveFailures: Scalars['Int']['output'];
  /** How many more deliveries have to fail their first attempt before it is disabled; 0 if enough have, or none is disabled. */
  deliveriesToDisable: Scalars['Int']['output'];
  /**
   * When it will be disabled if nothing succeeds, and `Organization.disableFailing.afterDeliveries` deliveries have failed by then; null:
   * it is not FAILING, it is PAUSED, or its organization disables none.
   */
  disableAt: Maybe<Scalars['DateTime']['output']>;
  /** When the first attempt failed after the last success; null unless FAILING, or DISABLED for FAILING. */
  failingSince: Maybe<Scalars['DateTime']['output']>;
  /** How many deliveries wait for it: because it is FAILING, or because of `rateLimit` or what its receiver asked for. At most 10,000 are counted. */
  held: Scalars['Int']['output'];
  /** What went wrong in the newest of these; null: there are none. */
  lastError: Maybe<Scalars['String']['output']>;
  /** When an attempt succeeded for the last time; null: never, as far as the delivery log is kept. */
  lastSuccessAt: Maybe<Scalars['DateTime']['output']>;
  /** When another delivery may try if the probe does not before; null: it is not FAILING. */
  nextProbeAt: Maybe<Scalars['DateTime']['output']>;
  /** The delivery that goes on trying while it is FAILING; null: it is not, or the next one that comes takes that part. */
  probe: Maybe<Delivery>;
  state: HealthState;
};

export type WebhookOrder =
  | 'NEWEST'
  | 'OLDEST'
  /** By the URL, from A to Z. */
  | 'URL';

export type WebhookPayload = {
  __typename?: 'WebhookPayload';
  userErrors: Array<UserError>;
  webhook: Maybe<Webhook>;
};

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

export type WebhookUrlCheck = {
  __typename?: 'WebhookUrlCheck';
  /** What is wrong with the URL; null if nothing is. */
  error: Maybe<UserError>;
  /** The URL as it would be stored; null if it is refused. */
  url: Maybe<Scalars['String']['output']>;
};

/** A process that makes deliveries, as it told Temporal. */
export type Worker = {
  __typename?: 'Worker';
  /** How much of its machine's processors is in use, by whatever: 0 to 1. Null: it did not say. */
  cpu: Maybe<Scalars['Float']['output']>;
  /**
   * First attempts that it makes inside of workflows, of all first attempts that it can make. Those of the DIRECT lane are not counted:
   * Temporal does not know of them. Null: it did not say.
   */
  firstAttempts: Maybe<WorkerSlots>;
  /** When it last told of itself, by its own clock; every 10 seconds if all is well. */
  heartbeatAt: Scalars['DateTime']['output'];
  /** The name of its machine or container; null: it did not say. */
  host: Maybe<Scalars['String']['output']>;
  /** `durahook/<version> <process>@<host>`. */
  identity: Scalars['String']['output'];
  /** How much of its machine's memory is in use, by whatever: 0 to 1. Null: it did not say. */
  memory: Maybe<Scalars['Float']['output']>;
  /** The id of its process there; null: it did not say. */
  processId: Maybe<Scalars['String']['output']>;
  /** Retries, and steps of replays, purges and deletions. Null: it did not say. */
  retries: Maybe<WorkerSlots>;
  startedAt: Maybe<Scalars['DateTime']['output']>;
  status: WorkerStatus;
  /** Its version of durahook; null: one that does not say so. */
  version: Maybe<Scalars['String']['output']>;
};

/** How many things of a kind a worker does at once. */
export type WorkerSlots = {
  __typename?: 'WorkerSlots';
  /** How many it can do at once. */
  all: Scalars['Int']['output'];
  used: Scalars['Int']['output'];
};

export type WorkerStatus =
  /** It completes what it has begun, and takes nothing new. */
  | 'ENDING'
  | 'RUNNING';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApiKey: ResolverTypeWrapper<ApiKeyModel>;
  ApiKeyConnection: ResolverTypeWrapper<Omit<ApiKeyConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ApiKeyEdge']>, nodes: Array<ResolversTypes['ApiKey']> }>;
  ApiKeyEdge: ResolverTypeWrapper<Omit<ApiKeyEdge, 'node'> & { node: ResolversTypes['ApiKey'] }>;
  ApiKeyPayload: ResolverTypeWrapper<Omit<ApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  Attempt: ResolverTypeWrapper<LoggedAttempt>;
  AttemptOutcome: AttemptOutcome;
  AttemptRequest: ResolverTypeWrapper<AttemptRequest>;
  AttemptTrigger: AttemptTrigger;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CatalogueFormat: CatalogueFormat;
  Channel: ResolverTypeWrapper<ChannelModel>;
  ChannelConnection: ResolverTypeWrapper<Omit<ChannelConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ChannelEdge']>, nodes: Array<ResolversTypes['Channel']> }>;
  ChannelEdge: ResolverTypeWrapper<Omit<ChannelEdge, 'node'> & { node: ResolversTypes['Channel'] }>;
  ChannelPayload: ResolverTypeWrapper<Omit<ChannelPayload, 'channel'> & { channel?: Maybe<ResolversTypes['Channel']> }>;
  ChosenDisableFailing: ResolverTypeWrapper<ChosenDisableFailing>;
  ChosenRetention: ResolverTypeWrapper<ChosenRetention>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  CreateChannelInput: CreateChannelInput;
  CreateDashboardSessionInput: CreateDashboardSessionInput;
  CreateDashboardSessionPayload: ResolverTypeWrapper<CreateDashboardSessionPayload>;
  CreateOrganizationInput: CreateOrganizationInput;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: ResolverTypeWrapper<Omit<CreateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteChannelPayload: ResolverTypeWrapper<DeleteChannelPayload>;
  DeleteEventTypePayload: ResolverTypeWrapper<DeleteEventTypePayload>;
  DeleteOrganizationPayload: ResolverTypeWrapper<Omit<DeleteOrganizationPayload, 'deletion'> & { deletion?: Maybe<ResolversTypes['OrganizationDeletion']> }>;
  DeleteWebhookPayload: ResolverTypeWrapper<DeleteWebhookPayload>;
  DeletedCounts: ResolverTypeWrapper<DeletedCounts>;
  Delivery: ResolverTypeWrapper<DeliveryModel>;
  DeliveryConnection: ResolverTypeWrapper<Omit<DeliveryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['DeliveryEdge']>, nodes: Array<ResolversTypes['Delivery']> }>;
  DeliveryEdge: ResolverTypeWrapper<Omit<DeliveryEdge, 'node'> & { node: ResolversTypes['Delivery'] }>;
  DeliveryFilter: DeliveryFilter;
  DeliveryLogConnection: ResolverTypeWrapper<Omit<DeliveryLogConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['DeliveryLogEntry']>, nodes: Array<ResolversTypes['Attempt']> }>;
  DeliveryLogEntry: ResolverTypeWrapper<Omit<DeliveryLogEntry, 'node'> & { node: ResolversTypes['Attempt'] }>;
  DeliveryLogFilter: DeliveryLogFilter;
  DeliveryPayload: ResolverTypeWrapper<Omit<DeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['Delivery']> }>;
  DeliveryPreview: ResolverTypeWrapper<DeliveryPreview>;
  DeliveryStatistics: ResolverTypeWrapper<Statistics>;
  DeliveryStatus: DeliveryStatus;
  Dialect: ResolverTypeWrapper<DialectModel>;
  DisableFailing: ResolverTypeWrapper<DisableFailing>;
  DisableFailingInput: DisableFailingInput;
  EraseEventPayload: ResolverTypeWrapper<Omit<EraseEventPayload, 'event'> & { event?: Maybe<ResolversTypes['Event']> }>;
  ErrorKind: ErrorKind;
  Event: ResolverTypeWrapper<EventModel>;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['EventEdge']>, nodes: Array<ResolversTypes['Event']> }>;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  EventFilter: EventFilter;
  EventType: ResolverTypeWrapper<KnownEventType>;
  EventTypeInput: EventTypeInput;
  EventTypeOrigin: EventTypeOrigin;
  EventTypePayload: ResolverTypeWrapper<Omit<EventTypePayload, 'eventType'> & { eventType?: Maybe<ResolversTypes['EventType']> }>;
  ExponentialDelays: ResolverTypeWrapper<ExponentialDelays>;
  ExponentialDelaysInput: ExponentialDelaysInput;
  FailingWebhook: ResolverTypeWrapper<FailingWebhookModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ForwardRequest: ResolverTypeWrapper<ForwardRequest>;
  Header: ResolverTypeWrapper<Header>;
  HeaderInput: HeaderInput;
  HealthState: HealthState;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IfExists: IfExists;
  Installation: ResolverTypeWrapper<{ version: string }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Lane: Lane;
  Latency: ResolverTypeWrapper<Latency>;
  LatencyInput: LatencyInput;
  ListenInput: ListenInput;
  ListenMessage: ResolverTypeWrapper<Omit<ListenMessage, 'listener'> & { listener: ResolversTypes['Webhook'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OperationalEvent: ResolverTypeWrapper<OperationalEventModel>;
  OperationalEventConnection: ResolverTypeWrapper<Omit<OperationalEventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['OperationalEventEdge']>, nodes: Array<ResolversTypes['OperationalEvent']> }>;
  OperationalEventEdge: ResolverTypeWrapper<Omit<OperationalEventEdge, 'node'> & { node: ResolversTypes['OperationalEvent'] }>;
  OperationalScope: OperationalScope;
  Organization: ResolverTypeWrapper<OrganizationModel>;
  OrganizationBacklog: ResolverTypeWrapper<Backlog>;
  OrganizationConnection: ResolverTypeWrapper<Omit<OrganizationConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['OrganizationEdge']>, nodes: Array<ResolversTypes['Organization']> }>;
  OrganizationDeletion: ResolverTypeWrapper<Deletion>;
  OrganizationEdge: ResolverTypeWrapper<Omit<OrganizationEdge, 'node'> & { node: ResolversTypes['Organization'] }>;
  OrganizationPayload: ResolverTypeWrapper<Omit<OrganizationPayload, 'organization'> & { organization?: Maybe<ResolversTypes['Organization']> }>;
  OwnRetryPolicy: ResolverTypeWrapper<OwnRetryPolicy>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Plan: Plan;
  PlanReplayInput: PlanReplayInput;
  PreviewDeliveryInput: PreviewDeliveryInput;
  PreviewSecret: PreviewSecret;
  PublishEventInput: PublishEventInput;
  PublishEventPayload: ResolverTypeWrapper<Published>;
  PublishEventsPayload: ResolverTypeWrapper<PublishedBatch>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RateLimit: ResolverTypeWrapper<RateLimit>;
  RateLimitInput: RateLimitInput;
  RatePeriod: RatePeriod;
  Replay: ResolverTypeWrapper<ReplayModel>;
  ReplayConnection: ResolverTypeWrapper<Omit<ReplayConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ReplayEdge']>, nodes: Array<ResolversTypes['Replay']> }>;
  ReplayEdge: ResolverTypeWrapper<Omit<ReplayEdge, 'node'> & { node: ResolversTypes['Replay'] }>;
  ReplayPayload: ResolverTypeWrapper<Omit<ReplayPayload, 'replay'> & { replay?: Maybe<ResolversTypes['Replay']> }>;
  ReplayPlan: ResolverTypeWrapper<ReplayPlan>;
  ReplayStatus: ReplayStatus;
  ReportAttemptInput: ReportAttemptInput;
  ReportAttemptsPayload: ResolverTypeWrapper<Omit<ReportAttemptsPayload, 'deliveries'> & { deliveries?: Maybe<Array<ResolversTypes['Delivery']>> }>;
  Retention: ResolverTypeWrapper<Retention>;
  RetentionInput: RetentionInput;
  RetryPolicy: ResolverTypeWrapper<RetryPolicy>;
  RetryPolicyCheck: ResolverTypeWrapper<RetryPolicyCheck>;
  RetryPolicyInput: RetryPolicyInput;
  RevealSecretPayload: ResolverTypeWrapper<Omit<RevealSecretPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  Schedule: ResolverTypeWrapper<ScheduleState>;
  ScheduleAction: ResolverTypeWrapper<ScheduleRun>;
  ScheduleActionStatus: ScheduleActionStatus;
  Scope: Scope;
  SecretKind: SecretKind;
  SendTestEventInput: SendTestEventInput;
  SendTestEventPayload: ResolverTypeWrapper<Omit<SendTestEventPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['Delivery']> }>;
  SentHeader: ResolverTypeWrapper<SentHeader>;
  SessionRight: SessionRight;
  StartReplayInput: StartReplayInput;
  StatisticsBucket: ResolverTypeWrapper<StatisticsBucket>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Sweep: ResolverTypeWrapper<Sweep>;
  SweepFinding: ResolverTypeWrapper<SweepFinding>;
  SweepKind: SweepKind;
  SweptDelivery: ResolverTypeWrapper<SweptDelivery>;
  UpdateChannelInput: UpdateChannelInput;
  UpdateOrganizationInput: UpdateOrganizationInput;
  UpdateWebhookInput: UpdateWebhookInput;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  VerifySnippet: ResolverTypeWrapper<VerifySnippet>;
  Viewer: ResolverTypeWrapper<Omit<Viewer, 'organization'> & { organization?: Maybe<ResolversTypes['Organization']> }>;
  Webhook: ResolverTypeWrapper<WebhookModel>;
  WebhookConnection: ResolverTypeWrapper<Omit<WebhookConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['WebhookEdge']>, nodes: Array<ResolversTypes['Webhook']> }>;
  WebhookEdge: ResolverTypeWrapper<Omit<WebhookEdge, 'node'> & { node: ResolversTypes['Webhook'] }>;
  WebhookHealth: ResolverTypeWrapper<Health>;
  WebhookOrder: WebhookOrder;
  WebhookPayload: ResolverTypeWrapper<Omit<WebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  WebhookStatus: WebhookStatus;
  WebhookStatusReason: WebhookStatusReason;
  WebhookUrlCheck: ResolverTypeWrapper<WebhookUrlCheck>;
  Worker: ResolverTypeWrapper<Worker>;
  WorkerSlots: ResolverTypeWrapper<WorkerSlots>;
  WorkerStatus: WorkerStatus;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: ApiKeyModel;
  ApiKeyConnection: Omit<ApiKeyConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ApiKeyEdge']>, nodes: Array<ResolversParentTypes['ApiKey']> };
  ApiKeyEdge: Omit<ApiKeyEdge, 'node'> & { node: ResolversParentTypes['ApiKey'] };
  ApiKeyPayload: Omit<ApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  Attempt: LoggedAttempt;
  AttemptRequest: AttemptRequest;
  Boolean: Scalars['Boolean']['output'];
  Channel: ChannelModel;
  ChannelConnection: Omit<ChannelConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ChannelEdge']>, nodes: Array<ResolversParentTypes['Channel']> };
  ChannelEdge: Omit<ChannelEdge, 'node'> & { node: ResolversParentTypes['Channel'] };
  ChannelPayload: Omit<ChannelPayload, 'channel'> & { channel?: Maybe<ResolversParentTypes['Channel']> };
  ChosenDisableFailing: ChosenDisableFailing;
  ChosenRetention: ChosenRetention;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  CreateChannelInput: CreateChannelInput;
  CreateDashboardSessionInput: CreateDashboardSessionInput;
  CreateDashboardSessionPayload: CreateDashboardSessionPayload;
  CreateOrganizationInput: CreateOrganizationInput;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: Omit<CreateWebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  DateTime: Scalars['DateTime']['output'];
  DeleteChannelPayload: DeleteChannelPayload;
  DeleteEventTypePayload: DeleteEventTypePayload;
  DeleteOrganizationPayload: Omit<DeleteOrganizationPayload, 'deletion'> & { deletion?: Maybe<ResolversParentTypes['OrganizationDeletion']> };
  DeleteWebhookPayload: DeleteWebhookPayload;
  DeletedCounts: DeletedCounts;
  Delivery: DeliveryModel;
  DeliveryConnection: Omit<DeliveryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['DeliveryEdge']>, nodes: Array<ResolversParentTypes['Delivery']> };
  DeliveryEdge: Omit<DeliveryEdge, 'node'> & { node: ResolversParentTypes['Delivery'] };
  DeliveryFilter: DeliveryFilter;
  DeliveryLogConnection: Omit<DeliveryLogConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['DeliveryLogEntry']>, nodes: Array<ResolversParentTypes['Attempt']> };
  DeliveryLogEntry: Omit<DeliveryLogEntry, 'node'> & { node: ResolversParentTypes['Attempt'] };
  DeliveryLogFilter: DeliveryLogFilter;
  DeliveryPayload: Omit<DeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['Delivery']> };
  DeliveryPreview: DeliveryPreview;
  DeliveryStatistics: Statistics;
  Dialect: DialectModel;
  DisableFailing: DisableFailing;
  DisableFailingInput: DisableFailingInput;
  EraseEventPayload: Omit<EraseEventPayload, 'event'> & { event?: Maybe<ResolversParentTypes['Event']> };
  Event: EventModel;
  EventConnection: Omit<EventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['EventEdge']>, nodes: Array<ResolversParentTypes['Event']> };
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  EventFilter: EventFilter;
  EventType: KnownEventType;
  EventTypeInput: EventTypeInput;
  EventTypePayload: Omit<EventTypePayload, 'eventType'> & { eventType?: Maybe<ResolversParentTypes['EventType']> };
  ExponentialDelays: ExponentialDelays;
  ExponentialDelaysInput: ExponentialDelaysInput;
  FailingWebhook: FailingWebhookModel;
  Float: Scalars['Float']['output'];
  ForwardRequest: ForwardRequest;
  Header: Header;
  HeaderInput: HeaderInput;
  ID: Scalars['ID']['output'];
  Installation: { version: string };
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Latency: Latency;
  LatencyInput: LatencyInput;
  ListenInput: ListenInput;
  ListenMessage: Omit<ListenMessage, 'listener'> & { listener: ResolversParentTypes['Webhook'] };
  Mutation: Record<PropertyKey, never>;
  OperationalEvent: OperationalEventModel;
  OperationalEventConnection: Omit<OperationalEventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['OperationalEventEdge']>, nodes: Array<ResolversParentTypes['OperationalEvent']> };
  OperationalEventEdge: Omit<OperationalEventEdge, 'node'> & { node: ResolversParentTypes['OperationalEvent'] };
  Organization: OrganizationModel;
  OrganizationBacklog: Backlog;
  OrganizationConnection: Omit<OrganizationConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['OrganizationEdge']>, nodes: Array<ResolversParentTypes['Organization']> };
  OrganizationDeletion: Deletion;
  OrganizationEdge: Omit<OrganizationEdge, 'node'> & { node: ResolversParentTypes['Organization'] };
  OrganizationPayload: Omit<OrganizationPayload, 'organization'> & { organization?: Maybe<ResolversParentTypes['Organization']> };
  OwnRetryPolicy: OwnRetryPolicy;
  PageInfo: PageInfo;
  PlanReplayInput: PlanReplayInput;
  PreviewDeliveryInput: PreviewDeliveryInput;
  PublishEventInput: PublishEventInput;
  PublishEventPayload: Published;
  PublishEventsPayload: PublishedBatch;
  Query: Record<PropertyKey, never>;
  RateLimit: RateLimit;
  RateLimitInput: RateLimitInput;
  Replay: ReplayModel;
  ReplayConnection: Omit<ReplayConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ReplayEdge']>, nodes: Array<ResolversParentTypes['Replay']> };
  ReplayEdge: Omit<ReplayEdge, 'node'> & { node: ResolversParentTypes['Replay'] };
  ReplayPayload: Omit<ReplayPayload, 'replay'> & { replay?: Maybe<ResolversParentTypes['Replay']> };
  ReplayPlan: ReplayPlan;
  ReportAttemptInput: ReportAttemptInput;
  ReportAttemptsPayload: Omit<ReportAttemptsPayload, 'deliveries'> & { deliveries?: Maybe<Array<ResolversParentTypes['Delivery']>> };
  Retention: Retention;
  RetentionInput: RetentionInput;
  RetryPolicy: RetryPolicy;
  RetryPolicyCheck: RetryPolicyCheck;
  RetryPolicyInput: RetryPolicyInput;
  RevealSecretPayload: Omit<RevealSecretPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  Schedule: ScheduleState;
  ScheduleAction: ScheduleRun;
  SendTestEventInput: SendTestEventInput;
  SendTestEventPayload: Omit<SendTestEventPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['Delivery']> };
  SentHeader: SentHeader;
  StartReplayInput: StartReplayInput;
  StatisticsBucket: StatisticsBucket;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  Sweep: Sweep;
  SweepFinding: SweepFinding;
  SweptDelivery: SweptDelivery;
  UpdateChannelInput: UpdateChannelInput;
  UpdateOrganizationInput: UpdateOrganizationInput;
  UpdateWebhookInput: UpdateWebhookInput;
  UserError: UserError;
  VerifySnippet: VerifySnippet;
  Viewer: Omit<Viewer, 'organization'> & { organization?: Maybe<ResolversParentTypes['Organization']> };
  Webhook: WebhookModel;
  WebhookConnection: Omit<WebhookConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['WebhookEdge']>, nodes: Array<ResolversParentTypes['Webhook']> };
  WebhookEdge: Omit<WebhookEdge, 'node'> & { node: ResolversParentTypes['Webhook'] };
  WebhookHealth: Health;
  WebhookPayload: Omit<WebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  WebhookUrlCheck: WebhookUrlCheck;
  Worker: Worker;
  WorkerSlots: WorkerSlots;
};

export type ApiKeyResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replaces?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['Scope']>, ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ApiKeyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ApiKeyEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ApiKeyEdge'] = ResolversParentTypes['ApiKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type ApiKeyPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ApiKeyPayload'] = ResolversParentTypes['ApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AttemptResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Attempt'] = ResolversParentTypes['Attempt']> = {
  decision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  deliveryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorKind?: Resolver<Maybe<ResolversTypes['ErrorKind']>, ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  finishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latency?: Resolver<ResolversTypes['Latency'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AttemptOutcome'], ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['AttemptRequest']>, ParentType, ContextType>;
  resent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  responseBody?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  responseBodyBase64?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  responseBodyTruncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  responseHeaders?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  statusCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  trigger?: Resolver<ResolversTypes['AttemptTrigger'], ParentType, ContextType>;
  webhookId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type AttemptRequestResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['AttemptRequest'] = ResolversParentTypes['AttemptRequest']> = {
  headers?: Resolver<Array<ResolversTypes['SentHeader']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ChannelResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Channel'] = ResolversParentTypes['Channel']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhooks?: Resolver<ResolversTypes['WebhookConnection'], ParentType, ContextType, Partial<ChannelWebhooksArgs>>;
};

export type ChannelConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ChannelConnection'] = ResolversParentTypes['ChannelConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ChannelEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Channel']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ChannelEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ChannelEdge'] = ResolversParentTypes['ChannelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type ChannelPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ChannelPayload'] = ResolversParentTypes['ChannelPayload']> = {
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ChosenDisableFailingResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ChosenDisableFailing'] = ResolversParentTypes['ChosenDisableFailing']> = {
  afterDeliveries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  afterHours?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ChosenRetentionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ChosenRetention'] = ResolversParentTypes['ChosenRetention']> = {
  attemptDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  deliveryDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  eventDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  payloadDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateDashboardSessionPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CreateDashboardSessionPayload'] = ResolversParentTypes['CreateDashboardSessionPayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateWebhookPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['CreateWebhookPayload'] = ResolversParentTypes['CreateWebhookPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteChannelPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeleteChannelPayload'] = ResolversParentTypes['DeleteChannelPayload']> = {
  deletedChannelId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeleteEventTypePayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeleteEventTypePayload'] = ResolversParentTypes['DeleteEventTypePayload']> = {
  deletedEventTypeName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeleteOrganizationPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeleteOrganizationPayload'] = ResolversParentTypes['DeleteOrganizationPayload']> = {
  deletion?: Resolver<Maybe<ResolversTypes['OrganizationDeletion']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeleteWebhookPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeleteWebhookPayload'] = ResolversParentTypes['DeleteWebhookPayload']> = {
  deletedWebhookId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeletedCountsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeletedCounts'] = ResolversParentTypes['DeletedCounts']> = {
  apiKeys?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  channels?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  eventTypes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  webhooks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DeliveryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attemptStartedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['DeliveryLogConnection'], ParentType, ContextType, Partial<DeliveryAttemptsArgs>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  errorKind?: Resolver<Maybe<ResolversTypes['ErrorKind']>, ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  eventType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  hasWorkflow?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DeliveryStatus'], ParentType, ContextType>;
  statusCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  temporalUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  test?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type DeliveryConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryConnection'] = ResolversParentTypes['DeliveryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DeliveryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Delivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeliveryEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryEdge'] = ResolversParentTypes['DeliveryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Delivery'], ParentType, ContextType>;
};

export type DeliveryLogConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryLogConnection'] = ResolversParentTypes['DeliveryLogConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DeliveryLogEntry']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Attempt']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeliveryLogEntryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryLogEntry'] = ResolversParentTypes['DeliveryLogEntry']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Attempt'], ParentType, ContextType>;
};

export type DeliveryPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryPayload'] = ResolversParentTypes['DeliveryPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeliveryPreviewResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryPreview'] = ResolversParentTypes['DeliveryPreview']> = {
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  curl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  headers?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signedWith?: Resolver<ResolversTypes['PreviewSecret'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeliveryStatisticsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeliveryStatistics'] = ResolversParentTypes['DeliveryStatistics']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  buckets?: Resolver<Array<ResolversTypes['StatisticsBucket']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p50Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p99Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DialectResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Dialect'] = ResolversParentTypes['Dialect']> = {
  channelNoun?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channelPlural?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channelRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  maximumRetries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ownRetryPolicy?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  plans?: Resolver<Maybe<Array<ResolversTypes['Plan']>>, ParentType, ContextType>;
  retryPolicy?: Resolver<ResolversTypes['RetryPolicy'], ParentType, ContextType>;
  secretKinds?: Resolver<Array<ResolversTypes['SecretKind']>, ParentType, ContextType>;
  secretOverlap?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  secretShownOnce?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verifySnippets?: Resolver<Array<ResolversTypes['VerifySnippet']>, ParentType, ContextType>;
  words?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type DisableFailingResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DisableFailing'] = ResolversParentTypes['DisableFailing']> = {
  afterDeliveries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  afterHours?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type EraseEventPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EraseEventPayload'] = ResolversParentTypes['EraseEventPayload']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type EventResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  channels?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['DeliveryConnection'], ParentType, ContextType, Partial<EventDeliveriesArgs>>;
  erasedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  idempotencyKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  test?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Event']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EventEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
};

export type EventTypeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EventType'] = ResolversParentTypes['EventType']> = {
  deprecationReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  example?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventTypeOrigin'], ParentType, ContextType>;
  schema?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type EventTypePayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EventTypePayload'] = ResolversParentTypes['EventTypePayload']> = {
  eventType?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ExponentialDelaysResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ExponentialDelays'] = ResolversParentTypes['ExponentialDelays']> = {
  factor?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  initialSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maximumSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FailingWebhookResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FailingWebhook'] = ResolversParentTypes['FailingWebhook']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type ForwardRequestResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ForwardRequest'] = ResolversParentTypes['ForwardRequest']> = {
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deliveryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  headers?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HeaderResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Header'] = ResolversParentTypes['Header']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InstallationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Installation'] = ResolversParentTypes['Installation']> = {
  attemptsUnderWay?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  backlog?: Resolver<Array<ResolversTypes['OrganizationBacklog']>, ParentType, ContextType>;
  lastSweepAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  replays?: Resolver<Array<ResolversTypes['Replay']>, ParentType, ContextType>;
  schedules?: Resolver<Maybe<Array<ResolversTypes['Schedule']>>, ParentType, ContextType>;
  sweeps?: Resolver<Array<ResolversTypes['Sweep']>, ParentType, ContextType>;
  temporalUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workers?: Resolver<Maybe<Array<ResolversTypes['Worker']>>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LatencyResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Latency'] = ResolversParentTypes['Latency']> = {
  connectMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dnsMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  firstByteMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  tlsMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  totalMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ListenMessageResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ListenMessage'] = ResolversParentTypes['ListenMessage']> = {
  listener?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['ForwardRequest']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelDelivery?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationCancelDeliveryArgs, 'id'>>;
  cancelReplay?: Resolver<ResolversTypes['ReplayPayload'], ParentType, ContextType, RequireFields<MutationCancelReplayArgs, 'id'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createChannel?: Resolver<ResolversTypes['ChannelPayload'], ParentType, ContextType, RequireFields<MutationCreateChannelArgs, 'input'>>;
  createDashboardSession?: Resolver<ResolversTypes['CreateDashboardSessionPayload'], ParentType, ContextType, RequireFields<MutationCreateDashboardSessionArgs, 'input'>>;
  createEventType?: Resolver<ResolversTypes['EventTypePayload'], ParentType, ContextType, RequireFields<MutationCreateEventTypeArgs, 'input'>>;
  createOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationCreateOrganizationArgs, 'input'>>;
  createWebhook?: Resolver<ResolversTypes['CreateWebhookPayload'], ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  deleteChannel?: Resolver<ResolversTypes['DeleteChannelPayload'], ParentType, ContextType, RequireFields<MutationDeleteChannelArgs, 'id'>>;
  deleteEventType?: Resolver<ResolversTypes['DeleteEventTypePayload'], ParentType, ContextType, RequireFields<MutationDeleteEventTypeArgs, 'name'>>;
  deleteOrganization?: Resolver<ResolversTypes['DeleteOrganizationPayload'], ParentType, ContextType, RequireFields<MutationDeleteOrganizationArgs, 'id' | 'name'>>;
  deleteWebhook?: Resolver<ResolversTypes['DeleteWebhookPayload'], ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'id'>>;
  disableWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationDisableWebhookArgs, 'id'>>;
  enableWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationEnableWebhookArgs, 'id'>>;
  eraseEvent?: Resolver<ResolversTypes['EraseEventPayload'], ParentType, ContextType, RequireFields<MutationEraseEventArgs, 'id'>>;
  pauseReplay?: Resolver<ResolversTypes['ReplayPayload'], ParentType, ContextType, RequireFields<MutationPauseReplayArgs, 'id'>>;
  pauseWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationPauseWebhookArgs, 'id'>>;
  publishEvent?: Resolver<ResolversTypes['PublishEventPayload'], ParentType, ContextType, RequireFields<MutationPublishEventArgs, 'input'>>;
  publishEvents?: Resolver<ResolversTypes['PublishEventsPayload'], ParentType, ContextType, RequireFields<MutationPublishEventsArgs, 'events'>>;
  reportAttempts?: Resolver<ResolversTypes['ReportAttemptsPayload'], ParentType, ContextType, RequireFields<MutationReportAttemptsArgs, 'attempts'>>;
  resumeReplay?: Resolver<ResolversTypes['ReplayPayload'], ParentType, ContextType, RequireFields<MutationResumeReplayArgs, 'id'>>;
  retryDelivery?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationRetryDeliveryArgs, 'id'>>;
  revealWebhookSecret?: Resolver<ResolversTypes['RevealSecretPayload'], ParentType, ContextType, RequireFields<MutationRevealWebhookSecretArgs, 'id'>>;
  revokeApiKey?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  rotateApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'id'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['RevealSecretPayload'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'id'>>;
  sendTestEvent?: Resolver<ResolversTypes['SendTestEventPayload'], ParentType, ContextType, RequireFields<MutationSendTestEventArgs, 'input'>>;
  setReplayRate?: Resolver<ResolversTypes['ReplayPayload'], ParentType, ContextType, RequireFields<MutationSetReplayRateArgs, 'id' | 'ratePerSecond'>>;
  startReplay?: Resolver<ResolversTypes['ReplayPayload'], ParentType, ContextType, RequireFields<MutationStartReplayArgs, 'input'>>;
  updateChannel?: Resolver<ResolversTypes['ChannelPayload'], ParentType, ContextType, RequireFields<MutationUpdateChannelArgs, 'input'>>;
  updateEventType?: Resolver<ResolversTypes['EventTypePayload'], ParentType, ContextType, RequireFields<MutationUpdateEventTypeArgs, 'input'>>;
  updateOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationUpdateOrganizationArgs, 'input'>>;
  updateWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'input'>>;
};

export type OperationalEventResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OperationalEvent'] = ResolversParentTypes['OperationalEvent']> = {
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  replay?: Resolver<Maybe<ResolversTypes['Replay']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type OperationalEventConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OperationalEventConnection'] = ResolversParentTypes['OperationalEventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OperationalEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['OperationalEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OperationalEventEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OperationalEventEdge'] = ResolversParentTypes['OperationalEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['OperationalEvent'], ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization']> = {
  apiKeys?: Resolver<ResolversTypes['ApiKeyConnection'], ParentType, ContextType, Partial<OrganizationApiKeysArgs>>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType, RequireFields<OrganizationChannelArgs, 'id'>>;
  channels?: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, Partial<OrganizationChannelsArgs>>;
  chosenDisableFailing?: Resolver<ResolversTypes['ChosenDisableFailing'], ParentType, ContextType>;
  chosenRetention?: Resolver<ResolversTypes['ChosenRetention'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveryLog?: Resolver<ResolversTypes['DeliveryLogConnection'], ParentType, ContextType, Partial<OrganizationDeliveryLogArgs>>;
  dialect?: Resolver<ResolversTypes['Dialect'], ParentType, ContextType>;
  disableFailing?: Resolver<ResolversTypes['DisableFailing'], ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['EventType']>, ParentType, ContextType>;
  failingWebhooks?: Resolver<Array<ResolversTypes['FailingWebhook']>, ParentType, ContextType, Partial<OrganizationFailingWebhooksArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lane?: Resolver<ResolversTypes['Lane'], ParentType, ContextType>;
  logCompleteSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operationalEvents?: Resolver<ResolversTypes['OperationalEventConnection'], ParentType, ContextType, Partial<OrganizationOperationalEventsArgs>>;
  plan?: Resolver<ResolversTypes['Plan'], ParentType, ContextType>;
  retention?: Resolver<ResolversTypes['Retention'], ParentType, ContextType>;
  searchIndex?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sendTraceparent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['DeliveryStatistics'], ParentType, ContextType, Partial<OrganizationStatisticsArgs>>;
  webhooks?: Resolver<ResolversTypes['WebhookConnection'], ParentType, ContextType, Partial<OrganizationWebhooksArgs>>;
  webhooksInNeed?: Resolver<Array<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type OrganizationBacklogResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationBacklog'] = ResolversParentTypes['OrganizationBacklog']> = {
  exact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  oldestAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrganizationConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationConnection'] = ResolversParentTypes['OrganizationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrganizationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Organization']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrganizationDeletionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationDeletion'] = ResolversParentTypes['OrganizationDeletion']> = {
  deleted?: Resolver<ResolversTypes['DeletedCounts'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  organizationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  temporalUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrganizationEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationEdge'] = ResolversParentTypes['OrganizationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
};

export type OrganizationPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationPayload'] = ResolversParentTypes['OrganizationPayload']> = {
  created?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  disabledWebhooks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  enabledWebhooks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OwnRetryPolicyResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OwnRetryPolicy'] = ResolversParentTypes['OwnRetryPolicy']> = {
  deadlineSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  delays?: Resolver<Maybe<Array<ResolversTypes['Int']>>, ParentType, ContextType>;
  exponential?: Resolver<Maybe<ResolversTypes['ExponentialDelays']>, ParentType, ContextType>;
  maximumRetries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  timeoutMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PublishEventPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PublishEventPayload'] = ResolversParentTypes['PublishEventPayload']> = {
  duplicate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  unknownChannels?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PublishEventsPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['PublishEventsPayload'] = ResolversParentTypes['PublishEventsPayload']> = {
  duplicates?: Resolver<Maybe<Array<ResolversTypes['Boolean']>>, ParentType, ContextType>;
  events?: Resolver<Maybe<Array<ResolversTypes['Event']>>, ParentType, ContextType>;
  unknownChannels?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  catalogue?: Resolver<ResolversTypes['JSON'], ParentType, ContextType, RequireFields<QueryCatalogueArgs, 'format'>>;
  checkRetryPolicy?: Resolver<ResolversTypes['RetryPolicyCheck'], ParentType, ContextType, RequireFields<QueryCheckRetryPolicyArgs, 'retryPolicy'>>;
  checkWebhookUrl?: Resolver<ResolversTypes['WebhookUrlCheck'], ParentType, ContextType, RequireFields<QueryCheckWebhookUrlArgs, 'url'>>;
  deliveries?: Resolver<ResolversTypes['DeliveryConnection'], ParentType, ContextType, Partial<QueryDeliveriesArgs>>;
  delivery?: Resolver<ResolversTypes['Delivery'], ParentType, ContextType, RequireFields<QueryDeliveryArgs, 'id'>>;
  dialects?: Resolver<Array<ResolversTypes['Dialect']>, ParentType, ContextType>;
  event?: Resolver<ResolversTypes['Event'], ParentType, ContextType, RequireFields<QueryEventArgs, 'id'>>;
  eventTypes?: Resolver<Array<ResolversTypes['EventType']>, ParentType, ContextType, Partial<QueryEventTypesArgs>>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, Partial<QueryEventsArgs>>;
  installation?: Resolver<ResolversTypes['Installation'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType, Partial<QueryOrganizationArgs>>;
  organizationDeletion?: Resolver<ResolversTypes['OrganizationDeletion'], ParentType, ContextType, RequireFields<QueryOrganizationDeletionArgs, 'organizationId'>>;
  organizations?: Resolver<ResolversTypes['OrganizationConnection'], ParentType, ContextType, Partial<QueryOrganizationsArgs>>;
  planReplay?: Resolver<ResolversTypes['ReplayPlan'], ParentType, ContextType, RequireFields<QueryPlanReplayArgs, 'input'>>;
  previewDelivery?: Resolver<ResolversTypes['DeliveryPreview'], ParentType, ContextType, RequireFields<QueryPreviewDeliveryArgs, 'input'>>;
  replay?: Resolver<ResolversTypes['Replay'], ParentType, ContextType, RequireFields<QueryReplayArgs, 'id'>>;
  replays?: Resolver<ResolversTypes['ReplayConnection'], ParentType, ContextType, Partial<QueryReplaysArgs>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhooks?: Resolver<ResolversTypes['WebhookConnection'], ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type RateLimitResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RateLimit'] = ResolversParentTypes['RateLimit']> = {
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  per?: Resolver<ResolversTypes['RatePeriod'], ParentType, ContextType>;
};

export type ReplayResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Replay'] = ResolversParentTypes['Replay']> = {
  counted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  delivered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errorKinds?: Resolver<Array<ResolversTypes['ErrorKind']>, ParentType, ContextType>;
  eta?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  givenBack?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  includeMissed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ratePerSecond?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReplayStatus'], ParentType, ContextType>;
  statusCodes?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  statuses?: Resolver<Array<ResolversTypes['DeliveryStatus']>, ParentType, ContextType>;
  temporalUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type ReplayConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReplayConnection'] = ResolversParentTypes['ReplayConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReplayEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Replay']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReplayEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReplayEdge'] = ResolversParentTypes['ReplayEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Replay'], ParentType, ContextType>;
};

export type ReplayPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReplayPayload'] = ResolversParentTypes['ReplayPayload']> = {
  replay?: Resolver<Maybe<ResolversTypes['Replay']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ReplayPlanResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReplayPlan'] = ResolversParentTypes['ReplayPlan']> = {
  exact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  newest?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  oldest?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  seconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ReportAttemptsPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ReportAttemptsPayload'] = ResolversParentTypes['ReportAttemptsPayload']> = {
  deliveries?: Resolver<Maybe<Array<ResolversTypes['Delivery']>>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RetentionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Retention'] = ResolversParentTypes['Retention']> = {
  attemptDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  deliveryDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  eventDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  payloadDays?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RetryPolicyResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RetryPolicy'] = ResolversParentTypes['RetryPolicy']> = {
  deadlineSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  jitter?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  own?: Resolver<Maybe<ResolversTypes['OwnRetryPolicy']>, ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  times?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type RetryPolicyCheckResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RetryPolicyCheck'] = ResolversParentTypes['RetryPolicyCheck']> = {
  retryPolicy?: Resolver<Maybe<ResolversTypes['RetryPolicy']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RevealSecretPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RevealSecretPayload'] = ResolversParentTypes['RevealSecretPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type ScheduleResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Schedule'] = ResolversParentTypes['Schedule']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastAction?: Resolver<Maybe<ResolversTypes['ScheduleAction']>, ParentType, ContextType>;
  nextActionAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  paused?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  temporalUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ScheduleActionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['ScheduleAction'] = ResolversParentTypes['ScheduleAction']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['ScheduleActionStatus']>, ParentType, ContextType>;
  temporalUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SendTestEventPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SendTestEventPayload'] = ResolversParentTypes['SendTestEventPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SentHeaderResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SentHeader'] = ResolversParentTypes['SentHeader']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type StatisticsBucketResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['StatisticsBucket'] = ResolversParentTypes['StatisticsBucket']> = {
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p50Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p99Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  deliveryLog?: SubscriptionResolver<ResolversTypes['DeliveryLogEntry'], "deliveryLog", ParentType, ContextType, RequireFields<SubscriptionDeliveryLogArgs, 'webhookId'>>;
  listen?: SubscriptionResolver<ResolversTypes['ListenMessage'], "listen", ParentType, ContextType, RequireFields<SubscriptionListenArgs, 'input'>>;
  operationalEvents?: SubscriptionResolver<ResolversTypes['OperationalEventEdge'], "operationalEvents", ParentType, ContextType, Partial<SubscriptionOperationalEventsArgs>>;
  organizationDeliveryLog?: SubscriptionResolver<ResolversTypes['DeliveryLogEntry'], "organizationDeliveryLog", ParentType, ContextType, Partial<SubscriptionOrganizationDeliveryLogArgs>>;
  replayProgress?: SubscriptionResolver<ResolversTypes['Replay'], "replayProgress", ParentType, ContextType, RequireFields<SubscriptionReplayProgressArgs, 'id'>>;
};

export type SweepResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Sweep'] = ResolversParentTypes['Sweep']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  findings?: Resolver<Array<ResolversTypes['SweepFinding']>, ParentType, ContextType>;
};

export type SweepFindingResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SweepFinding'] = ResolversParentTypes['SweepFinding']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deliveries?: Resolver<Array<ResolversTypes['SweptDelivery']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SweepKind'], ParentType, ContextType>;
};

export type SweptDeliveryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SweptDelivery'] = ResolversParentTypes['SweptDelivery']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organizationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VerifySnippetResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['VerifySnippet'] = ResolversParentTypes['VerifySnippet']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  accentColor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  rights?: Resolver<Array<ResolversTypes['SessionRight']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['Scope']>, ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['DeliveryConnection'], ParentType, ContextType, Partial<WebhookDeliveriesArgs>>;
  deliveryLog?: Resolver<ResolversTypes['DeliveryLogConnection'], ParentType, ContextType, Partial<WebhookDeliveryLogArgs>>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dialect?: Resolver<ResolversTypes['Dialect'], ParentType, ContextType>;
  effectiveRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  headers?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['WebhookHealth'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  missedSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  oldSecretExpiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  operational?: Resolver<Maybe<ResolversTypes['OperationalScope']>, ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  publicKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  quietUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  retryPolicy?: Resolver<ResolversTypes['RetryPolicy'], ParentType, ContextType>;
  secretKind?: Resolver<ResolversTypes['SecretKind'], ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['DeliveryStatistics'], ParentType, ContextType, Partial<WebhookStatisticsArgs>>;
  status?: Resolver<ResolversTypes['WebhookStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['WebhookStatusReason']>, ParentType, ContextType>;
  uid?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookConnection'] = ResolversParentTypes['WebhookConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WebhookEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Webhook']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookEdge'] = ResolversParentTypes['WebhookEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type WebhookHealthResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookHealth'] = ResolversParentTypes['WebhookHealth']> = {
  consecutiveFailures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deliveriesToDisable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disableAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  held?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextProbeAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  probe?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['HealthState'], ParentType, ContextType>;
};

export type WebhookPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookPayload'] = ResolversParentTypes['WebhookPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type WebhookUrlCheckResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookUrlCheck'] = ResolversParentTypes['WebhookUrlCheck']> = {
  error?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WorkerResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Worker'] = ResolversParentTypes['Worker']> = {
  cpu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  firstAttempts?: Resolver<Maybe<ResolversTypes['WorkerSlots']>, ParentType, ContextType>;
  heartbeatAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  identity?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  memory?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  processId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  retries?: Resolver<Maybe<ResolversTypes['WorkerSlots']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WorkerSlotsResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WorkerSlots'] = ResolversParentTypes['WorkerSlots']> = {
  all?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = ApiContext> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
  Attempt?: AttemptResolvers<ContextType>;
  AttemptRequest?: AttemptRequestResolvers<ContextType>;
  Channel?: ChannelResolvers<ContextType>;
  ChannelConnection?: ChannelConnectionResolvers<ContextType>;
  ChannelEdge?: ChannelEdgeResolvers<ContextType>;
  ChannelPayload?: ChannelPayloadResolvers<ContextType>;
  ChosenDisableFailing?: ChosenDisableFailingResolvers<ContextType>;
  ChosenRetention?: ChosenRetentionResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  CreateDashboardSessionPayload?: CreateDashboardSessionPayloadResolvers<ContextType>;
  CreateWebhookPayload?: CreateWebhookPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteChannelPayload?: DeleteChannelPayloadResolvers<ContextType>;
  DeleteEventTypePayload?: DeleteEventTypePayloadResolvers<ContextType>;
  DeleteOrganizationPayload?: DeleteOrganizationPayloadResolvers<ContextType>;
  DeleteWebhookPayload?: DeleteWebhookPayloadResolvers<ContextType>;
  DeletedCounts?: DeletedCountsResolvers<ContextType>;
  Delivery?: DeliveryResolvers<ContextType>;
  DeliveryConnection?: DeliveryConnectionResolvers<ContextType>;
  DeliveryEdge?: DeliveryEdgeResolvers<ContextType>;
  DeliveryLogConnection?: DeliveryLogConnectionResolvers<ContextType>;
  DeliveryLogEntry?: DeliveryLogEntryResolvers<ContextType>;
  DeliveryPayload?: DeliveryPayloadResolvers<ContextType>;
  DeliveryPreview?: DeliveryPreviewResolvers<ContextType>;
  DeliveryStatistics?: DeliveryStatisticsResolvers<ContextType>;
  Dialect?: DialectResolvers<ContextType>;
  DisableFailing?: DisableFailingResolvers<ContextType>;
  EraseEventPayload?: EraseEventPayloadResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  EventType?: EventTypeResolvers<ContextType>;
  EventTypePayload?: EventTypePayloadResolvers<ContextType>;
  ExponentialDelays?: ExponentialDelaysResolvers<ContextType>;
  FailingWebhook?: FailingWebhookResolvers<ContextType>;
  ForwardRequest?: ForwardRequestResolvers<ContextType>;
  Header?: HeaderResolvers<ContextType>;
  Installation?: InstallationResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Latency?: LatencyResolvers<ContextType>;
  ListenMessage?: ListenMessageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OperationalEvent?: OperationalEventResolvers<ContextType>;
  OperationalEventConnection?: OperationalEventConnectionResolvers<ContextType>;
  OperationalEventEdge?: OperationalEventEdgeResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  OrganizationBacklog?: OrganizationBacklogResolvers<ContextType>;
  OrganizationConnection?: OrganizationConnectionResolvers<ContextType>;
  OrganizationDeletion?: OrganizationDeletionResolvers<ContextType>;
  OrganizationEdge?: OrganizationEdgeResolvers<ContextType>;
  OrganizationPayload?: OrganizationPayloadResolvers<ContextType>;
  OwnRetryPolicy?: OwnRetryPolicyResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PublishEventPayload?: PublishEventPayloadResolvers<ContextType>;
  PublishEventsPayload?: PublishEventsPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RateLimit?: RateLimitResolvers<ContextType>;
  Replay?: ReplayResolvers<ContextType>;
  ReplayConnection?: ReplayConnectionResolvers<ContextType>;
  ReplayEdge?: ReplayEdgeResolvers<ContextType>;
  ReplayPayload?: ReplayPayloadResolvers<ContextType>;
  ReplayPlan?: ReplayPlanResolvers<ContextType>;
  ReportAttemptsPayload?: ReportAttemptsPayloadResolvers<ContextType>;
  Retention?: RetentionResolvers<ContextType>;
  RetryPolicy?: RetryPolicyResolvers<ContextType>;
  RetryPolicyCheck?: RetryPolicyCheckResolvers<ContextType>;
  RevealSecretPayload?: RevealSecretPayloadResolvers<ContextType>;
  Schedule?: ScheduleResolvers<ContextType>;
  ScheduleAction?: ScheduleActionResolvers<ContextType>;
  SendTestEventPayload?: SendTestEventPayloadResolvers<ContextType>;
  SentHeader?: SentHeaderResolvers<ContextType>;
  StatisticsBucket?: StatisticsBucketResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Sweep?: SweepResolvers<ContextType>;
  SweepFinding?: SweepFindingResolvers<ContextType>;
  SweptDelivery?: SweptDeliveryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  VerifySnippet?: VerifySnippetResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookConnection?: WebhookConnectionResolvers<ContextType>;
  WebhookEdge?: WebhookEdgeResolvers<ContextType>;
  WebhookHealth?: WebhookHealthResolvers<ContextType>;
  WebhookPayload?: WebhookPayloadResolvers<ContextType>;
  WebhookUrlCheck?: WebhookUrlCheckResolvers<ContextType>;
  Worker?: WorkerResolvers<ContextType>;
  WorkerSlots?: WorkerSlotsResolvers<ContextType>;
};

