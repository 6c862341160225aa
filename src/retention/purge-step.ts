import type { PurgeStep } from '../../workflows/purge-contract.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Settings } from '../settings/settings.ts'
import type { Progress } from './batches.ts'
import { dropDropped } from './drop-partition.ts'
import { HELD_MS, isReplayed, type Dropped } from './expired-partitions.ts'
import { keepingOf, readOrganizationKeepings, type OrganizationKeeping } from './keeping.ts'
import { purgeAccess } from './purge-access.ts'
import { purgeAttempts, purgeAttemptsOf, purgeDeliveries, purgeDeliveriesOf } from './purge-deliveries.ts'
import { purgeTargets } from './purge-targets.ts'
import { purgeOperationalEvents } from './purge-operational-events.ts'
import { purgeReplays } from './purge-replays.ts'
import { purgeEvents, purgeEventsOf, purgeIdempotencyKeys, purgePayloads } from './purge-events.ts'

export interface PurgeDeps {
  database: Database
  settings: Settings
}

/**
 * Deletes what is no longer kept of one kind. Safe to repeat, and to run while everything else goes on. Returns what it did, in
 * words.
 */
export async function purgeStep(
  { database, settings }: PurgeDeps,
  step: PurgeStep,
  progress: Progress,
): Promise<string> {
  const keeping = keepingOf(settings)
  let rows = 0
  const count: Progress = (more) => {
    rows += more
    progress(more)
  }
  const now = await readNow(database)
  await dropDropped(database)
  switch (step) {
    case 'idempotency keys':
      return `${await purgeIdempotencyKeys(database, keeping, count, now)} deleted`
    case 'payloads':
      return `${inWords(await purgePayloads(database, keeping, count, now))}, ${rows} events kept without payload`
    case 'events':
      await purgeOperationalEvents(database, null, new Date(now - keeping.eventRecords), count)
      return `${inWords(await purgeEvents(database, keeping, count, now))}, ${rows} rows deleted`
    case 'deliveries':
      await purgeReplays(database, keeping, count, now)
      return `${inWords(await purgeDeliveries(database, keeping, count, now))}, ${rows} rows deleted`
    case 'attempts':
      await purgeTargets(database, keeping, count, now)
      return `${inWords(await purgeAttempts(database, keeping, count, now))}, ${rows} rows deleted`
    case 'organizations with a retention of their own': {
      const organizations = await readOrganizationKeepings(database, keeping)
      for (const organization of organizations) await purgeOrganization(database, organization, count, now)
      return `${organizations.length}, ${rows} rows deleted`
    }
    case 'sessions and API keys':
      await purgeAccess(database, keeping, count, now)
      return `${rows} deleted`
  }
}

/** The time, in milliseconds since 1970: of two clocks the one that deletes less. */
async function readNow(database: Database): Promise<number> {
  const [row] = await sql<{ now: Date }>(database)`select now()`
  return Math.min(row!.now.getTime(), Date.now())
}

const inWords = ({ dropped, left }: Dropped): string =>
  `${dropped} partitions dropped${left > 0 ? ` (${left} are left for later: they are needed or in use)` : ''}`

async function purgeOrganization(
  database: Database,
  organization: OrganizationKeeping,
  progress: Progress,
  now: number,
): Promise<void> {
  const held = (await isReplayed(database, null, organization.organizationId)) ? HELD_MS : 0
  await purgeEventsOf(database, organization, progress, now - held)
  const { organizationId, eventRecords } = organization
  await purgeOperationalEvents(database, organizationId, new Date(now - eventRecords), progress)
  await purgeDeliveriesOf(database, organization, progress, now - held)
  await purgeAttemptsOf(database, organization, progress, now)
  await purgeTargets(database, organization, progress, now)
}
