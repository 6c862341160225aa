import { sql as fragment, type RawBuilder } from 'kysely'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

/** Maximum number of rows one page of a filtered list scans. */
const MAXIMUM_SCANNED = 10_000

/** Maximum of data that one page searches for text, in bytes as stored; at least one row's. */
const MAXIMUM_BYTES = 8 * 1024 * 1024

/** Where a page begins, and in which direction it is read. */
export interface Place {
  direction: Direction
  /** Begin behind this id; null begins at the newest, or the oldest. */
  after: string | null
  limit: number
}

/** Lists are in the order of time, and have the newest first: `older` is forward. */
export type Direction = 'older' | 'newer'

export interface Search {
  /** Which rows to scan: those of all of these. */
  scopes: readonly Scope[]
  /** Ids that limit all scopes: not below the one, below the other. */
  bounds?: IdBounds
  /** Which of the scanned rows to return. */
  filter: RawBuilder<unknown>
  place: Place
  /** Of rows with data that is searched, fewer: at most so many. */
  maximum?: number
  /** Where the data of a row is that `filter` reads: its own, or in a row of `events`. */
  data?: 'own' | 'of the event'
}

export interface Scope {
  /** A table, or a select in brackets with a name. */
  from: RawBuilder<unknown>
  /** A condition that matches an index ordered by id. */
  where: RawBuilder<unknown>
}

export interface IdBounds {
  from?: string | null | undefined
  to?: string | null | undefined
}

/** Ids in the order of the direction. */
export interface Found {
  ids: string[]
  /** The last scanned id if the scan stopped at its limit with rows left; otherwise null. */
  searchedTo: string | null
}

/**
 * Ids of rows that pass a filter, at most `limit`. Scans a limited number of rows, and of data, however few of them pass. The rows
 * are in the statement once, because they are planned for all partitions; they are read until the page is full.
 */
export async function searchNewest(on: Database | SqlEntityManager, search: Search): Promise<Found> {
  const { filter, place, data, maximum = MAXIMUM_SCANNED } = search
  const isBeyond = data
    ? fragment`(place > ${maximum} or bytes_before >= ${MAXIMUM_BYTES})`
    : fragment`(place > ${maximum})`
  const rows = await sql<{ id: string; end: string | null }>(on)`
    select id, case when ${isBeyond} then previous end as "end" from (${measured(search, maximum + 1)}) scanned
    where ${isBeyond} or (${filter}) order by ${orderOf(place)} limit ${place.limit}`
  const beyond = rows.find(({ end }) => end !== null)
  return {
    ids: rows.filter(({ end }) => end === null).map(({ id }) => id),
    // The last row before the first that is beyond the limits.
    searchedTo: beyond?.end ?? null,
  }
}

/** The condition that an id is behind the place and within the bounds. */
export function inRange({ direction, after }: Place, { from, to }: IdBounds = {}): RawBuilder<unknown> {
  return fragment.join(
    [
      after === null
        ? fragment`true`
        : direction === 'older'
          ? fragment`id < ${after}`
          : fragment`id > ${after}`,
      ...(from != null ? [fragment`id >= ${from}`] : []),
      ...(to != null ? [fragment`id < ${to}`] : []),
    ],
    fragment` and `,
  )
}

const orderOf = ({ direction }: Place) => (direction === 'older' ? fragment`id desc` : fragment`id asc`)

/** The first rows of all scopes. */
function rowsOf({ scopes, bounds, place }: Search, limit: number): RawBuilder<unknown> {
  const parts = scopes.map(
    ({ from, where }) =>
      fragment`(select * from ${from} where ${where} and ${inRange(place, bounds)} order by ${orderOf(place)} limit ${limit})`,
  )
  if (parts.length === 1) return parts[0]!
  return fragment`select * from (${fragment.join(parts, fragment` union all `)}) parts order by ${orderOf(place)} limit ${limit}`
}

/** The first rows, with their place, the one before and, if it is searched, how many bytes of data are before, which is not read. */
function measured(search: Search, limit: number): RawBuilder<unknown> {
  const order = orderOf(search.place)
  const rows =
    search.data === 'of the event'
      ? fragment`select r.*, e.data from (${rowsOf(search, limit)}) r
          left join lateral (select data from events where id = r.event_id offset 0) e on true order by ${order}`
      : rowsOf(search, limit)
  const before = search.data
    ? fragment`, coalesce(sum(octet_length(data)) over w, 0) - coalesce(octet_length(data), 0) as bytes_before`
    : fragment``
  return fragment`select *, row_number() over w as place, lag(id) over w as previous${before}
    from (${rows}) d window w as (order by ${order} rows unbounded preceding)`
}
