import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Settings } from '../settings/settings.ts'

/** How long rows of each kind are kept, in milliseconds. */
export interface Keeping {
  /** Events with their payload. */
  events: number
  /** What is left of events without it. */
  eventRecords: number
  deliveries: number
  attempts: number
  idempotencyKeys: number
}

export const DAY_MS = 86_400_000

/** What the server keeps. An organization can keep its own for a shorter time. */
export const keepingOf = (settings: Settings): Keeping => ({
  events: settings.PAYLOAD_DAYS * DAY_MS,
  eventRecords: settings.EVENT_DAYS * DAY_MS,
  deliveries: settings.DELIVERY_DAYS * DAY_MS,
  attempts: settings.ATTEMPT_DAYS * DAY_MS,
  idempotencyKeys: Math.min(settings.IDEMPOTENCY_KEY_DAYS, settings.EVENT_DAYS) * DAY_MS,
})

/** An organization that keeps something for a shorter time than the server. */
export interface OrganizationKeeping extends Omit<Keeping, 'idempotencyKeys'> {
  organizationId: string
}

/** The organizations that have chosen a retention, each with what is true for it. */
export async function readOrganizationKeepings(
  database: Database,
  server: Keeping,
): Promise<OrganizationKeeping[]> {
  const rows = await sql<{ id: string; payload: number; event: number; delivery: number; attempt: number }>(
    database,
  )`
    select id, payload_days as payload, event_days as event, delivery_days as delivery, attempt_days as attempt
    from organizations
    where num_nonnulls(payload_days, event_days, delivery_days, attempt_days) > 0 order by id`
  const shorter = (days: number | null, most: number) => Math.min(days === null ? most : days * DAY_MS, most)
  return rows.map(({ id, payload, event, delivery, attempt }) => ({
    organizationId: id,
    events: shorter(payload, server.events),
    eventRecords: shorter(event, server.eventRecords),
    deliveries: shorter(delivery, server.deliveries),
    attempts: shorter(attempt, server.attempts),
  }))
}

/** The possible widths of a partition, in milliseconds. */
const WIDTHS = [30 * DAY_MS, 7 * DAY_MS, DAY_MS, 3_600_000, 300_000, 30_000]

/**
 * Rows are kept for at least this many of their table's partitions, so that what waits to be dropped with its partition is a small
 * part of what is kept. Not for more than necessary: a statement that reads the table without a time looks at all of them.
 */
const LEAST_PARTITIONS = 12

/** The width of a table's partitions, in milliseconds. */
export const widthOf = (keptMs: number): number =>
  WIDTHS.find((width) => width <= keptMs / LEAST_PARTITIONS) ?? WIDTHS.at(-1)!

/** How often what is no longer kept is deleted, in milliseconds: with the narrowest partition, and each hour at least. */
export const purgeEveryMs = (keeping: Keeping): number =>
  Math.min(...Object.values(keeping).map(widthOf), 3_600_000)
