import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { decodeTime } from 'ulid'
import { sql } from '../database/sql.ts'
import { idUntil } from './time-bounds.ts'

/** The id from which on all events of an organization are indexed that chose it at this moment. */
export const indexedFrom = (since: Date): string => idUntil('evt_', since)

/** The first moment from which on all partitions of events have the index of words: those that were there before it have none. */
export async function firstIndexable(em: SqlEntityManager, now: Date): Promise<Date> {
  const rows = await sql<{ bound: string }>(em)`
    select pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'search_words'
    where i.inhparent = 'events'::regclass
      and not exists (select from pg_index x where x.indrelid = c.oid and x.indisvalid and a.attnum = any (x.indkey::int2[]))`
  const ends = rows.flatMap(({ bound }) => {
    const id = /TO \('evt_(\w+)'\)$/.exec(bound)?.[1]
    return id === undefined ? [] : [decodeTime(id.padEnd(26, '0'))]
  })
  return new Date(Math.max(now.getTime(), ...ends))
}
