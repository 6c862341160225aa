import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** What is known of a webhook that is not simply healthy; docs/decisions/0029 has the states. */
export interface HealthRow {
  webhookId: string
  /** Failed attempts since the last success. */
  failures: number
  /** Deliveries whose first attempt failed since. */
  firstFailures: number
  lastError: string | null
  /** Null: not known, or never. */
  lastSuccessAt: Date | null
  failingSince: Date | null
  /** From when the hours count until it is disabled. */
  countedFrom: Date | null
  /** The delivery whose schedule goes on, and when another may take its place. */
  probeId: string | null
  probeAt: Date | null
  /** How many attempts may be under way after it recovered; null: as many as to any webhook. */
  ramp: number | null
  quietUntil: Date | null
  /** Attempts per second, after its receiver asked for fewer. */
  pace: number | null
  rateLimit: number | null
  rateSeconds: number | null
  /** With a pace or a limit: when the next attempt may begin. */
  nextAt: Date | null
}

/** The rows of these webhooks, in their order; null: it is healthy, and nothing limits it. */
export async function readHealth(
  database: Database,
  webhookIds: readonly string[],
): Promise<(HealthRow | null)[]> {
  const rows = await sql<HealthRow>(database)`
    select webhook_id as "webhookId", failures, first_failures as "firstFailures", last_error as "lastError", last_success_at as "lastSuccessAt",
      failing_since as "failingSince", counted_from as "countedFrom", probe_id as "probeId", probe_at as "probeAt", ramp,
      quiet_until as "quietUntil", pace, rate_limit as "rateLimit", rate_seconds as "rateSeconds", next_at as "nextAt"
    from webhook_health where webhook_id = any (${webhookIds}::text[])`
  const byId = new Map(rows.map((row) => [row.webhookId, row]))
  return webhookIds.map((id) => byId.get(id) ?? null)
}
