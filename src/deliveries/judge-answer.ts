import type { ErrorKind } from '../database/attempt.ts'
import type { OutboundResult } from '../outbound/outbound.ts'

/** What became of a request, also one that could not be made. */
export type SendResult = Omit<OutboundResult, 'error'> & {
  error: { kind: ErrorKind; message: string } | null
}

export interface Judgement {
  succeeded: boolean
  statusCode: number | null
  /** What was wrong, or odd; null: nothing. */
  error: { kind: ErrorKind; message: string } | null
}

/** Whether an exchange delivered the event: a complete 2xx answer in time did, and nothing else. */
export function judgeAnswer({ response, error }: SendResult): Judgement {
  const statusCode = response?.statusCode ?? null
  // A body longer than is kept is odd, and no failure.
  if (error && error.kind !== 'BODY_TRUNCATED') return { succeeded: false, statusCode, error }
  if (statusCode! >= 200 && statusCode! < 300) return { succeeded: true, statusCode, error }
  return { succeeded: false, statusCode, error: describeStatus(statusCode!) }
}

function describeStatus(statusCode: number): { kind: ErrorKind; message: string } {
  if (statusCode >= 300 && statusCode < 400) {
    return {
      kind: 'REDIRECT',
      message: `The receiver answered ${statusCode}, a redirect, which is not followed. Set the webhook's URL to the final address.`,
    }
  }
  if (statusCode === 410)
    return { kind: 'HTTP_STATUS', message: 'The receiver answered 410: it wants no more events.' }
  return { kind: 'HTTP_STATUS', message: `The receiver answered ${statusCode}; only 2xx means delivered.` }
}
