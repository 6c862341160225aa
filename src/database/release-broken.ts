import type { Pool } from 'pg'

/**
 * Gives the place in the pool free when a connection breaks in a transaction. Its `rollback` fails then, and Kysely would never give
 * back a connection whose rollback failed. But with the connection everything is rolled back, and the pool closes it as it comes back.
 */
export function releaseBroken(pool: Pool): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    const forgiving = (...args: unknown[]): unknown => {
      const result = query(...args)
      const isRollback = args[0] === 'rollback' && result instanceof Promise
      return isRollback ? result.catch(() => NOTHING) : result
    }
    client.query = forgiving as typeof client.query
  })
}

/** What Postgres answers to a rollback. */
const NOTHING = { command: 'ROLLBACK', rowCount: null, rows: [] }
