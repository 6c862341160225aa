import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { raiseLogFloor } from '../log/log-floor.ts'
import { BATCH, inBatches, inIdOrder, type Progress } from './batches.ts'
import { dropPartition } from './drop-partition.ts'
import type { Keeping, OrganizationKeeping } from './keeping.ts'
import { raiseDeliveryFloor } from './delivery-floor.ts'
import { dropExpired, isHeld, type Dropped } from './expired-partitions.ts'
import { boundOf, PARTITIONED, type Partition } from './partitions.ts'

const { deliveries, attempts } = PARTITIONED

/**
 * Deletes ended deliveries that are no longer kept, by dropping their partitions, and what receivers answered to them, if that is
 * still in the log: nobody could find it to erase it any more. Deliveries that are open are elsewhere.
 */
export async function purgeDeliveries(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<Dropped> {
  const expired = now - keeping.deliveries
  const done = await dropExpired(database, deliveries, expired, progress, async (partition) => {
    if (await isHeld(database, partition, expired)) return false
    const since = new Date(now - keeping.attempts)
    await removeAnswers(database, fragment.table(partition.name), since, progress)
    return dropPartition(database, deliveries, partition, (em) =>
      raiseDeliveryFloor(em, '', boundOf(deliveries, partition.to)),
    )
  })
  // Deliveries that ended when there was no partition for them any more.
  const cutoff = new Date(expired)
  await inBatches(
    () =>
      transactional(database, async (em) => {
        const rows = await sql(em)`
          delete from deliveries_ended_other where id in (
            select id from deliveries_ended_other where finished_at < ${cutoff} limit ${BATCH}) returning 1`
        return rows.length
      }),
    progress,
  )
  return done
}

/**
 * Removes from the log what receivers answered to the deliveries in `from` (a table, or one with a condition) that ended since
 * `since`. The attempts of the others are too old for the log anyway.
 */
async function removeAnswers(
  database: Database,
  from: RawBuilder<unknown>,
  since: Date,
  progress: Progress,
): Promise<void> {
  await inIdOrder('', async (after) => {
    const [batch] = await sql<{ count: number; last: string | null }>(database)`
      with batch as materialized (
        select id, finished_at from (select * from ${from}) d where id > ${after} order by id limit ${BATCH}
      ), removed as (
        update attempts set response_body = null, response_headers = '[]', response_body_truncated = false
        where delivery_id = any (array(select id from batch where finished_at >= ${since}))
      )
      select count(*)::int as count, max(id) as last from batch`
    progress(0)
    return batch!
  })
}

/** The same for an organization that keeps its own for a shorter time; row by row. Returns the number of rows. */
export async function purgeDeliveriesOf(
  database: Database,
  { organizationId, deliveries: kept, attempts: log }: OrganizationKeeping,
  progress: Progress,
  now = Date.now(),
): Promise<number> {
  const bound = boundOf(deliveries, now - kept)
  const own = fragment`deliveries_ended where organization_id = ${organizationId} and id < ${bound}`
  await removeAnswers(database, own, new Date(now - log), progress)
  return inBatches(
    () =>
      transactional(database, async (em) => {
        const rows = await sql(em)`
          delete from deliveries_ended where id < ${bound} and id in (
            select id from ${own} order by id limit ${BATCH}) returning 1`
        if (rows.length > 0) await raiseDeliveryFloor(em, organizationId, bound)
        return rows.length
      }),
    progress,
  )
}

/** Deletes attempts that are no longer kept, by dropping their partitions, and notes where the log begins now. */
export async function purgeAttempts(
  database: Database,
  keeping: Keeping,
  progress: Progress,
  now = Date.now(),
): Promise<Dropped> {
  const cutoff = new Date(now - keeping.attempts)
  const done = await dropExpired(database, attempts, now - keeping.attempts, progress, async (partition) => {
    // An attempt may be in it that was logged when positions had not been raised to the time yet.
    if (await hasAttemptsSince(database, partition, cutoff)) return false
    return dropPartition(database, attempts, partition, (em) =>
      raiseLogFloor(em, '', boundOf(attempts, partition.to), cutoff),
    )
  })
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
  return done
}

function hasAttemptsSince(database: Database, { name }: Partition, since: Date): Promise<boolean> {
  return database.em.fork().transactional(async (em) => {
    // The index of time is a BRIN index: Postgres would read the whole partition without it.
    await em.execute(`set local enable_bitmapscan = on; set local enable_seqscan = off`)
    const rows = await sql(em)`select from ${fragment.table(name)} where finished_at >= ${since} limit 1`
    return rows.length > 0
  })
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
