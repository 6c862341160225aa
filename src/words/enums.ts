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

/** The form of a catalogue. */
export type CatalogueFormat =
  /**
   * One JSON Schema (draft 2020-12) that every body meets. Its `$defs` have the body of each event type under the type's name, and the
   * data under the name with `--data`.
   */
  | 'JSON_SCHEMA'
  /** An OpenAPI 3.1 document with one webhook for each event type. */
  | 'OPENAPI';

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

/** Whose an event type is. Of two with one name, the first of these counts, in this order. */
export type EventTypeOrigin =
  /** The dialect's. */
  | 'DIALECT'
  /** The organization's own. */
  | 'OWN'
  /** The operator's, for all organizations. */
  | 'SHARED';

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

export type PreviewSecret =
  /**
   * A secret made for this preview and not kept, so receivers refuse the request; all else is as it would be sent. The caller
   * lacks the scope MANAGE and could forge requests with a real signature.
   */
  | 'THROWAWAY'
  /** The webhook's secret, and its old ones during a rotation: receivers accept the request. */
  | 'WEBHOOK';

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

/** What a session made for a customer may manage besides webhooks and deliveries. */
export type SessionRight =
  /** Make, rotate and revoke API keys of the organization, with the scopes READ and MANAGE. Such a key is not limited by the rights. */
  | 'API_KEYS'
  /** Make, rename and delete channels. */
  | 'CHANNELS'
  /** Make and change the organization's own event types. */
  | 'EVENT_TYPES';

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
