import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { encodeTime } from 'ulid'

/** The row of `chores` that says where migration 0011 divides the tables: milliseconds since 1970. */
export const SPLIT_CHORE = 'split-point'

/**
 * The migration has this time before the tables' old part is full, in milliseconds. If it fails, the version before can't store
 * anything after this time, until the migration is run again.
 */
const AHEAD_MS = 7 * 86_400_000

/** Below this number of rows the migration reads the tables itself. */
const SMALL_ROWS = 20_000

/**
 * Prepares migration 0011 in a large database of an older version, without locking anybody out: checks that all rows are older
 * than the split point, so that the migration need not read them while it holds its locks. Does nothing in any other database.
 */
export async function prepareSplit(em: SqlEntityManager): Promise<void> {
  const [state] = await em.execute<{ needed: boolean | null }[]>(`
    select to_regclass('chores') is not null and to_regclass('attempts_first') is null
      and (select reltuples from pg_class where oid = to_regclass('attempts')) > ${SMALL_ROWS} as needed`)
  if (!state?.needed) return
  const splitAt = Date.now() + AHEAD_MS
  const position = Math.floor((splitAt / 1000) * 2 ** 20)
  const checks: [table: string, name: string, condition: string][] = [
    ['attempts', 'attempts_before_split', `xid is not null and xid < '${position}'`],
    ['events', 'events_before_split', `id is not null and id < 'evt_${encodeTime(splitAt, 10)}'`],
  ]
  for (const [table, name, condition] of checks) {
    await em.execute(`alter table ${table} drop constraint if exists ${name}`)
    await em.execute(`alter table ${table} add constraint ${name} check (${condition}) not valid`)
    await em.execute(`alter table ${table} validate constraint ${name}`).catch(async (error: unknown) => {
      if ((error as { code?: unknown }).code !== '23514') throw error
      // Rows of a machine whose clock was wrong. The migration moves them, and reads the table.
      await em.execute(`alter table ${table} drop constraint ${name}`)
    })
  }
  await em.execute(IDEMPOTENCY_KEYS)
  await em.execute(copyKeys(null))
  await em.execute(
    `insert into chores (name, position) values ('${SPLIT_CHORE}', ?) on conflict (name) do update set position = excluded.position`,
    [String(splitAt)],
  )
}

/** Idempotency keys with the events they gave. */
export const IDEMPOTENCY_KEYS = `
  create table if not exists idempotency_keys (
    organization_id text not null,
    key text not null,
    event_id text not null,
    primary key (organization_id, key)
  )`

/** Copies the keys of events with an id from `from` on (null: of all). */
export const copyKeys = (from: string | null): string => `
  insert into idempotency_keys select organization_id, idempotency_key, id from events
  where idempotency_key is not null and id >= '${from ?? ''}' on conflict do nothing`

/** Ids of events whose keys prepareSplit may have missed, because they were stored at that time. */
export const keysCopiedUntil = (splitAt: number): string =>
  `evt_${encodeTime(splitAt - AHEAD_MS - 600_000, 10)}`

/**
 * Completes migration 0011 in a large database: the old deliveries become the first partition of those that have ended. They are
 * checked while everything goes on; until then they are not seen. Does nothing if it was done.
 */
export async function finishSplit(em: SqlEntityManager): Promise<void> {
  const [chore] = await em.execute<{ position: string }[]>(
    `select position from chores where name = '${SPLIT_CHORE}'`,
  )
  if (!chore) return
  const end = `wd_${encodeTime(Number(chore.position), 10)}`
  const [ended] = await em.execute<{ condition: string }[]>(
    `select pg_get_partition_constraintdef('deliveries_ended'::regclass) as condition`,
  )
  // Columns that later migrations have added meanwhile.
  const missing = await em.execute<{ name: string; type: string }[]>(`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'deliveries_ended'::regclass and attnum > 0 and not attisdropped and attname not in (
      select attname from pg_attribute where attrelid = 'deliveries_first'::regclass and not attisdropped)`)
  for (const { name, type } of missing)
    await em.execute(`alter table deliveries_first add column ${name} ${type}`)
  const [{ columns }] = (await em.execute<{ columns: string }[]>(`
    select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
    where attrelid = 'deliveries_ended'::regclass and attnum > 0 and not attisdropped`)) as [
    { columns: string },
  ]
  const condition = `${ended!.condition} and id is not null and id < '${end}'`
  await em.execute(`alter table deliveries_first drop constraint if exists deliveries_before_split`)
  await em.execute(
    `alter table deliveries_first add constraint deliveries_before_split check (${condition}) not valid`,
  )
  await em.execute(`alter table deliveries_first validate constraint deliveries_before_split`)
  await em.transactional(async (transaction) => {
    // What has ended since the migration.
    await transaction.execute(`lock table deliveries_ended_other in access exclusive mode`)
    await transaction.execute(`
      with moved as (delete from deliveries_ended_other where id < '${end}' returning ${columns})
      insert into deliveries_first (${columns}) select ${columns} from moved`)
    await transaction.execute(
      `alter table deliveries_ended attach partition deliveries_first for values from (minvalue) to ('${end}')`,
    )
    await transaction.execute(`alter table deliveries_first drop constraint deliveries_before_split`)
    await transaction.execute(`delete from chores where name = '${SPLIT_CHORE}'`)
  })
}
