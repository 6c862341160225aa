import type { ErrorKind } from '../words/enums.ts'

/** How a request ended when it did not end with a complete answer, or what was odd about the answer. */
export type OutboundErrorKind = Exclude<ErrorKind, 'HTTP_STATUS' | 'REDIRECT' | 'INTERRUPTED' | 'NOT_SENT'>

/** A failure as the delivery log tells it. */
export interface Failure {
  kind: OutboundErrorKind
  /** A sentence with the cause, then what to do. */
  message: string
}

/** Milliseconds (with fractions) each phase took; null: it did not take place, as on a reused connection, or did not end. */
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
  /** Sent in this order and spelling; content-length and host are added. */
  headers: readonly (readonly [name: string, value: string])[]
  body: string
  /** Deadline for the whole exchange, in milliseconds. */
  timeoutMs: number
}

export interface OutboundResponse {
  statusCode: number
  /** In the order and spelling received. */
  headers: [name: string, value: string][]
  /** At most the configured cap; decompressed, though nobody asked for compression, if that could be done. */
  body: Buffer
  /** The body was longer than the cap, and its rest was not read. */
  truncated: boolean
}

export interface OutboundResult {
  /** Null when no complete set of headers came. */
  response: OutboundResponse | null
  /** Null when the exchange was complete. */
  error: Failure | null
  /** A kept connection broke without an answer, so the request was sent again on a new one: it may have arrived twice. */
  resent: boolean
  /** The address connected to, when a connection was reached. */
  remoteAddress: string | null
  latency: Latency
}

export interface Outbound {
  /**
   * POSTs once; never throws for what a receiver or the network does. Follows no redirect.
   *
   * @throws TypeError for a header that HTTP cannot carry, such as one with a line break.
   */
  post(request: OutboundRequest): Promise<OutboundResult>
  /** Waits for the requests under way, at most until their deadlines, then closes every kept connection. */
  close(): Promise<void>
}
