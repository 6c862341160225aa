import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { raiseLogFloor } from '../log/log-floor.ts'
import { BATCH, inBatches, type Progress } from './batches.ts'
import { dropPartition } from './drop-partition.ts'
import type { Keeping, OrganizationKeeping } from './keeping.ts'
import { boundOf, listExpired, PARTITIONED } from './partitions.ts'
import type { IsNeeded } from './purge-events.ts'
import { sql as fragment } from 'kysely'

const { deliveries, attempts } = PARTITIONED

/**
 * Deletes ended deliveries that are no longer kept, by dropping their partitions. Those that are open are elsewhere. Returns how
 * many partitions were dropped.
 */
export async function purgeDeliveries(
  database: Database,
  keeping: Keeping,
  isNeeded: IsNeeded,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  let dropped = 0
  for (const partition of await listExpired(database, deliveries, keeping.deliveries, now)) {
    if (await isNeeded(partition)) continue
    await dropPartition(database, deliveries, partition)
    dropped += 1
  }
  // Deliveries that ended when there was no partition for them any more.
  const cutoff = new Date(now - keeping.deliveries)
  await inBatches(async () => {
    const rows = await sql(database)`
      delete from deliveries_ended_other where id in (
        select id from deliveries_ended_other where finished_at < ${cutoff} limit ${BATCH}) returning 1`
    return rows.length
  }, progress)
  return dropped
}

/** The same for an organization that keeps its own for a shorter time; row by row. Returns the number of rows. */
export function purgeDeliveriesOf(
  database: Database,
  { organizationId, deliveries: kept }: OrganizationKeeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  const bound = boundOf(deliveries, now - kept)
  return inBatches(async () => {
    const rows = await sql(database)`
      delete from deliveries_ended where id < ${bound} and id in (
        select id from deliveries_ended where organization_id = ${organizationId} and id < ${bound}
        order by id limit ${BATCH}) returning 1`
    return rows.length
  }, progress)
}

/**
 * Deletes attempts that are no longer kept, by dropping their partitions, and notes where the log begins now. Returns how many
 * partitions were dropped.
 */
export async function purgeAttempts(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  let dropped = 0
  const cutoff = new Date(now - keeping.attempts)
  for (const partition of await listExpired(database, attempts, keeping.attempts, now)) {
    // An attempt is in it that was logged when positions had not been raised to the time yet.
    const [young] = await sql(database)`
      select from ${fragment.table(partition.name)} where finished_at >= ${cutoff} limit 1`
    if (young) break
    await dropPartition(database, attempts, partition, (em) =>
      raiseLogFloor(em, '', boundOf(attempts, partition.to), new Date(partition.to)),
    )
    dropped += 1
  }
  await inBatches(
    () =>
      deleteAttempts(
        database,
        '',
        fragment`select xid, id, organization_id from attempts_other where finished_at < ${cutoff}`,
        cutoff,
      ),
    progress,
  )
  return dropped
}

/** The same for an organization that keeps its own for a shorter time; row by row. Returns the number of rows. */
export function purgeAttemptsOf(
  database: Database,
  { organizationId, attempts: kept }: OrganizationKeeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  const cutoff = new Date(now - kept)
  const bound = boundOf(attempts, now - kept)
  return inBatches(
    () =>
      deleteAttempts(
        database,
        organizationId,
        fragment`select xid, id, organization_id from attempts
          where organization_id = ${organizationId} and xid < ${bound}::xid8 and finished_at < ${cutoff}`,
        cutoff,
      ),
    progress,
  )
}

/** Deletes the oldest of the attempts in `from`, and raises the floor of their log (`owner`) in the same transaction. */
function deleteAttempts(
  database: Database,
  owner: string,
  from: ReturnType<typeof fragment<unknown>>,
  cutoff: Date,
): Promise<number> {
  return transactional(database, async (em) => {
    const gone = await sql<{ xid: string }>(em)`
      with old as materialized (${from} order by xid, id limit ${BATCH})
      delete from attempts a using old
      where a.organization_id = old.organization_id and a.xid = old.xid and a.id = old.id and a.xid >= (select min(xid) from old) and a.xid <= (select max(xid) from old)
      returning a.xid::text`
    if (gone.length === 0) return 0
    const newest = gone.map(({ xid }) => BigInt(xid)).reduce((one, other) => (one > other ? one : other))
    await raiseLogFloor(em, owner, String(newest + 1n), cutoff)
    return gone.length
  })
}
