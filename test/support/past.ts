import { encodeTime } from 'ulid'
import { parseSettings, type Settings } from '../../src/settings/settings.ts'
import { boundOf, listPartitions, PARTITIONED } from '../../src/retention/partitions.ts'
import { DAY_MS, keepingOf, widthOf } from '../../src/retention/keeping.ts'
import { makePartitions } from '../../src/retention/make-partitions.ts'
import type { Database } from '../../src/database/database.ts'

/**
 * Gives an empty database partitions for the last `days`, as if durahook had run since then. Rows of a time in the past are then
 * where they would be.
 */
export async function openPast(database: Database, settings: Settings, days: number): Promise<void> {
  const keeping = keepingOf(settings)
  for (const table of Object.values(PARTITIONED))
    for (const { name } of await listPartitions(database, table))
      await database.em.fork().execute(`drop table ${name}`)
  const step = Math.min(...Object.values(keeping).map(widthOf))
  for (let at = Date.now() - days * DAY_MS; at < Date.now(); at += step)
    await makePartitions(database, keeping, at)
  await makePartitions(database, keeping)
}

/** Settings with these days kept. */
export const keptFor = (days: {
  payload: number
  attempt: number
  delivery: number
  event: number
}): Settings =>
  parseSettings({
    PAYLOAD_DAYS: String(days.payload),
    ATTEMPT_DAYS: String(days.attempt),
    DELIVERY_DAYS: String(days.delivery),
    EVENT_DAYS: String(days.event),
    IDEMPOTENCY_KEY_DAYS: String(days.event),
  })

/** An id of that time: `evt_…`, `wd_…`. */
export const idAt = (prefix: 'evt_' | 'wd_', at: number, number: number): string =>
  prefix + encodeTime(at, 10) + String(number).padStart(16, '0')

/** A position in the log of that time. */
export const positionAt = (at: number): string => boundOf(PARTITIONED.attempts, at)
