import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { idAt } from '../ids.ts'
import { indexedFrom } from './indexed-from.ts'

/** It is noted so far ahead, in milliseconds, that a replay changes the organization's row once a minute, not with each step. */
const AHEAD_MS = 60_000

/**
 * Notes that deliveries are made now of events from this one on. Deliveries are made with their events, except by replays: those of
 * events that are not indexed are found by reading deliveries one after the other, as far as this says.
 */
export async function noteLateDeliveries(
  em: SqlEntityManager,
  organizationId: string,
  oldestEventId: string,
): Promise<void> {
  const [organization] = await sql<{ since: Date | null; end: string | null }>(em)`
    select search_indexed_since as since, late_deliveries_end as "end" from organizations where id = ${organizationId}`
  const { since, end } = organization!
  if (!since || oldestEventId >= indexedFrom(since)) return
  const now = Date.now()
  // The next millisecond: the ids of this one are longer.
  if (end !== null && end >= idAt('wd_', now + 1)) return
  await sql(em)`
    update organizations set late_deliveries_end = greatest(late_deliveries_end, ${idAt('wd_', now + AHEAD_MS)})
    where id = ${organizationId}`
}
