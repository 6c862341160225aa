import { databaseStageOf } from './mark-errors.ts'

/** Why Postgres did not do what it was asked, where asking again helps. */
export type Unavailability = 'out of reach' | 'out of resources' | 'read-only' | 'late' | 'busy'

/** By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_STATE: [RegExp, Unavailability][] = [
  [/^(08...|57P0.)$/, 'out of reach'], // connection exceptions; shutting down, starting up, the session was ended
  [/^(53300|53400)$/, 'busy'], // too many connections
  [/^(53...|58...)$/, 'out of resources'], // resources, the disk
  [/^25006$/, 'read-only'], // a replica: after a failover the old primary is one
  [/^(57014|55P03)$/, 'late'], // statement_timeout, lock_timeout
  [/^(40001|40P01|25P0[34])$/, 'busy'], // undone in favour of another transaction, or for having been idle too long
]

/**
 * Null: the error is not the database's, or asking again does not help. Whatever keeps a connection from being opened
 * is the operator's to mend and not the caller's: names that don't resolve, a rotated password, a bad certificate.
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
    // What Postgres said has a state; what pg says of a connection that broke has none. A value that can't be sent is a bug.
    return state === null && !(cause instanceof TypeError || cause instanceof RangeError)
      ? 'out of reach'
      : null
  }
  return null
}

/** The SQLSTATE; null: Postgres said nothing (ECONNRESET and the like are not its codes). */
function stateOf(error: Error): string | null {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[0-9FHPX][0-9A-Z]{4}$/.test(code) ? code : null
}
