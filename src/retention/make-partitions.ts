import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { SPLIT_CHORE } from '../database/migrations/split-point.ts'
import { sql } from '../database/sql.ts'
import { withShortLock } from './short-lock.ts'
import { boundOf, listPartitions, PARTITIONED, type Partition, type PartitionedTable } from './partitions.ts'
import { widthOf, type Keeping } from './keeping.ts'

/** How many partitions, and at least how long ahead of time (in milliseconds), there are for rows to come. */
const AHEAD = { partitions: 2, leastMs: 5 * 60_000 }

/**
 * Makes the partitions for rows that come next, and lets the log go on in the one of now. Rows that no partition was made for are
 * in the parent's `_other` and are moved to the new one. Safe to run from several processes at once; it waits for nobody longer
 * than a moment, and throws if others hold the tables: run it again.
 */
export async function makePartitions(database: Database, keeping: Keeping, now = Date.now()): Promise<void> {
  for (const [name, table] of Object.entries(PARTITIONED)) {
    // Its oldest partition is being checked, and would overlap.
    if (table === PARTITIONED.deliveries && (await isSplitting(database))) continue
    const width = widthOf(keeping[name as keyof typeof PARTITIONED])
    let partitions = await listPartitions(database, table)
    for (const partition of tooWide(partitions, width, now)) await dropIfEmpty(database, table, partition)
    partitions = await listPartitions(database, table)
    const until = now + Math.max(AHEAD.partitions * width, AHEAD.leastMs)
    // After a time without any worker there is nothing between the last partition and the one of now.
    let from = partitions.at(-1)?.to ?? alignedBefore(now, width)
    if (from < now - width) from = alignedBefore(now, width)
    while (from < until) {
      const to = alignedBefore(from, width) + width
      await makePartition(database, table, from, to)
      from = to
    }
  }
  await rollLog(database, now)
}

/** Whether migration 0011 has still to complete; see split-point.ts. */
const isSplitting = async (database: Database): Promise<boolean> =>
  (await sql(database)`select from chores where name = ${SPLIT_CHORE}`).length > 0

/** Partitions of the future that were made for a longer time than rows are kept for now. */
const tooWide = (partitions: readonly Partition[], width: number, now: number) =>
  partitions.filter(({ from, to }) => from !== null && from > now && to - from > width)

const alignedBefore = (at: number, width: number) => Math.floor(at / width) * width

async function makePartition(
  database: Database,
  table: PartitionedTable,
  from: number,
  to: number,
): Promise<void> {
  const { parent, column, indexes } = table
  const name = `${parent}_${new Date(from).toISOString().replaceAll(/\D/g, '').slice(0, 14)}`
  const [lowest, end] = [boundOf(table, from), boundOf(table, to)]
  await withShortLock(database, async (em) => {
    const run = (statement: string) => em.execute(statement)
    await run(`lock table ${parent}_other in access exclusive mode`)
    if (await isTable(em, name)) return // another process made it meanwhile
    await run(`create table ${name} (like ${parent} including defaults)`)
    for (const index of indexes) await run(index.replaceAll('%', name))
    await run(`
      with moved as (
        delete from ${parent}_other where ${column} >= '${lowest}' and ${column} < '${end}' returning *
      )
      insert into ${name} select * from moved`)
    await run(`alter table ${parent} attach partition ${name} for values from ('${lowest}') to ('${end}')`)
  })
}

async function isTable(em: SqlEntityManager, name: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }>(em)`select to_regclass(${name}) is not null as found`
  return row!.found
}

async function dropIfEmpty(
  database: Database,
  { parent }: PartitionedTable,
  { name }: Partition,
): Promise<void> {
  await withShortLock(database, async (em) => {
    await em.execute(`alter table ${parent} detach partition ${name}`)
    const rows = await em.execute(`select from ${name} limit 1`)
    if (rows.length > 0) {
      // They were counted when they ended.
      await em.execute(`set local durahook.stays_ended = 'on'`)
      await em.execute(`insert into ${parent} select * from ${name}`)
    }
    await em.execute(`drop table ${name}`)
  })
}

/** Raises positions in the log to the time if they are below the partition of now. */
async function rollLog(database: Database, now: number): Promise<void> {
  const current = (await listPartitions(database, PARTITIONED.attempts)).find(
    ({ from, to }) => from !== null && from <= now && now < to,
  )
  if (!current) return
  const [row] = await sql<{ end: string }>(database)`select durahook_log_end()::text as "end"`
  if (BigInt(row!.end) >= BigInt(boundOf(PARTITIONED.attempts, current.from!))) return
  await withShortLock(database, async (em) => void (await em.execute('select durahook_log_roll()')))
}
