import type { OutboundResult } from '../outbound/outbound.ts'
import type { ErrorKind } from '../words/enums.ts'

/** The result of a request, even of one that could not be made. */
export type SendResult = Omit<OutboundResult, 'error'> & {
  error: { kind: ErrorKind; message: string } | null
}

export interface Judgement {
  succeeded: boolean
  statusCode: number | null
  /** What was wrong with the exchange; null if nothing. A success can have one: BODY_TRUNCATED. */
  error: { kind: ErrorKind; message: string } | null
}

/** Whether the event was delivered: only a complete 2xx answer in time means that. */
export function judgeAnswer({ response, error }: SendResult): Judgement {
  const statusCode = response?.statusCode ?? null
  // A body longer than the log keeps is no failure.
  if (error && error.kind !== 'BODY_TRUNCATED') return { succeeded: false, statusCode, error }
  if (statusCode! >= 200 && statusCode! < 300) return { succeeded: true, statusCode, error }
  return { succeeded: false, statusCode, error: describeStatus(statusCode!) }
}

function describeStatus(statusCode: number): { kind: ErrorKind; message: string } {
  if (REDIRECTS.has(statusCode)) {
    return {
      kind: 'REDIRECT',
      message: `The receiver answered ${statusCode}, a redirect, which is not followed. Set the webhook's URL to the final address.`,
    }
  }
  return {
    kind: 'HTTP_STATUS',
    message: MEANINGS.get(statusCode) ?? `The receiver answered ${statusCode}; only 2xx means delivered.`,
  }
}

/** The statuses whose Location a client would follow (RFC 9110, section 15.4). */
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Messages for statuses that are easily misunderstood. */
const MEANINGS = new Map([
  [
    300,
    "The receiver answered 300, a choice of addresses; only 2xx means delivered. Answer 2xx, or set the webhook's URL to one of them.",
  ],
  [
    304,
    'The receiver answered 304: nothing changed, which answers no POST. Answer 2xx, and have no cache before the receiver.',
  ],
  [305, 'The receiver answered 305, which asks for a proxy; none is used. Answer 2xx.'],
  [306, 'The receiver answered 306, which has no meaning any more; only 2xx means delivered. Answer 2xx.'],
  [410, 'The receiver answered 410: it wants no more events.'],
])
