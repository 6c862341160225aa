/**
 * Thrown when nothing can be checked against an organization's schemas now: they have had their processor time of this
 * minute, or the machine had none to give. Nothing was stored; it is worth trying again in so many seconds.
 */
export class NoTimeToCheck extends Error {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super('no time to check against schemas')
    this.retryAfterSeconds = retryAfterSeconds
  }
}
