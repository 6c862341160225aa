import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/** This version does not have the webhook's dialect; a worker of another version may have it. */
export class UnknownDialect extends Error {
  constructor(dialect: string) {
    super(`this worker does not know the dialect "${dialect}".`)
  }
}

/**
 * gRPC status codes of Temporal that a retry of the same start would get again: INVALID_ARGUMENT, FAILED_PRECONDITION,
 * OUT_OF_RANGE.
 */
const REFUSALS: ReadonlySet<number> = new Set([3, 9, 11])

/**
 * Whether a failed start is the fault of this one delivery, so that the relay continues with others. All other failures
 * are Temporal's: it is out of reach, too busy, or not set up.
 */
export function concernsOneStart(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return true
  const { cause } = error
  return isGrpcServiceError(cause) && REFUSALS.has(cause.code)
}
