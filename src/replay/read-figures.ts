import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'

/**
 * How many deliveries of a replay have not ended, how many of these have or wait for an attempt now, and how many have failed. The others that it put back were delivered. Those that
 * failed in it and were sent again since, by retryDelivery or another replay, are of it no longer, and are in replay_failures.
 */
export async function readFigures(
  em: SqlEntityManager,
  id: string,
): Promise<{ open: number; active: number; failed: number }> {
  const [row] = await sql<{ open: number; active: number; failed: number }>(em)`
    select open, active,
      (select count(*)::int from deliveries_ended where replay_id = ${id} and status in ('FAILED', 'CANCELED', 'SKIPPED'))
        + (select count(*)::int from replay_failures where replay_id = ${id}) as failed
    from (select count(*)::int as open, count(*) filter (where started_at is null or attempt_started_at is not null)::int as active
      from deliveries_open where replay_id = ${id}) counted`
  return row!
}
