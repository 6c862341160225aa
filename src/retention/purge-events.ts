import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { BATCH, inBatches, inIdOrder, type Progress } from './batches.ts'
import { dropPartition } from './drop-partition.ts'
import type { Keeping, OrganizationKeeping } from './keeping.ts'
import { boundOf, PARTITIONED, type Partition } from './partitions.ts'
import { dropExpired, isHeld, type Dropped } from './expired-partitions.ts'

/** The columns that stay when an event's payload is deleted. */
export const RECORD_COLUMNS =
  'id, organization_id, type, occurred_at, channels, idempotency_key, test, created_at'
const COLUMNS = fragment.raw(RECORD_COLUMNS)

const { events, eventRecords } = PARTITIONED

/** Open events that are saved when their partition is dropped, at most: everybody waits meanwhile. */
const MAXIMUM_SAVED = 200

/**
 * Deletes the payloads that are no longer kept, by dropping their partitions; what is left of their events is copied before. An
 * event with a delivery that has not ended keeps its payload: if a partition has many of those, only the others are deleted from it.
 */
export async function purgePayloads(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<Dropped> {
  const cutoff = now - keeping.events
  const done = await dropExpired(database, events, cutoff, progress, async (partition) => {
    if (await isHeld(database, partition, cutoff)) return false
    const [from, to] = [partition.from ?? 0, partition.to].map((at) => boundOf(events, at)) as [
      string,
      string,
    ]
    const open = fragment`select distinct event_id from deliveries_open where event_id >= ${from} and event_id < ${to}`
    const waiting = await sql(database)`${open} limit ${MAXIMUM_SAVED + 1}`
    if (waiting.length > MAXIMUM_SAVED) {
      await movePayloads(database, fragment`${fragment.table(partition.name)}`, progress)
      return false
    }
    await sql(database)`insert into copied_events values (${from}, ${to}) on conflict do nothing`
    await copyRecords(database, partition, now - keeping.eventRecords, progress)
    return dropPartition(database, events, partition, async (em, table) => {
      // They have no partition now, so they go to that of all others, and are purged there.
      const saved = await sql<{ id: string }>(em)`
        insert into events select * from ${fragment.table(table)} where id in (${open}) returning id`
      const ids = saved.map(({ id }) => id)
      await sql(em)`delete from event_records where id = any(${ids}) and id >= ${from} and id < ${to}`
      await sql(em)`delete from copied_events where first = ${from}`
    })
  })
  await movePayloads(database, fragment`events_other where id < ${boundOf(events, cutoff)}`, progress)
  return done
}

/** Copies what stays of a partition's events, if they were published since `oldest`. Safe to repeat after a part of it. */
async function copyRecords(
  database: Database,
  { name }: Partition,
  oldest: number,
  progress: Progress,
): Promise<void> {
  const from = boundOf(eventRecords, Math.max(oldest, 0))
  const copy = async (after: string) => {
    const [batch] = await sql<{ count: number; last: string | null }>(database)`
      with batch as materialized (
        select ${COLUMNS} from ${fragment.table(name)} where id > ${after} order by id limit ${BATCH}
      ), copied as (
        insert into event_records (${COLUMNS}) select ${COLUMNS} from batch on conflict do nothing
      )
      select count(*)::int as count, max(id) as last from batch`
    return batch!
  }
  await inIdOrder(from, copy, progress)
}

/**
 * Deletes the payloads of the events in `from` (a table, or one with a condition), without those that have deliveries to be made.
 * Returns how many.
 */
async function movePayloads(
  database: Database,
  from: ReturnType<typeof fragment<unknown>>,
  progress: Progress,
): Promise<number> {
  let moved = 0
  await inIdOrder('', async (after) => {
    const [batch] = await sql<{ count: number; moved: number; last: string | null }>(database)`
      with batch as materialized (
        select * from (select * from ${from}) e where id > ${after} order by id limit ${BATCH}
      ), ended as materialized (
        select * from batch e where not exists (select from deliveries_open where event_id = e.id)
      ), copied as (
        insert into event_records (${COLUMNS}) select ${COLUMNS} from ended on conflict do nothing
      ), deleted as (
        delete from events where id = any (array(select id from ended)) and id <= (select max(id) from ended)
      )
      select count(*)::int as count, (select count(*)::int from ended) as moved, max(id) as last from batch`
    moved += batch!.moved
    progress(batch!.moved)
    return batch!
  })
  return moved
}

/** Deletes events without payload that are no longer kept. */
export async function purgeEvents(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<Dropped> {
  const cutoff = now - keeping.eventRecords
  const done = await dropExpired(database, eventRecords, cutoff, progress, (partition) =>
    dropPartition(database, eventRecords, partition),
  )
  const bound = boundOf(eventRecords, cutoff)
  await inBatches(
    () =>
      deleted(sql<{ id: string }>(database)`
        delete from event_records_other where id in (
          select id from event_records_other where id < ${bound} order by id limit ${BATCH}) returning id`),
    progress,
  )
  return done
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
  const moved = await movePayloads(
    database,
    fragment`events where organization_id = ${organizationId} and id < ${payloadBound}`,
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

/**
 * Deletes idempotency keys that are no longer kept, by walking through a part of the table: it is read whole by PASSES calls.
 * Returns the number of rows.
 */
export async function purgeIdempotencyKeys(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  const bound = boundOf(events, now - keeping.idempotencyKeys)
  const [table] = await sql<{ blocks: number; from: number }>(database)`
    select (pg_relation_size('idempotency_keys') / current_setting('block_size')::int)::int as blocks,
      coalesce((select position::int from chores where name = ${WALK}), 0) as from`
  const from = table!.from < table!.blocks ? table!.from : 0
  const to = from + Math.max(Math.ceil(table!.blocks / PASSES), LEAST_BLOCKS)
  let block = from
  let total = 0
  await inBatches(async () => {
    const [first, last] = [`(${block},0)`, `(${block + BLOCKS},0)`]
    const rows = await sql(database)`
      delete from idempotency_keys where ctid >= ${first}::tid and ctid < ${last}::tid and event_id < ${bound} returning 1`
    total += rows.length
    progress(rows.length)
    block += BLOCKS
    return block < Math.min(to, table!.blocks) ? BATCH : 0
  })
  await sql(database)`
    insert into chores (name, position) values (${WALK}, ${String(block)})
    on conflict (name) do update set position = excluded.position`
  return total
}

/** The row of `chores` that says where the next walk begins. */
const WALK = 'purge-idempotency-keys'

/** Calls that read the whole table, as many as a day has hours; of a small table each reads all. */
const PASSES = 24
const LEAST_BLOCKS = 1_000

/** Blocks of the table that one statement reads. */
const BLOCKS = 100
