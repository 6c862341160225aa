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

export type DeliveryStatus =
  /** Ended by cancelDelivery, or because its webhook was disabled or deleted. */
  | 'CANCELED'
  /** All attempts failed, or the receiver is gone. */
  | 'FAILED'
  /** An attempt is running or will be made. */
  | 'PENDING'
  /** A receiver answered 2xx. */
  | 'SUCCEEDED';

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

export type Plan =
  | 'FREE'
  | 'TEAM';

export type PreviewSecret =
  /**
   * A secret made for this preview only, because the caller lacks the scope MANAGE: with a signature of the webhook's own
   * secret it could send any data to the receiver. Only the signature differs; receivers refuse the request.
   */
  | 'THROWAWAY'
  /** The webhook's own secret, and the old ones during a rotation: receivers accept the request. */
  | 'WEBHOOK';

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
