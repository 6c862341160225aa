import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { stateOf, type Health } from './health.ts'

/** So many are counted at most: as many entries of an index are read. */
const MAXIMUM_HELD = 10_000

/** How many deliveries wait for the webhook's health, or for what its owner or its receiver asked for, at `now`. */
export async function countHeld(database: Database, health: Health, now: Date): Promise<number> {
  const { webhook, row } = health
  if (!row) return 0
  const holdsAll =
    stateOf(health) === 'FAILING' ||
    (row.quietUntil !== null && row.quietUntil > now) ||
    [row.ramp, row.pace, row.rateLimit].some((limit) => limit !== null)
  const waits = fragment`organization_id = ${webhook.organizationId} and webhook_id = ${webhook.id}
    and started_at is null and status = 'PENDING' and attempt_started_at is null and (leased_until is null or leased_until <= now())`
  const [counted] = await sql<{ held: number }>(database)`
    select count(*)::int as held from (
      (select from deliveries_open where ${waits} and held_until is not null limit ${MAXIMUM_HELD})
      union all
      -- The queue, of which a claim holds some at a time.
      (select from deliveries_open where ${holdsAll}::boolean and ${waits} and held_until is null limit ${MAXIMUM_HELD})
      limit ${MAXIMUM_HELD}) held`
  return counted!.held
}
