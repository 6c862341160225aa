import type { ErrorKind } from '../words/enums.ts'

/** Why a request did not end with a complete answer. */
export type OutboundErrorKind = Exclude<ErrorKind, 'HTTP_STATUS' | 'REDIRECT' | 'INTERRUPTED' | 'NOT_SENT'>

/** A failure as the delivery log shows it. */
export interface Failure {
  kind: OutboundErrorKind
  /** A sentence with the cause, then what to do. */
  message: string
}

/** Milliseconds (with fractions) of each phase; null if it did not end or, as on a reused connection, did not take place. */
export interface Latency {
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  /** From the request being written to the answer's first byte (headers complete). */
  firstByteMs: number | null
  totalMs: number
}

export interface OutboundRequest {
  /** An https URL. */
  url: string
  /** Sent in this order and spelling; Content-Length and Host are added. */
  headers: readonly (readonly [name: string, value: string])[]
  body: string
  /** Deadline for the whole exchange, in milliseconds. */
  timeoutMs: number
}

export interface OutboundResponse {
  statusCode: number
  /** In the order and spelling received. */
  headers: [name: string, value: string][]
  /** At most the configured limit; decompressed if the receiver compressed it and that is possible. */
  body: Buffer
  /** Whether the body was longer than the limit, so that its end was not read. */
  truncated: boolean
}

export interface OutboundResult {
  /** Null if no complete set of headers came. */
  response: OutboundResponse | null
  /** Null if the exchange was complete. */
  error: Failure | null
  /** A reused connection broke without an answer, so the request was sent again on a new one. It may have arrived twice. */
  resent: boolean
  /** The address of the connection; null if there was none. */
  remoteAddress: string | null
  latency: Latency
}

export interface Outbound {
  /**
   * POSTs once, and follows no redirect. Failures of the receiver or the network are in the result, not thrown.
   *
   * @throws TypeError for a header that HTTP cannot carry, such as one with a line break.
   */
  post(request: OutboundRequest): Promise<OutboundResult>
  /** Waits for the requests under way, at most until their deadlines, then closes all connections. */
  close(): Promise<void>
}
