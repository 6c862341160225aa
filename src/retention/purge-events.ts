import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { BATCH, inBatches, type Progress } from './batches.ts'
import { dropPartition } from './drop-partition.ts'
import type { Keeping, OrganizationKeeping } from './keeping.ts'
import { boundOf, listExpired, PARTITIONED, type Partition } from './partitions.ts'

/** The columns that stay when an event's payload is deleted. */
export const RECORD_COLUMNS =
  'id, organization_id, type, occurred_at, channels, idempotency_key, test, created_at'
const COLUMNS = fragment.raw(RECORD_COLUMNS)

const { events, eventRecords } = PARTITIONED

/**
 * Deletes the payloads that are no longer kept, by dropping their partitions; what is left of their events is copied before. An
 * event with a delivery that has not ended keeps its payload. Returns how many partitions were dropped.
 */
export async function purgePayloads(
  database: Database,
  keeping: Keeping,
  isNeeded: IsNeeded,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  let dropped = 0
  for (const partition of await listExpired(database, events, keeping.events, now)) {
    if (await isNeeded(partition)) continue
    await copyRecords(database, partition, now - keeping.eventRecords, progress)
    const [from, to] = [partition.from ?? 0, partition.to].map((at) => boundOf(events, at))
    await dropPartition(database, events, partition, async (em, table) => {
      const open = fragment`select event_id from deliveries_open where event_id >= ${from} and event_id < ${to}`
      // They have no partition now, so they go to that of all others, and are purged there.
      const saved = await sql<{ id: string }>(em)`
        insert into events select * from ${fragment.table(table)} where id in (${open}) returning id`
      const ids = saved.map(({ id }) => id)
      await sql(em)`delete from event_records where id = any(${ids}) and id >= ${from} and id < ${to}`
    })
    dropped += 1
  }
  const bound = boundOf(events, now - keeping.events)
  await inBatches(
    () => movePayloads(database, fragment`select * from events_other where id < ${bound}`),
    progress,
  )
  return dropped
}

/** Whether a partition of events or deliveries is needed for what is being done now, such as a replay. */
export type IsNeeded = (partition: Pick<Partition, 'from' | 'to'>) => Promise<boolean>

/** Copies what stays of a partition's events, if they were published since `oldest`. Safe to repeat after a part of it. */
async function copyRecords(
  database: Database,
  { name }: Partition,
  oldest: number,
  progress: Progress,
): Promise<void> {
  let after = boundOf(eventRecords, Math.max(oldest, 0))
  await inBatches(async () => {
    const [batch] = await sql<{ count: number; last: string | null }>(database)`
      with batch as materialized (
        select ${COLUMNS} from ${fragment.table(name)} where id > ${after} order by id limit ${BATCH}
      ), copied as (
        insert into event_records (${COLUMNS}) select ${COLUMNS} from batch on conflict do nothing
      )
      select count(*)::int as count, max(id) as last from batch`
    after = batch!.last ?? after
    return batch!.count
  }, progress)
}

/** Deletes the payloads of a batch of the events in `from`, without those that have deliveries to be made. */
async function movePayloads(database: Database, from: ReturnType<typeof fragment<unknown>>): Promise<number> {
  const [batch] = await sql<{ count: number }>(database)`
    with batch as materialized (
      select * from (${from}) e where not exists (select from deliveries_open where event_id = e.id)
      order by id limit ${BATCH}
    ), copied as (
      insert into event_records (${COLUMNS}) select ${COLUMNS} from batch on conflict do nothing
    ), deleted as (
      delete from events where id = any (array(select id from batch)) and id <= (select max(id) from batch)
    )
    select count(*)::int as count from batch`
  return batch!.count
}

/** Deletes events without payload that are no longer kept. Returns how many partitions were dropped. */
export async function purgeEvents(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  let dropped = 0
  for (const partition of await listExpired(database, eventRecords, keeping.eventRecords, now)) {
    await dropPartition(database, eventRecords, partition)
    dropped += 1
  }
  const bound = boundOf(eventRecords, now - keeping.eventRecords)
  await inBatches(
    () =>
      deleted(sql<{ id: string }>(database)`
        delete from event_records_other where id in (
          select id from event_records_other where id < ${bound} order by id limit ${BATCH}) returning id`),
    progress,
  )
  return dropped
}

/** The same for an organization that keeps its own for a shorter time; row by row. Returns the number of rows. */
export async function purgeEventsOf(
  database: Database,
  { organizationId, events: payloads, eventRecords: records }: OrganizationKeeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  const payloadBound = boundOf(events, now - payloads)
  const recordBound = boundOf(eventRecords, now - records)
  const moved = await inBatches(
    () =>
      movePayloads(
        database,
        fragment`select * from events where organization_id = ${organizationId} and id < ${payloadBound}`,
      ),
    progress,
  )
  const gone = await inBatches(
    () =>
      deleted(sql<{ id: string }>(database)`
        delete from event_records where id < ${recordBound} and id in (
          select id from event_records where organization_id = ${organizationId} and id < ${recordBound}
          order by id limit ${BATCH}) returning id`),
    progress,
  )
  return moved + gone
}

const deleted = async (rows: Promise<unknown[]>): Promise<number> => (await rows).length

/** Deletes idempotency keys that are no longer kept, by walking through the table. Returns the number of rows. */
export async function purgeIdempotencyKeys(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  const bound = boundOf(events, now - keeping.idempotencyKeys)
  const [table] = await sql<{ blocks: number }>(database)`
    select (pg_relation_size('idempotency_keys') / current_setting('block_size')::int)::int as blocks`
  let total = 0
  for (let block = 0; block < table!.blocks; block += WALKED_BLOCKS) {
    const [from, to] = [`(${block},0)`, `(${block + WALKED_BLOCKS},0)`]
    const rows = await sql(database)`
      delete from idempotency_keys where ctid >= ${from}::tid and ctid < ${to}::tid and event_id < ${bound} returning 1`
    total += rows.length
    progress(rows.length)
  }
  return total
}

/** Blocks of the table that one statement reads. */
const WALKED_BLOCKS = 100
