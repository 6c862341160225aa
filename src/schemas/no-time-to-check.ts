/**
 * Thrown when data can't be checked against an organization's schemas now: they have used their quota of processor time, or
 * the machine is too busy. Nothing was stored. Retry after `retryAfterSeconds`.
 */
export class NoTimeToCheck extends Error {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super('no time to check against schemas')
    this.retryAfterSeconds = retryAfterSeconds
  }
}
