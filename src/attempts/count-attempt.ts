import { STATUS_CODES } from 'node:http'
import { decodeTime } from 'ulid'
import type { EndedAttempt } from './record-attempt.ts'
import { attempts, firstAttemptDelay, requestsToReceivers } from '../metrics/metrics.ts'

/** Counts an attempt that was recorded, and times its request. */
export function countAttempt({
  deliveryId,
  number,
  outcome,
  trigger,
  result,
  error,
  startedAt,
}: EndedAttempt): void {
  const errorType = error?.kind ?? ''
  attempts.inc({ outcome, trigger, error_type: errorType })
  if (number === 1) firstAttemptDelay.observe(Math.max(startedAt.getTime() - storedAt(deliveryId), 0) / 1000)
  if (errorType === 'NOT_SENT') return
  requestsToReceivers.observe(
    {
      http_request_method: 'POST',
      http_response_status_code: labelOf(result.response?.statusCode),
      error_type: errorType,
    },
    result.latency.totalMs / 1000,
  )
}

/** Receivers may answer with any number; only those that HTTP knows have series of their own. */
const labelOf = (statusCode: number | undefined) =>
  statusCode === undefined ? '' : statusCode in STATUS_CODES ? String(statusCode) : 'other'

/** When a delivery was stored, by the clock of the API. */
const storedAt = (deliveryId: string) => decodeTime(deliveryId.slice('wd_'.length))
