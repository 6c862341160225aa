import { databaseStageOf } from './mark-errors.ts'

/** Why Postgres is unavailable at the moment. In all these cases a retry can succeed. */
export type Unavailability = 'out of reach' | 'out of resources' | 'read-only' | 'late' | 'busy'

/** By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_STATE: [RegExp, Unavailability][] = [
  [/^(08...|57P0.)$/, 'out of reach'], // connection exceptions; shutting down, starting up, session terminated
  [/^(53300|53400)$/, 'busy'], // too many connections
  [/^(53...|58...)$/, 'out of resources'], // resources, the disk
  [/^25006$/, 'read-only'], // a replica, such as the old primary after a failover
  [/^(57014|55P03)$/, 'late'], // statement_timeout, lock_timeout
  [/^(40001|40P01|25P0[34])$/, 'busy'], // rolled back: serialization failure, deadlock, transaction or idle timeout
]

/**
 * Null if the error did not come from the database, or if a retry does not help. Everything that prevents a connection
 * counts as unavailable, because the caller can't fix it: a name that doesn't resolve, a rotated password, a bad
 * certificate.
 */
export function unavailabilityOf(error: unknown): Unavailability | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const stage = databaseStageOf(cause)
    if (stage === null) continue
    const state = stateOf(cause)
    const known = BY_STATE.find(([states]) => state !== null && states.test(state))?.[1]
    if (known) return known
    if (stage === 'connecting')
      return cause.message.includes('timeout exceeded when trying to connect') ? 'busy' : 'out of reach'
    // Postgres's errors have an SQLSTATE; pg's error for a broken connection has none. A value that can't be sent is a bug.
    return state === null && !(cause instanceof TypeError || cause instanceof RangeError)
      ? 'out of reach'
      : null
  }
  return null
}

/** The SQLSTATE; null if the error has another code or none, such as ECONNRESET. */
function stateOf(error: Error): string | null {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[0-9FHPX][0-9A-Z]{4}$/.test(code) ? code : null
}
