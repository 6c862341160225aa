import { encodeTime } from 'ulid'
import { parseSettings, type Settings } from '../../src/settings/settings.ts'
import { boundOf, PARTITIONED } from '../../src/retention/partitions.ts'
import { DAY_MS, keepingOf, widthOf } from '../../src/retention/keeping.ts'
import { makePartitions } from '../../src/retention/make-partitions.ts'
import type { Database } from '../../src/database/database.ts'

/**
 * Gives an empty database partitions for the last `days`, as if durahook had run since then. Rows of a time in the past are then
 * where they would be.
 */
export async function openPast(database: Database, settings: Settings, days: number): Promise<void> {
  const run = (statement: string) => database.em.fork().execute(statement)
  const keeping = keepingOf(settings)
  for (const table of ['events_first', 'deliveries_first', 'attempts_first'])
    await run(`drop table if exists ${table}`)
  for (const { parent } of Object.values(PARTITIONED)) {
    const made = (await run(`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = '${parent}'::regclass and inhrelid::regclass::text <> '${parent}_other'`)) as {
      name: string
    }[]
    for (const { name: partition } of made) await run(`drop table ${partition}`)
  }
  const steps = Math.ceil((days * DAY_MS) / Math.max(Math.min(...Object.values(keeping).map(widthOf)), 1))
  const step = (days * DAY_MS) / steps
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
