import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/** A webhook's dialect that this version does not have; a worker of another version may. */
export class UnknownDialect extends Error {
  constructor(dialect: string) {
    super(`this worker does not know the dialect "${dialect}".`)
  }
}

/**
 * What Temporal answers (gRPC) when it will not take this start, whoever asks again: INVALID_ARGUMENT, FAILED_PRECONDITION,
 * OUT_OF_RANGE.
 */
const REFUSALS: ReadonlySet<number> = new Set([3, 9, 11])

/**
 * Whether a start that failed is this one delivery's fault, so that others go on. Everything else is Temporal's: it is out of
 * reach, too busy, or not set up.
 */
export function concernsOneStart(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return true
  const { cause } = error
  return isGrpcServiceError(cause) && REFUSALS.has(cause.code)
}
