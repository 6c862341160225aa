import type { PurgeStep } from '../../workflows/purge-contract.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Settings } from '../settings/settings.ts'
import type { Progress } from './batches.ts'
import { dropDropped } from './drop-partition.ts'
import { keepingOf, readOrganizationKeepings, type OrganizationKeeping } from './keeping.ts'
import { purgeAccess } from './purge-access.ts'
import { purgeAttempts, purgeAttemptsOf, purgeDeliveries, purgeDeliveriesOf } from './purge-deliveries.ts'
import {
  purgeEvents,
  purgeEventsOf,
  purgeIdempotencyKeys,
  purgePayloads,
  type IsNeeded,
} from './purge-events.ts'

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
  await dropDropped(database)
  switch (step) {
    case 'idempotency keys':
      await purgeIdempotencyKeys(database, keeping, count)
      return `${rows} deleted`
    case 'payloads':
      return `${await purgePayloads(database, keeping, heldByReplays(database), count)} partitions dropped, ${rows} events kept without payload`
    case 'events':
      return `${await purgeEvents(database, keeping, count)} partitions dropped, ${rows} rows deleted`
    case 'deliveries':
      return `${await purgeDeliveries(database, keeping, heldByReplays(database), count)} partitions dropped, ${rows} rows deleted`
    case 'attempts':
      return `${await purgeAttempts(database, keeping, count)} partitions dropped, ${rows} rows deleted`
    case 'organizations with a retention of their own': {
      const organizations = await readOrganizationKeepings(database, keeping)
      for (const organization of organizations) await purgeOrganization(database, organization, count)
      return `${organizations.length}, ${rows} rows deleted`
    }
    case 'sessions and API keys':
      await purgeAccess(database, keeping, count)
      return `${rows} deleted`
  }
}

async function purgeOrganization(
  database: Database,
  organization: OrganizationKeeping,
  progress: Progress,
): Promise<void> {
  await purgeEventsOf(database, organization, progress)
  await purgeDeliveriesOf(database, organization, progress)
  await purgeAttemptsOf(database, organization, progress)
}

/** A replay that was stopped for longer than this, in days, holds nothing back any more: what is gone by then, it skips. */
const REPLAY_HOLDS_DAYS = 7

/** Whether deliveries of that time are being replayed. */
const heldByReplays =
  (database: Database): IsNeeded =>
  async ({ from, to }) => {
    const held = await sql(database)`
      select from replays where finished_at is null and since < ${new Date(to)} and until > ${new Date(from ?? 0)}
        and greatest(created_at, last_batch_at) > now() - make_interval(days => ${REPLAY_HOLDS_DAYS}) limit 1`
    return held.length > 0
  }
