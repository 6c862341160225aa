import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Progress } from './batches.ts'
import type { Keeping } from './keeping.ts'

/**
 * Deletes dashboard sessions that have ended, and API keys that have ended as long ago as attempts are kept: until then the list of
 * keys says what became of them.
 */
export async function purgeAccess(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<void> {
  const sessions = await sql(database)`
    delete from dashboard_sessions where expires_at < ${new Date(now)} returning 1`
  progress(sessions.length)
  const keys = await sql(database)`
    delete from api_keys where least(revoked_at, expires_at) < ${new Date(now - keeping.attempts)} returning 1`
  progress(keys.length)
}
