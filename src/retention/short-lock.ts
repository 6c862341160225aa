import { setTimeout as delay } from 'node:timers/promises'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'

/** Others wait for a table at most so long because of a change of it, in milliseconds: then the change is taken back. */
const LOCK_MS = 50

/** How often a change is tried, and the pause between two tries in milliseconds, which others have for themselves. */
const TRIES = 40
const PAUSE_MS = 250

/**
 * Runs a transaction that changes tables. If one of its locks is not free within a moment, the transaction is taken back and run
 * again: whoever comes after it would otherwise wait until the slowest reader of the table has ended.
 * @throws Postgres's lock_not_available (55P03) if the tables are never free
 */
export async function withShortLock<Result>(
  database: Database,
  change: (em: SqlEntityManager) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.em.fork().transactional(async (em) => {
        await em.execute(`set local lock_timeout = '${LOCK_MS}ms'`)
        return change(em)
      })
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE || tries === TRIES) throw error
      await delay(PAUSE_MS * (0.5 + Math.random()))
    }
  }
}

/** Postgres's code for a lock that is not free. */
export const LOCK_NOT_AVAILABLE = '55P03'
