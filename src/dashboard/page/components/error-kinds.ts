import type { ErrorKind } from '../generated/operations.ts'

/** What went wrong, in words, for a choice. */
export const ERROR_KINDS: Record<ErrorKind, string> = {
  HTTP_STATUS: 'Another status than 2xx',
  REDIRECT: 'Redirect',
  DNS_FAILED: 'Name look-up failed',
  ADDRESS_DENIED: 'Address denied',
  CONNECTION_REFUSED: 'Connection refused',
  CONNECTION_FAILED: 'No connection',
  CONNECTION_RESET: 'Connection reset',
  CERTIFICATE_EXPIRED: 'Certificate expired',
  CERTIFICATE_INVALID: 'Certificate invalid',
  TLS_FAILED: 'TLS failed',
  TIMEOUT_CONNECT: 'Timeout of the connection',
  TIMEOUT_RESPONSE: 'Timeout of the response',
  TIMEOUT_BODY: 'Timeout of the body',
  HTTP_INVALID: 'Not HTTP',
  HEADERS_TOO_LARGE: 'Headers too large',
  BODY_TRUNCATED: 'Body too large',
  INTERRUPTED: 'Interrupted',
  NOT_SENT: 'Not sent',
}
