import type { JsonText } from '../../json/json-text.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Organization as OrganizationModel } from '../../organizations/organization.ts';
import type { ApiKey as ApiKeyModel } from '../../access/api-key.ts';
import type { Channel as ChannelModel } from '../../channels/channel.ts';
import type { Webhook as WebhookModel } from '../../webhooks/webhook.ts';
import type { Event as EventModel } from '../../events/event.ts';
import type { Published, PublishedBatch } from '../published.ts';
import type { Delivery as DeliveryModel } from '../../deliveries/delivery.ts';
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
   * Any JSON value. Where it is the data of an event its text is kept as written (key order, `1.0`, numbers of any size,
   * escapes) and reaches the receiver byte for byte. Subscriptions and queries give back that text.
   */
  JSON: { input: JsonText; output: JsonText; }
};

export type ApiKey = {
  __typename?: 'ApiKey';
  createdAt: Scalars['DateTime']['output'];
  /** Null: never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** To the minute; null: never used. */
  lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  /** The first characters of the key, to tell keys apart. */
  prefix: Scalars['String']['output'];
  /** The key whose place this one took, by rotateApiKey; null: it was made anew. */
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
  /** A sentence: what was decided after the attempt. It names the time the next one was set for, in UTC, and stays as it is. */
  decision: Scalars['String']['output'];
  delivery: Delivery;
  deliveryId: Scalars['ID']['output'];
  /** A sentence: what went wrong, in which phase, and what to do. */
  error: Maybe<Scalars['String']['output']>;
  /** What went wrong; null: nothing did. */
  errorKind: Maybe<ErrorKind>;
  eventType: Scalars['String']['output'];
  finishedAt: Scalars['DateTime']['output'];
  /** `<delivery id>/<number>`. */
  id: Scalars['ID']['output'];
  latency: Latency;
  /** When the next attempt was due, as of the end of this one; null: none was. The delivery knows what became of it. */
  nextAttemptAt: Maybe<Scalars['DateTime']['output']>;
  /** 1 for the first of the delivery. */
  number: Scalars['Int']['output'];
  outcome: AttemptOutcome;
  /**
   * The request went out twice in this attempt: the receiver closed a connection kept from an earlier request without an
   * answer, as servers may at any time, so it was sent again at once on a new one. The receiver may have seen both.
   */
  resent: Scalars['Boolean']['output'];
  /** The response body as text (in its Content-Type's charset, else UTF-8; bad bytes replaced); null: no answer. */
  responseBody: Maybe<Scalars['String']['output']>;
  /** The same bytes in base64, exact; of a compressed body what it decompresses to, where that could be done. */
  responseBodyBase64: Maybe<Scalars['String']['output']>;
  /** The body was longer than is kept. */
  responseBodyTruncated: Scalars['Boolean']['output'];
  /** The response headers, as received, the first 200 and up to 64 KiB of them; empty when there was no answer. */
  responseHeaders: Array<Header>;
  startedAt: Scalars['DateTime']['output'];
  /** The response code; null: no answer. */
  statusCode: Maybe<Scalars['Int']['output']>;
  trigger: AttemptTrigger;
  webhookId: Scalars['ID']['output'];
};

export type AttemptOutcome =
  /** The receiver did not answer 2xx in time. */
  | 'FAILED'
  /** The worker stopped during the attempt. Whether the receiver got the request is unknown. */
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
  /** True: it can look, and change nothing. False unless given. */
  readOnly?: InputMaybe<Scalars['Boolean']['input']>;
};

export type CreateDashboardSessionPayload = {
  __typename?: 'CreateDashboardSessionPayload';
  /** When the session ends. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** `…/sign-in#<token>`: opens once, within 5 minutes. The token stands behind #, which browsers send nowhere. */
  url: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type CreateOrganizationInput = {
  /** `standard` unless given. */
  dialect?: InputMaybe<Scalars['String']['input']>;
  /** The product's own id (1 to 64 of A-Z a-z 0-9 _ -); `org_<ULID>` unless given. */
  id?: InputMaybe<Scalars['ID']['input']>;
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
  /** At least one. */
  eventTypes: Array<Scalars['String']['input']>;
  /** Up to 20, added to each request. */
  headers?: InputMaybe<Array<HeaderInput>>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  /** HMAC unless given. */
  secretKind?: InputMaybe<SecretKind>;
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

export type DeleteWebhookPayload = {
  __typename?: 'DeleteWebhookPayload';
  deletedWebhookId: Maybe<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

/** One event for one webhook; one Temporal workflow with the same id. */
export type Delivery = {
  __typename?: 'Delivery';
  /** How many attempts were begun. */
  attemptCount: Scalars['Int']['output'];
  /** When the running attempt began; null: none is running. */
  attemptStartedAt: Maybe<Scalars['DateTime']['output']>;
  /** In the order they were made, the oldest first. */
  attempts: DeliveryLogConnection;
  createdAt: Scalars['DateTime']['output'];
  /**
   * A sentence that is true when it is read: why it has this status and what comes next ("The next attempt comes in 3 min.",
   * "Its webhook is paused: …"). Compute countdowns of your own from `nextAttemptAt`.
   */
  decision: Scalars['String']['output'];
  event: Event;
  /** When it got its final status; null: not yet. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** When the next attempt is due, in the past if it is late; null: none is due, one is running, or an operator holds it. */
  nextAttemptAt: Maybe<Scalars['DateTime']['output']>;
  status: DeliveryStatus;
  /** Where Temporal UI shows the workflow; null: the server does not know the UI's address, or the key may not operate. */
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

export type DeliveryLogConnection = {
  __typename?: 'DeliveryLogConnection';
  edges: Array<DeliveryLogEntry>;
  nodes: Array<Attempt>;
  pageInfo: PageInfo;
};

/** An attempt with its place in the log. */
export type DeliveryLogEntry = {
  __typename?: 'DeliveryLogEntry';
  /** Opaque; stays valid for as long as the log is kept. */
  cursor: Scalars['String']['output'];
  node: Attempt;
};

/** Which attempts of a log to read. All that is given must hold. */
export type DeliveryLogFilter = {
  eventType?: InputMaybe<Scalars['String']['input']>;
  outcome?: InputMaybe<AttemptOutcome>;
  /** Not before this instant. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Part of the response body, the error message or the event type, the beginning of the attempt's id (`wd_…`), in whatever
   * case; or a status code.
   * 200 characters at the most.
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

/** Exactly what would be sent; the signature too, for who may manage the webhook. */
export type DeliveryPreview = {
  __typename?: 'DeliveryPreview';
  body: Scalars['String']['output'];
  /** A command line that sends the same bytes; with a throw-away secret it says so in a comment. */
  curl: Scalars['String']['output'];
  headers: Array<Header>;
  method: Scalars['String']['output'];
  /** The secret the signature in `headers` and `curl` was made with. */
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
  /** Ended by cancelDelivery, or because its webhook was disabled or deleted. */
  | 'CANCELED'
  /** All attempts failed, or the receiver is gone. */
  | 'FAILED'
  /** An attempt is running or will be made. */
  | 'PENDING'
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
  /** How many retries follow the first attempt; null: as many as fit into 24 hours. */
  maximumRetries: Maybe<Scalars['Int']['output']>;
  /** `sjocamp`, `campsite`, `standard`. */
  name: Scalars['String']['output'];
  /** The plans that include it; null: all. */
  plans: Maybe<Array<Plan>>;
  /** Kinds of secret a webhook of this dialect can have. */
  secretKinds: Array<SecretKind>;
  /** Whether rotation can overlap: requests then carry signatures of both secrets. */
  secretOverlap: Scalars['Boolean']['output'];
  /** Whether a secret is shown at creation only, or can be copied again. */
  secretShownOnce: Scalars['Boolean']['output'];
  /** Longest time an attempt may take, in milliseconds. */
  timeoutMs: Scalars['Int']['output'];
  /** The name shown to people. */
  title: Scalars['String']['output'];
  /** Handlers that verify a request's signature, for receivers to copy. */
  verifySnippets: Array<VerifySnippet>;
  /** The system's own words for places and buttons, by key, for a dashboard. */
  words: Scalars['JSON']['output'];
};

export type ErrorKind =
  /** The URL leads to an address webhooks may not reach. Nothing was sent. */
  | 'ADDRESS_DENIED'
  /** The response body exceeded the limit and was truncated. This does not make an attempt fail. */
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
  /** The receiver answered, and not with 2xx. */
  | 'HTTP_STATUS'
  /** The worker stopped during the attempt. */
  | 'INTERRUPTED'
  /** The request could not be made (its secret's encryption key is missing, say). Nothing was sent. */
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
  data: Scalars['JSON']['output'];
  deliveries: DeliveryConnection;
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

/** A kind of event: `lead.created`. */
export type EventType = {
  __typename?: 'EventType';
  /** True: the dialect's. False: the organization's own. */
  builtIn: Scalars['Boolean']['output'];
  description: Scalars['String']['output'];
  /** What the Test tab sends and shows. */
  example: Scalars['JSON']['output'];
  name: Scalars['String']['output'];
  /** JSON Schema (draft 2020-12) the data must meet; null: any data. */
  schema: Maybe<Scalars['JSON']['output']>;
};

export type EventTypeInput = {
  description?: InputMaybe<Scalars['String']['input']>;
  example: Scalars['JSON']['input'];
  /** Words of A-Z a-z 0-9 and _ joined by dots (or `-`), `invoice.paid`; 1 to 128 characters. Capitals count. */
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  schema?: InputMaybe<Scalars['JSON']['input']>;
};

export type EventTypePayload = {
  __typename?: 'EventTypePayload';
  eventType: Maybe<EventType>;
  userErrors: Array<UserError>;
};

/** A webhook and its failures of the last minutes. */
export type FailingWebhook = {
  __typename?: 'FailingWebhook';
  attempts: Scalars['Int']['output'];
  failed: Scalars['Int']['output'];
  /** The sentence of the newest failure; null: it has none. */
  lastError: Maybe<Scalars['String']['output']>;
  lastFailedAt: Scalars['DateTime']['output'];
  webhook: Webhook;
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

/** Milliseconds of one attempt. A phase that did not take place (a reused connection) is null. */
export type Latency = {
  __typename?: 'Latency';
  connectMs: Maybe<Scalars['Float']['output']>;
  dnsMs: Maybe<Scalars['Float']['output']>;
  firstByteMs: Maybe<Scalars['Float']['output']>;
  tlsMs: Maybe<Scalars['Float']['output']>;
  /** From the start to the last byte. */
  totalMs: Scalars['Float']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * No further attempt is made. One that is on its way is completed and logged; if it delivers, the delivery is SUCCEEDED
   * after all. Codes: NOT_FOUND, ALREADY_FINISHED.
   */
  cancelDelivery: DeliveryPayload;
  /**
   * Makes an API key; `secret` is shown this once. Without an `organizationId` an operator makes an operator key.
   * A key can't give scopes it lacks. Codes: INVALID, FORBIDDEN, NOT_FOUND, LIMIT_REACHED.
   */
  createApiKey: CreateApiKeyPayload;
  /**
   * Adds a channel (the dialect's word for it: Campaign, Integration) that webhooks can be limited to. A customer's session
   * may where the organization's webhooks must belong to one. Codes: INVALID, FORBIDDEN, ALREADY_EXISTS, LIMIT_REACHED.
   */
  createChannel: ChannelPayload;
  /**
   * Makes a one-time link that signs a browser in to the dashboard, limited to one organization: for a product to show its
   * customers their webhooks, in a frame or a window. Without an `organizationId` an operator makes an operator's link.
   * One of an organization is a customer's: it manages webhooks and deliveries only (see `Viewer.customer`).
   * The session ends with the API key that made it. A session can't make sessions or API keys, unless it is an operator's.
   * Codes: INVALID, FORBIDDEN, NOT_FOUND, LIMIT_REACHED.
   */
  createDashboardSession: CreateDashboardSessionPayload;
  /**
   * Adds an event type of the organization's own, of which it can have 500, with 4 MiB of schemas and examples together. The
   * schema is run on its example: 250 ms of processor time are allowed. Its patterns are matched in linear time and so can't
   * look around or refer back. When the organization's schemas have had their time of this minute it is the GraphQL error
   * RATE_LIMITED. Codes: INVALID, INVALID_SCHEMA, EXAMPLE_FAILS_SCHEMA, ALREADY_EXISTS, LIMIT_REACHED.
   */
  createEventType: EventTypePayload;
  /** Adds a tenant. Scope OPERATE. Codes: INVALID, ALREADY_EXISTS. */
  createOrganization: OrganizationPayload;
  /**
   * Adds a webhook, ENABLED, with a new secret.
   * Codes: URL_INVALID, URL_TOO_LONG, URL_NOT_HTTPS, URL_HAS_CREDENTIALS, URL_HAS_FRAGMENT, ADDRESS_DENIED,
   * HOST_NOT_FOUND, NO_EVENT_TYPES, UNKNOWN_EVENT_TYPE, UNKNOWN_CHANNEL, CHANNEL_REQUIRED, UNKNOWN_DIALECT,
   * PLAN_REQUIRED, HEADER_RESERVED, HEADER_INVALID, INVALID, LIMIT_REACHED.
   */
  createWebhook: CreateWebhookPayload;
  /** Removes a channel. Codes: NOT_FOUND, IN_USE (a webhook is limited to it), FORBIDDEN (a session made for a customer). */
  deleteChannel: DeleteChannelPayload;
  /**
   * Ends a webhook: its pending deliveries are CANCELED (an attempt on its way is completed and logged), its log stays
   * readable under its deliveries. Codes: NOT_FOUND.
   */
  deleteWebhook: DeleteWebhookPayload;
  /**
   * Stops a webhook: new events make no deliveries for it and pending deliveries are CANCELED; each can be sent again with
   * retryDelivery once the webhook is enabled. Codes: NOT_FOUND.
   */
  disableWebhook: WebhookPayload;
  /**
   * Lets a disabled or paused webhook receive again; deliveries held before their first attempt go out at once, held
   * retries within a minute. Codes: NOT_FOUND, PLAN_REQUIRED.
   */
  enableWebhook: WebhookPayload;
  /**
   * Holds a webhook: events go on making deliveries for it, which wait, and go out when enableWebhook is called. A delivery
   * that was already being retried goes on counting its 24 hours. Codes: NOT_FOUND, WEBHOOK_DISABLED.
   */
  pauseWebhook: WebhookPayload;
  /**
   * Accepts an event. When it answers without userErrors the event is stored together with one delivery for every enabled
   * or paused webhook that asked for its type and channel, and can't be lost. Scope PUBLISH.
   * When the organization's schemas have had their time of this minute it is the GraphQL error RATE_LIMITED: nothing was
   * stored, try again after `retryAfterSeconds`.
   * Codes: UNKNOWN_EVENT_TYPE, DATA_FAILS_SCHEMA (or takes more than 250 ms to check), INVALID_SCHEMA (the type's schema can't
   * be used), PAYLOAD_TOO_LARGE, IDEMPOTENCY_KEY_REUSED (same key, other content), INVALID. With Postgres out of reach: the
   * GraphQL error UNAVAILABLE, publish again with the same idempotency key.
   */
  publishEvent: PublishEventPayload;
  /**
   * Accepts up to 100 events, all or none, in one transaction. Codes as publishEvent, each with the `index` of the event in
   * `field`; and TOO_MANY_EVENTS. Scope PUBLISH.
   */
  publishEvents: PublishEventsPayload;
  /**
   * PENDING: the next attempt is made now instead of later; the retries that remain keep their count and come after it.
   * While an attempt is on its way, the next follows it at once, and only if it fails.
   * SUCCEEDED, FAILED or CANCELED: the delivery is sent again, PENDING, with 24 new hours.
   * With Temporal out of reach: the GraphQL error UNAVAILABLE within two seconds; what was asked is kept and done when it is back.
   * Codes: NOT_FOUND, WEBHOOK_DISABLED, WEBHOOK_DELETED.
   */
  retryDelivery: DeliveryPayload;
  /** The webhook's secret, where its dialect lets it be copied again. Codes: NOT_FOUND, SECRET_SHOWN_ONCE. */
  revealWebhookSecret: RevealSecretPayload;
  /**
   * Ends a key at once, with its dashboard sessions, and closes its subscriptions. A key that was made from it by a rotation
   * at the same moment ends with it; one made before stays, see `ApiKey.replaces`. A session made for a customer may not. Who
   * revokes the last operator key makes another with `npm start -- create-key`. Codes: NOT_FOUND, FORBIDDEN.
   */
  revokeApiKey: ApiKeyPayload;
  /**
   * Makes a new key with the old one's name, scopes and organization; the old one ends after `overlapSeconds` (0 unless
   * given, 7 days at the most). A key is replaced once: of many that try at once one gets the new key, the others INVALID.
   * Codes: NOT_FOUND, INVALID, FORBIDDEN, LIMIT_REACHED (with an overlap both keys count).
   */
  rotateApiKey: CreateApiKeyPayload;
  /**
   * Gives the webhook a new secret. For `overlapSeconds` (0 unless given, 7 days at the most) requests are signed with the
   * old ones too, where the dialect's signature can carry several: five at the most, so that none ends before its time.
   * Codes: NOT_FOUND, OVERLAP_NOT_SUPPORTED, INVALID, TOO_MANY_SECRETS (its message says when the first of them ends; without
   * overlap all end at once).
   */
  rotateWebhookSecret: RevealSecretPayload;
  /**
   * Sends the event type's example (or `data`) to one webhook as a real, signed delivery marked TEST. It makes one attempt;
   * retryDelivery sends it again. Codes: NOT_FOUND, UNKNOWN_EVENT_TYPE, DATA_FAILS_SCHEMA, PAYLOAD_TOO_LARGE,
   * WEBHOOK_DISABLED.
   */
  sendTestEvent: SendTestEventPayload;
  /** Changes a channel's name. Codes: INVALID, NOT_FOUND, FORBIDDEN (a session made for a customer). */
  updateChannel: ChannelPayload;
  /** Replaces the description, schema and example of an own event type. Codes as createEventType, and NOT_FOUND. */
  updateEventType: EventTypePayload;
  /**
   * Changes name, plan or default dialect. Scope OPERATE. A plan that no longer allows a webhook's dialect disables those
   * webhooks (`statusReason` PLAN) and cancels their pending deliveries, in the same transaction. With the plan back they are
   * again what they were, ENABLED or PAUSED, except those somebody disabled meanwhile; what was published in between made no
   * deliveries for them. Codes: INVALID, NOT_FOUND.
   */
  updateOrganization: OrganizationPayload;
  /**
   * Changes what is given and leaves the rest; deliveries not yet made go to the new URL. The dialect can't change.
   * Codes as createWebhook, NOT_FOUND, and CONFLICT (it was changed since `expectedUpdatedAt`).
   */
  updateWebhook: WebhookPayload;
};


export type MutationCancelDeliveryArgs = {
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


export type MutationDeleteWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDisableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEnableWebhookArgs = {
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


export type MutationRetryDeliveryArgs = {
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
};


export type MutationSendTestEventArgs = {
  input: SendTestEventInput;
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

/** A tenant: a customer of the product, or the product itself. */
export type Organization = {
  __typename?: 'Organization';
  /** The keys, the newest first, without their secrets. */
  apiKeys: ApiKeyConnection;
  /** One channel. NOT_FOUND when there is none. */
  channel: Channel;
  /** What webhooks can be limited to. */
  channels: ChannelConnection;
  createdAt: Scalars['DateTime']['output'];
  /** The dialect of a new webhook that names none; its event types are the organization's. */
  dialect: Dialect;
  eventTypes: Array<EventType>;
  /** Webhooks with failed attempts in the last minutes (60 unless given), the most failures first, 20 at the most. */
  failingWebhooks: Array<FailingWebhook>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** What the organization has paid for; some dialects ask for one (sjocamp: TEAM). */
  plan: Plan;
  /** Figures of the last minutes, for an overview. */
  statistics: DeliveryStatistics;
  webhooks: WebhookConnection;
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
export type OrganizationFailingWebhooksArgs = {
  minutes?: InputMaybe<Scalars['Int']['input']>;
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

export type OrganizationConnection = {
  __typename?: 'OrganizationConnection';
  edges: Array<OrganizationEdge>;
  nodes: Array<Organization>;
  pageInfo: PageInfo;
};

export type OrganizationEdge = {
  __typename?: 'OrganizationEdge';
  cursor: Scalars['String']['output'];
  node: Organization;
};

export type OrganizationPayload = {
  __typename?: 'OrganizationPayload';
  /** How many webhooks a change of plan disabled; null: nothing was stored. */
  disabledWebhooks: Maybe<Scalars['Int']['output']>;
  /** How many webhooks that a plan had disabled receive again, or are PAUSED again; null: nothing was stored. */
  enabledWebhooks: Maybe<Scalars['Int']['output']>;
  organization: Maybe<Organization>;
  userErrors: Array<UserError>;
};

/**
 * Relay's page information. Lists are read forward. A list with a filter looks at so many entries for one page and no more,
 * so that its page can be short, or even empty, with more to come: only `hasNextPage` says whether it is over.
 */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Where to go on: the last edge, or behind it where a search stopped. */
  endCursor: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor: Maybe<Scalars['String']['output']>;
};

export type Plan =
  | 'FREE'
  | 'TEAM';

export type PreviewDeliveryInput = {
  /** The type's example unless given. */
  data?: InputMaybe<Scalars['JSON']['input']>;
  eventType: Scalars['String']['input'];
  webhookId: Scalars['ID']['input'];
};

export type PreviewSecret =
  /**
   * A secret made for this preview only, because the caller lacks the scope MANAGE: with a signature of the webhook's own
   * secret it could send any data to the receiver. Only the signature differs; receivers refuse the request.
   */
  | 'THROWAWAY'
  /** The webhook's own secret, and the old ones during a rotation: receivers accept the request. */
  | 'WEBHOOK';

export type PublishEventInput = {
  /** The channels it concerns, 20 at the most; empty or left out: all. */
  channels?: InputMaybe<Array<Scalars['ID']['input']>>;
  data: Scalars['JSON']['input'];
  /**
   * Up to 255 characters. The same key gives the same event, for ever: whatever has become of the event's type or schema, and
   * however the same is written (blanks, the order of keys and channels, `1.0` for `1`). With another type, data, time or
   * channels it is IDEMPOTENCY_KEY_REUSED.
   */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The time of publishing unless given. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Not allowed in publishEvents, which has one for all. */
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  type: Scalars['String']['input'];
};

export type PublishEventPayload = {
  __typename?: 'PublishEventPayload';
  /** True: the idempotency key was known, and `event` is the one it gave then. */
  duplicate: Scalars['Boolean']['output'];
  event: Maybe<Event>;
  /**
   * Those of the event's channels that the organization does not have: a slip of the pen, or the product's own ids before
   * createChannel. No webhook is limited to them; those of all channels receive the event.
   */
  unknownChannels: Array<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type PublishEventsPayload = {
  __typename?: 'PublishEventsPayload';
  /**
   * For each of `events`: true: its idempotency key was known, and the event is the one it gave then. Null when there are
   * userErrors.
   */
  duplicates: Maybe<Array<Scalars['Boolean']['output']>>;
  /** In the order given; null for all when there are userErrors. */
  events: Maybe<Array<Event>>;
  /** As PublishEventPayload's, of all the events together. */
  unknownChannels: Array<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type Query = {
  __typename?: 'Query';
  /** Whether a webhook may have this URL, for a form to tell while it is filled in. Looks its host up, sends nothing. Scope MANAGE. */
  checkWebhookUrl: WebhookUrlCheck;
  /** An organization's deliveries, the newest first. */
  deliveries: DeliveryConnection;
  /** One delivery. NOT_FOUND as for `webhook`. */
  delivery: Delivery;
  /** The wire formats this server speaks. */
  dialects: Array<Dialect>;
  /** One published event. NOT_FOUND as for `webhook`. */
  event: Event;
  /** The event types an organization's webhooks can ask for: its dialect's and its own. */
  eventTypes: Array<EventType>;
  /** An organization's events, the newest first. */
  events: EventConnection;
  /** The organization of the API key, or any by id for an operator. */
  organization: Organization;
  /** All organizations, the newest first. Scope OPERATE. */
  organizations: OrganizationConnection;
  /**
   * What a delivery of this event type to this webhook would send, byte for byte, signed as of now. Nothing is sent. Who
   * lacks the scope MANAGE gets a signature that receivers refuse: see `signedWith`.
   */
  previewDelivery: DeliveryPreview;
  /** Who asks. */
  viewer: Viewer;
  /** One webhook. NOT_FOUND when there is none, when it was deleted, or when it is another organization's. */
  webhook: Webhook;
  /** An organization's webhooks, the newest first; deleted ones are left out. */
  webhooks: WebhookConnection;
};


export type QueryCheckWebhookUrlArgs = {
  url: Scalars['String']['input'];
};


export type QueryDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  eventId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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
  first?: InputMaybe<Scalars['Int']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  type?: InputMaybe<Scalars['String']['input']>;
};


export type QueryOrganizationArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryOrganizationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryPreviewDeliveryArgs = {
  input: PreviewDeliveryInput;
};


export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  channelId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<WebhookStatus>;
};

export type RevealSecretPayload = {
  __typename?: 'RevealSecretPayload';
  secret: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
  webhook: Maybe<Webhook>;
};

/** What an API key may do. */
export type Scope =
  /** Manage webhooks, channels, event types, keys and deliveries. */
  | 'MANAGE'
  /** All of these, for every organization. */
  | 'OPERATE'
  /** Publish events. */
  | 'PUBLISH'
  /** Read everything of the organization, secrets excepted. */
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
   * A webhook's delivery log: every attempt in the order it became visible, first those after the cursor `after` (all of
   * them for an empty string), then new ones as they happen. Without `after`: new ones only. Nothing is left out and nothing comes twice,
   * whatever reconnects; resume with the last cursor you have, also after the server's database was moved or restored.
   * CURSOR_AHEAD says that the log went back behind the cursor, and where to go on; it can come after entries.
   */
  deliveryLog: DeliveryLogEntry;
  /** The same for all webhooks of an organization. */
  organizationDeliveryLog: DeliveryLogEntry;
};


export type SubscriptionDeliveryLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  webhookId: Scalars['ID']['input'];
};


export type SubscriptionOrganizationDeliveryLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};

export type UpdateChannelInput = {
  id: Scalars['ID']['input'];
  name: Scalars['String']['input'];
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};

export type UpdateOrganizationInput = {
  dialect?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  plan?: InputMaybe<Plan>;
};

export type UpdateWebhookInput = {
  /** Null: all channels. Left out: unchanged. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** `updatedAt` as it was read: when the webhook was changed since, by anybody, nothing is stored (CONFLICT). */
  expectedUpdatedAt?: InputMaybe<Scalars['DateTime']['input']>;
  headers?: InputMaybe<Array<HeaderInput>>;
  id: Scalars['ID']['input'];
  url?: InputMaybe<Scalars['String']['input']>;
};

/** Something the caller can mend. Nothing was stored. */
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
  /** The webhook was changed since it was read. Read it again before changing it. */
  | 'CONFLICT'
  | 'DATA_FAILS_SCHEMA'
  | 'EXAMPLE_FAILS_SCHEMA'
  | 'FORBIDDEN'
  /** A custom header is not one HTTP can carry, there are too many, or they are too long. */
  | 'HEADER_INVALID'
  /** A custom header's name is durahook's or HTTP's own. */
  | 'HEADER_RESERVED'
  | 'HOST_NOT_FOUND'
  /** The idempotency key was used for an event with other content. */
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INVALID'
  | 'INVALID_SCHEMA'
  | 'IN_USE'
  /** The organization has reached its limit of these. */
  | 'LIMIT_REACHED'
  | 'NOT_FOUND'
  | 'NO_EVENT_TYPES'
  /** The dialect's signature carries one secret only. */
  | 'OVERLAP_NOT_SUPPORTED'
  | 'PAYLOAD_TOO_LARGE'
  /** The organization's plan does not include the dialect. */
  | 'PLAN_REQUIRED'
  | 'SECRET_SHOWN_ONCE'
  | 'TOO_MANY_EVENTS'
  /** The webhook has the maximum number of valid secrets. One of them must expire first. */
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

/** Code of a receiver. */
export type VerifySnippet = {
  __typename?: 'VerifySnippet';
  code: Scalars['String']['output'];
  /** `Node.js`, `Python`, `Go`, `Ruby`. */
  language: Scalars['String']['output'];
};

/** Who sends the requests: a program with an API key, or a person signed in to the dashboard. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The session's accent colour, `#rrggbb`; null: none was given. */
  accentColor: Maybe<Scalars['String']['output']>;
  /**
   * True: a session that createDashboardSession made for a customer of the product. With MANAGE it manages webhooks and
   * deliveries, and creates channels where webhooks must belong to one; API keys, event types and other channels are the
   * product's, and refused with FORBIDDEN.
   */
  customer: Scalars['Boolean']['output'];
  /** When the key or session ends; null: never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The key's name, or the session's; null: a session without one. */
  name: Maybe<Scalars['String']['output']>;
  /** Null: an operator, who reaches all. */
  organization: Maybe<Organization>;
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
  /** The newest attempts first. `after` reads older ones; the first edge's cursor is where deliveryLog goes on from. */
  deliveryLog: DeliveryLogConnection;
  /** A note of the owner's. */
  description: Scalars['String']['output'];
  dialect: Dialect;
  /** The names of the event types it receives, sorted. */
  eventTypes: Array<Scalars['String']['output']>;
  /** Headers added to each request. */
  headers: Array<Header>;
  id: Scalars['ID']['output'];
  /** When the older secret stops signing, during a rotation; else null. */
  oldSecretExpiresAt: Maybe<Scalars['DateTime']['output']>;
  organization: Organization;
  /** `whpk_…`, what receivers verify with, when the secret is ED25519; else null. */
  publicKey: Maybe<Scalars['String']['output']>;
  secretKind: SecretKind;
  /** Figures of the last minutes (60 unless given, 10,080 at the most). */
  statistics: DeliveryStatistics;
  status: WebhookStatus;
  /** Why it is not ENABLED; null when it is. */
  statusReason: Maybe<WebhookStatusReason>;
  /** Later after each change, of its status and secrets too. */
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

export type WebhookPayload = {
  __typename?: 'WebhookPayload';
  userErrors: Array<UserError>;
  webhook: Maybe<Webhook>;
};

export type WebhookStatus =
  /** Receives nothing. New events make no deliveries for it. */
  | 'DISABLED'
  /** Receives events. */
  | 'ENABLED'
  /** Receives nothing for now. Its deliveries wait. */
  | 'PAUSED';

export type WebhookStatusReason =
  /** The receiver answered 410 Gone. */
  | 'GONE'
  /** The organization's plan no longer includes the dialect. The webhook receives again when the plan includes it again. */
  | 'PLAN'
  /** Somebody called disableWebhook or pauseWebhook. */
  | 'REQUESTED';

export type WebhookUrlCheck = {
  __typename?: 'WebhookUrlCheck';
  /** What is wrong with it; null: nothing. */
  error: Maybe<UserError>;
  /** The URL as it would be stored; null: it can't be. */
  url: Maybe<Scalars['String']['output']>;
};



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
  AttemptTrigger: AttemptTrigger;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Channel: ResolverTypeWrapper<ChannelModel>;
  ChannelConnection: ResolverTypeWrapper<Omit<ChannelConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ChannelEdge']>, nodes: Array<ResolversTypes['Channel']> }>;
  ChannelEdge: ResolverTypeWrapper<Omit<ChannelEdge, 'node'> & { node: ResolversTypes['Channel'] }>;
  ChannelPayload: ResolverTypeWrapper<Omit<ChannelPayload, 'channel'> & { channel?: Maybe<ResolversTypes['Channel']> }>;
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
  DeleteWebhookPayload: ResolverTypeWrapper<DeleteWebhookPayload>;
  Delivery: ResolverTypeWrapper<DeliveryModel>;
  DeliveryConnection: ResolverTypeWrapper<Omit<DeliveryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['DeliveryEdge']>, nodes: Array<ResolversTypes['Delivery']> }>;
  DeliveryEdge: ResolverTypeWrapper<Omit<DeliveryEdge, 'node'> & { node: ResolversTypes['Delivery'] }>;
  DeliveryLogConnection: ResolverTypeWrapper<Omit<DeliveryLogConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['DeliveryLogEntry']>, nodes: Array<ResolversTypes['Attempt']> }>;
  DeliveryLogEntry: ResolverTypeWrapper<Omit<DeliveryLogEntry, 'node'> & { node: ResolversTypes['Attempt'] }>;
  DeliveryLogFilter: DeliveryLogFilter;
  DeliveryPayload: ResolverTypeWrapper<Omit<DeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['Delivery']> }>;
  DeliveryPreview: ResolverTypeWrapper<DeliveryPreview>;
  DeliveryStatistics: ResolverTypeWrapper<Statistics>;
  DeliveryStatus: DeliveryStatus;
  Dialect: ResolverTypeWrapper<DialectModel>;
  ErrorKind: ErrorKind;
  Event: ResolverTypeWrapper<EventModel>;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['EventEdge']>, nodes: Array<ResolversTypes['Event']> }>;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  EventType: ResolverTypeWrapper<KnownEventType>;
  EventTypeInput: EventTypeInput;
  EventTypePayload: ResolverTypeWrapper<Omit<EventTypePayload, 'eventType'> & { eventType?: Maybe<ResolversTypes['EventType']> }>;
  FailingWebhook: ResolverTypeWrapper<FailingWebhookModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Header: ResolverTypeWrapper<Header>;
  HeaderInput: HeaderInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Latency: ResolverTypeWrapper<Latency>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Organization: ResolverTypeWrapper<OrganizationModel>;
  OrganizationConnection: ResolverTypeWrapper<Omit<OrganizationConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['OrganizationEdge']>, nodes: Array<ResolversTypes['Organization']> }>;
  OrganizationEdge: ResolverTypeWrapper<Omit<OrganizationEdge, 'node'> & { node: ResolversTypes['Organization'] }>;
  OrganizationPayload: ResolverTypeWrapper<Omit<OrganizationPayload, 'organization'> & { organization?: Maybe<ResolversTypes['Organization']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Plan: Plan;
  PreviewDeliveryInput: PreviewDeliveryInput;
  PreviewSecret: PreviewSecret;
  PublishEventInput: PublishEventInput;
  PublishEventPayload: ResolverTypeWrapper<Published>;
  PublishEventsPayload: ResolverTypeWrapper<PublishedBatch>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RevealSecretPayload: ResolverTypeWrapper<Omit<RevealSecretPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  Scope: Scope;
  SecretKind: SecretKind;
  SendTestEventInput: SendTestEventInput;
  SendTestEventPayload: ResolverTypeWrapper<Omit<SendTestEventPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['Delivery']> }>;
  StatisticsBucket: ResolverTypeWrapper<StatisticsBucket>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
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
  WebhookPayload: ResolverTypeWrapper<Omit<WebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversTypes['Webhook']> }>;
  WebhookStatus: WebhookStatus;
  WebhookStatusReason: WebhookStatusReason;
  WebhookUrlCheck: ResolverTypeWrapper<WebhookUrlCheck>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: ApiKeyModel;
  ApiKeyConnection: Omit<ApiKeyConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ApiKeyEdge']>, nodes: Array<ResolversParentTypes['ApiKey']> };
  ApiKeyEdge: Omit<ApiKeyEdge, 'node'> & { node: ResolversParentTypes['ApiKey'] };
  ApiKeyPayload: Omit<ApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  Attempt: LoggedAttempt;
  Boolean: Scalars['Boolean']['output'];
  Channel: ChannelModel;
  ChannelConnection: Omit<ChannelConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ChannelEdge']>, nodes: Array<ResolversParentTypes['Channel']> };
  ChannelEdge: Omit<ChannelEdge, 'node'> & { node: ResolversParentTypes['Channel'] };
  ChannelPayload: Omit<ChannelPayload, 'channel'> & { channel?: Maybe<ResolversParentTypes['Channel']> };
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
  DeleteWebhookPayload: DeleteWebhookPayload;
  Delivery: DeliveryModel;
  DeliveryConnection: Omit<DeliveryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['DeliveryEdge']>, nodes: Array<ResolversParentTypes['Delivery']> };
  DeliveryEdge: Omit<DeliveryEdge, 'node'> & { node: ResolversParentTypes['Delivery'] };
  DeliveryLogConnection: Omit<DeliveryLogConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['DeliveryLogEntry']>, nodes: Array<ResolversParentTypes['Attempt']> };
  DeliveryLogEntry: Omit<DeliveryLogEntry, 'node'> & { node: ResolversParentTypes['Attempt'] };
  DeliveryLogFilter: DeliveryLogFilter;
  DeliveryPayload: Omit<DeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['Delivery']> };
  DeliveryPreview: DeliveryPreview;
  DeliveryStatistics: Statistics;
  Dialect: DialectModel;
  Event: EventModel;
  EventConnection: Omit<EventConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['EventEdge']>, nodes: Array<ResolversParentTypes['Event']> };
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  EventType: KnownEventType;
  EventTypeInput: EventTypeInput;
  EventTypePayload: Omit<EventTypePayload, 'eventType'> & { eventType?: Maybe<ResolversParentTypes['EventType']> };
  FailingWebhook: FailingWebhookModel;
  Float: Scalars['Float']['output'];
  Header: Header;
  HeaderInput: HeaderInput;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Latency: Latency;
  Mutation: Record<PropertyKey, never>;
  Organization: OrganizationModel;
  OrganizationConnection: Omit<OrganizationConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['OrganizationEdge']>, nodes: Array<ResolversParentTypes['Organization']> };
  OrganizationEdge: Omit<OrganizationEdge, 'node'> & { node: ResolversParentTypes['Organization'] };
  OrganizationPayload: Omit<OrganizationPayload, 'organization'> & { organization?: Maybe<ResolversParentTypes['Organization']> };
  PageInfo: PageInfo;
  PreviewDeliveryInput: PreviewDeliveryInput;
  PublishEventInput: PublishEventInput;
  PublishEventPayload: Published;
  PublishEventsPayload: PublishedBatch;
  Query: Record<PropertyKey, never>;
  RevealSecretPayload: Omit<RevealSecretPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  SendTestEventInput: SendTestEventInput;
  SendTestEventPayload: Omit<SendTestEventPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['Delivery']> };
  StatisticsBucket: StatisticsBucket;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  UpdateChannelInput: UpdateChannelInput;
  UpdateOrganizationInput: UpdateOrganizationInput;
  UpdateWebhookInput: UpdateWebhookInput;
  UserError: UserError;
  VerifySnippet: VerifySnippet;
  Viewer: Omit<Viewer, 'organization'> & { organization?: Maybe<ResolversParentTypes['Organization']> };
  Webhook: WebhookModel;
  WebhookConnection: Omit<WebhookConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['WebhookEdge']>, nodes: Array<ResolversParentTypes['Webhook']> };
  WebhookEdge: Omit<WebhookEdge, 'node'> & { node: ResolversParentTypes['Webhook'] };
  WebhookPayload: Omit<WebhookPayload, 'webhook'> & { webhook?: Maybe<ResolversParentTypes['Webhook']> };
  WebhookUrlCheck: WebhookUrlCheck;
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
  delivery?: Resolver<ResolversTypes['Delivery'], ParentType, ContextType>;
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

export type DeleteWebhookPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['DeleteWebhookPayload'] = ResolversParentTypes['DeleteWebhookPayload']> = {
  deletedWebhookId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DeliveryResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attemptStartedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['DeliveryLogConnection'], ParentType, ContextType, Partial<DeliveryAttemptsArgs>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DeliveryStatus'], ParentType, ContextType>;
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
  plans?: Resolver<Maybe<Array<ResolversTypes['Plan']>>, ParentType, ContextType>;
  secretKinds?: Resolver<Array<ResolversTypes['SecretKind']>, ParentType, ContextType>;
  secretOverlap?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  secretShownOnce?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verifySnippets?: Resolver<Array<ResolversTypes['VerifySnippet']>, ParentType, ContextType>;
  words?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  channels?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['DeliveryConnection'], ParentType, ContextType, Partial<EventDeliveriesArgs>>;
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
  builtIn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  example?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  schema?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type EventTypePayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['EventTypePayload'] = ResolversParentTypes['EventTypePayload']> = {
  eventType?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type FailingWebhookResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['FailingWebhook'] = ResolversParentTypes['FailingWebhook']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastFailedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type HeaderResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Header'] = ResolversParentTypes['Header']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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

export type MutationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelDelivery?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationCancelDeliveryArgs, 'id'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createChannel?: Resolver<ResolversTypes['ChannelPayload'], ParentType, ContextType, RequireFields<MutationCreateChannelArgs, 'input'>>;
  createDashboardSession?: Resolver<ResolversTypes['CreateDashboardSessionPayload'], ParentType, ContextType, RequireFields<MutationCreateDashboardSessionArgs, 'input'>>;
  createEventType?: Resolver<ResolversTypes['EventTypePayload'], ParentType, ContextType, RequireFields<MutationCreateEventTypeArgs, 'input'>>;
  createOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationCreateOrganizationArgs, 'input'>>;
  createWebhook?: Resolver<ResolversTypes['CreateWebhookPayload'], ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  deleteChannel?: Resolver<ResolversTypes['DeleteChannelPayload'], ParentType, ContextType, RequireFields<MutationDeleteChannelArgs, 'id'>>;
  deleteWebhook?: Resolver<ResolversTypes['DeleteWebhookPayload'], ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'id'>>;
  disableWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationDisableWebhookArgs, 'id'>>;
  enableWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationEnableWebhookArgs, 'id'>>;
  pauseWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationPauseWebhookArgs, 'id'>>;
  publishEvent?: Resolver<ResolversTypes['PublishEventPayload'], ParentType, ContextType, RequireFields<MutationPublishEventArgs, 'input'>>;
  publishEvents?: Resolver<ResolversTypes['PublishEventsPayload'], ParentType, ContextType, RequireFields<MutationPublishEventsArgs, 'events'>>;
  retryDelivery?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationRetryDeliveryArgs, 'id'>>;
  revealWebhookSecret?: Resolver<ResolversTypes['RevealSecretPayload'], ParentType, ContextType, RequireFields<MutationRevealWebhookSecretArgs, 'id'>>;
  revokeApiKey?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  rotateApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'id'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['RevealSecretPayload'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'id'>>;
  sendTestEvent?: Resolver<ResolversTypes['SendTestEventPayload'], ParentType, ContextType, RequireFields<MutationSendTestEventArgs, 'input'>>;
  updateChannel?: Resolver<ResolversTypes['ChannelPayload'], ParentType, ContextType, RequireFields<MutationUpdateChannelArgs, 'input'>>;
  updateEventType?: Resolver<ResolversTypes['EventTypePayload'], ParentType, ContextType, RequireFields<MutationUpdateEventTypeArgs, 'input'>>;
  updateOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationUpdateOrganizationArgs, 'input'>>;
  updateWebhook?: Resolver<ResolversTypes['WebhookPayload'], ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'input'>>;
};

export type OrganizationResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization']> = {
  apiKeys?: Resolver<ResolversTypes['ApiKeyConnection'], ParentType, ContextType, Partial<OrganizationApiKeysArgs>>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType, RequireFields<OrganizationChannelArgs, 'id'>>;
  channels?: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, Partial<OrganizationChannelsArgs>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  dialect?: Resolver<ResolversTypes['Dialect'], ParentType, ContextType>;
  eventTypes?: Resolver<Array<ResolversTypes['EventType']>, ParentType, ContextType>;
  failingWebhooks?: Resolver<Array<ResolversTypes['FailingWebhook']>, ParentType, ContextType, Partial<OrganizationFailingWebhooksArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['Plan'], ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['DeliveryStatistics'], ParentType, ContextType, Partial<OrganizationStatisticsArgs>>;
  webhooks?: Resolver<ResolversTypes['WebhookConnection'], ParentType, ContextType, Partial<OrganizationWebhooksArgs>>;
};

export type OrganizationConnectionResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationConnection'] = ResolversParentTypes['OrganizationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrganizationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Organization']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrganizationEdgeResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationEdge'] = ResolversParentTypes['OrganizationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
};

export type OrganizationPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['OrganizationPayload'] = ResolversParentTypes['OrganizationPayload']> = {
  disabledWebhooks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  enabledWebhooks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
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
  checkWebhookUrl?: Resolver<ResolversTypes['WebhookUrlCheck'], ParentType, ContextType, RequireFields<QueryCheckWebhookUrlArgs, 'url'>>;
  deliveries?: Resolver<ResolversTypes['DeliveryConnection'], ParentType, ContextType, Partial<QueryDeliveriesArgs>>;
  delivery?: Resolver<ResolversTypes['Delivery'], ParentType, ContextType, RequireFields<QueryDeliveryArgs, 'id'>>;
  dialects?: Resolver<Array<ResolversTypes['Dialect']>, ParentType, ContextType>;
  event?: Resolver<ResolversTypes['Event'], ParentType, ContextType, RequireFields<QueryEventArgs, 'id'>>;
  eventTypes?: Resolver<Array<ResolversTypes['EventType']>, ParentType, ContextType, Partial<QueryEventTypesArgs>>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, Partial<QueryEventsArgs>>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType, Partial<QueryOrganizationArgs>>;
  organizations?: Resolver<ResolversTypes['OrganizationConnection'], ParentType, ContextType, Partial<QueryOrganizationsArgs>>;
  previewDelivery?: Resolver<ResolversTypes['DeliveryPreview'], ParentType, ContextType, RequireFields<QueryPreviewDeliveryArgs, 'input'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  webhook?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhooks?: Resolver<ResolversTypes['WebhookConnection'], ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type RevealSecretPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['RevealSecretPayload'] = ResolversParentTypes['RevealSecretPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type SendTestEventPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['SendTestEventPayload'] = ResolversParentTypes['SendTestEventPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
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
  organizationDeliveryLog?: SubscriptionResolver<ResolversTypes['DeliveryLogEntry'], "organizationDeliveryLog", ParentType, ContextType, Partial<SubscriptionOrganizationDeliveryLogArgs>>;
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
  eventTypes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  headers?: Resolver<Array<ResolversTypes['Header']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  oldSecretExpiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  publicKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  secretKind?: Resolver<ResolversTypes['SecretKind'], ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['DeliveryStatistics'], ParentType, ContextType, Partial<WebhookStatisticsArgs>>;
  status?: Resolver<ResolversTypes['WebhookStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['WebhookStatusReason']>, ParentType, ContextType>;
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

export type WebhookPayloadResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookPayload'] = ResolversParentTypes['WebhookPayload']> = {
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type WebhookUrlCheckResolvers<ContextType = ApiContext, ParentType extends ResolversParentTypes['WebhookUrlCheck'] = ResolversParentTypes['WebhookUrlCheck']> = {
  error?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = ApiContext> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
  Attempt?: AttemptResolvers<ContextType>;
  Channel?: ChannelResolvers<ContextType>;
  ChannelConnection?: ChannelConnectionResolvers<ContextType>;
  ChannelEdge?: ChannelEdgeResolvers<ContextType>;
  ChannelPayload?: ChannelPayloadResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  CreateDashboardSessionPayload?: CreateDashboardSessionPayloadResolvers<ContextType>;
  CreateWebhookPayload?: CreateWebhookPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteChannelPayload?: DeleteChannelPayloadResolvers<ContextType>;
  DeleteWebhookPayload?: DeleteWebhookPayloadResolvers<ContextType>;
  Delivery?: DeliveryResolvers<ContextType>;
  DeliveryConnection?: DeliveryConnectionResolvers<ContextType>;
  DeliveryEdge?: DeliveryEdgeResolvers<ContextType>;
  DeliveryLogConnection?: DeliveryLogConnectionResolvers<ContextType>;
  DeliveryLogEntry?: DeliveryLogEntryResolvers<ContextType>;
  DeliveryPayload?: DeliveryPayloadResolvers<ContextType>;
  DeliveryPreview?: DeliveryPreviewResolvers<ContextType>;
  DeliveryStatistics?: DeliveryStatisticsResolvers<ContextType>;
  Dialect?: DialectResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  EventType?: EventTypeResolvers<ContextType>;
  EventTypePayload?: EventTypePayloadResolvers<ContextType>;
  FailingWebhook?: FailingWebhookResolvers<ContextType>;
  Header?: HeaderResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Latency?: LatencyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  OrganizationConnection?: OrganizationConnectionResolvers<ContextType>;
  OrganizationEdge?: OrganizationEdgeResolvers<ContextType>;
  OrganizationPayload?: OrganizationPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PublishEventPayload?: PublishEventPayloadResolvers<ContextType>;
  PublishEventsPayload?: PublishEventsPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RevealSecretPayload?: RevealSecretPayloadResolvers<ContextType>;
  SendTestEventPayload?: SendTestEventPayloadResolvers<ContextType>;
  StatisticsBucket?: StatisticsBucketResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  VerifySnippet?: VerifySnippetResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookConnection?: WebhookConnectionResolvers<ContextType>;
  WebhookEdge?: WebhookEdgeResolvers<ContextType>;
  WebhookPayload?: WebhookPayloadResolvers<ContextType>;
  WebhookUrlCheck?: WebhookUrlCheckResolvers<ContextType>;
};

