import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { inRange, searchNewest, type Found, type IdBounds, type Place } from '../database/search-newest.ts'
import { sql } from '../database/sql.ts'
import { boundOf, listPartitions, PARTITIONED } from '../retention/partitions.ts'
import { wordQueries } from './event-words.ts'
import { indexedFrom } from './indexed-from.ts'
import { lookUpWords } from './look-up-words.ts'
import { dataContains } from './search-text.ts'

/** What a search must know of the organization. */
export interface SearchedOrganization {
  id: string
  /** Since when its events are indexed; null or left out: they are not. */
  searchIndexedSince?: Date | null | undefined
  /** Deliveries below this id may be of events that are not indexed; null or left out: only those older than the index. */
  lateDeliveriesEnd?: string | null | undefined
}

export interface DataSearch {
  organizationId: string
  /** The parts of the text; see termsOf. */
  terms: readonly string[]
  /** Since when the organization's events are indexed; null: they are not. */
  indexedSince: Date | null
  /** Ids of events to find whatever their data is. */
  named: readonly string[]
  /** Other conditions on rows of `events`. */
  filter: RawBuilder<unknown>
  bounds: IdBounds
  place: Place
}

/** Events that one page searches one after the other: where there is an index, only those among which frequent words are. */
const MAXIMUM_SCANNED = { alone: 5_000, withIndex: 1_000 }

/** Events with fitting words of which at most so many are read. */
const MAXIMUM_CANDIDATES = 1_000

/** Time for looking into one partition after the other, in milliseconds. */
const MAXIMUM_MS = 1_000

/**
 * Finds events by text in their data, one page. It reads the next events one after the other, which is enough where the words are
 * frequent; then it looks up the words in the index, if the organization has one: in all partitions at once, which is enough where
 * they are rare, else in one partition after the other. What it does is limited, whatever is stored: `searchedTo` says how far it
 * came, and can be between two events.
 */
export async function searchData(database: Database, search: DataSearch): Promise<Found> {
  const { place, bounds } = search
  const index = indexFor(search)
  const begun = await scan(
    database,
    search,
    place,
    isIndexed(index?.from ?? null, place) ? 'withIndex' : 'alone',
  )
  const { searchedTo } = begun
  if (searchedTo === null || !index || !isIndexed(index.from, { ...place, after: searchedTo })) return begun

  const rest = { ...place, after: searchedTo, limit: place.limit - begun.ids.length }
  const from =
    place.direction === 'older' && !(bounds.from != null && bounds.from > index.from)
      ? index.from
      : bounds.from
  const found = await searchIndexed(database, search, index.queries, rest, { ...bounds, from })
  const ids = [...begun.ids, ...found.ids]
  if (
    found.beyondIndex ||
    found.searchedTo !== null ||
    ids.length >= place.limit ||
    from === bounds.from ||
    place.direction === 'newer'
  )
    return { ids, searchedTo: found.searchedTo }
  // What was published before is not indexed.
  return { ids, searchedTo: (await hasEvents(database, search, from!)) ? from! : null }
}

/** Ids of all events with the text if they are few and indexed; null if they are not, or if it takes too long to know. */
export async function findInIndex(
  database: Database,
  search: Omit<DataSearch, 'place'>,
  maximum: number,
): Promise<string[] | null> {
  const index = indexFor(search)
  if (!index) return null
  const { queries, from } = index
  const place = { direction: 'older', after: null, limit: maximum + 1 } as const
  const bounds = { ...search.bounds, from: max(search.bounds.from, from) }
  const candidates = await lookUpWords(database, { queries, bounds, place, maximum })
  if (!candidates) return null
  const { ids, searchedTo } = await recheck(database, search, place, candidates)
  return searchedTo === null ? ids : null
}

interface Index {
  queries: string[]
  /** Events from this id on are indexed. */
  from: string
}

/** What the index can do for a search; null if it is no help. */
function indexFor({ organizationId, terms, indexedSince }: Omit<DataSearch, 'place'>): Index | null {
  if (!indexedSince) return null
  const queries = wordQueries(organizationId, terms)
  return queries.length > 0 ? { queries, from: indexedFrom(indexedSince) } : null
}

/** Whether what is next in a place is indexed, from the id `from` on. */
export const isIndexed = (from: string | null, { direction, after }: Place): boolean =>
  from !== null && (after === null ? direction === 'older' : after >= from)

const max = (one: string | null | undefined, other: string) => (one != null && one > other ? one : other)

/**
 * Looks up the words behind a place in all partitions, then in one after the other. `beyondIndex`: it ended by reading one after the
 * other, so also what is not indexed.
 */
async function searchIndexed(
  database: Database,
  search: DataSearch,
  queries: readonly string[],
  place: Place,
  bounds: IdBounds,
): Promise<Found & { beyondIndex?: true }> {
  const look = async (at: Place, within: IdBounds) => {
    const lookUp = { queries, bounds: within, place: at, maximum: MAXIMUM_CANDIDATES }
    const candidates = await lookUpWords(database, lookUp)
    return candidates && recheck(database, { ...search, bounds: within }, at, candidates)
  }
  const all = await look(place, bounds)
  if (all) return all
  const end = performance.now() + MAXIMUM_MS
  const ids: string[] = []
  let { after } = place
  for (const range of await rangesOf(database, place, bounds)) {
    const rest = { ...place, after, limit: place.limit - ids.length }
    const found = await look(rest, range)
    if (!found) {
      const next = await scan(database, search, rest, 'alone')
      return { ids: [...ids, ...next.ids], searchedTo: next.searchedTo, beyondIndex: true }
    }
    ids.push(...found.ids)
    if (ids.length >= place.limit) return { ids, searchedTo: null }
    if (found.searchedTo !== null) return { ids, searchedTo: found.searchedTo }
    after = (place.direction === 'older' ? range.from : range.to) ?? after
    if (performance.now() > end) return { ids, searchedTo: after }
  }
  return { ids, searchedTo: null }
}

/** What is behind a place, divided as the partitions are, in the direction of the place. */
async function rangesOf(
  database: Database,
  { direction, after }: Place,
  bounds: IdBounds,
): Promise<IdBounds[]> {
  const table = PARTITIONED.events
  const from = direction === 'newer' ? max(bounds.from, after ?? '') : bounds.from
  const to = direction === 'older' ? after : bounds.to
  const partitions = await listPartitions(database, table)
  const limits = new Set(partitions.flatMap((each) => [...(each.from === null ? [] : [each.from]), each.to]))
  const inside = [...limits]
    .map((at) => boundOf(table, at))
    .sort()
    .filter((bound) => bound > (from ?? '') && (to == null || bound < to))
  const ends = [from, ...inside, to]
  const ranges = ends.slice(1).map((end, index): IdBounds => ({ from: ends[index], to: end }))
  return direction === 'older' ? ranges.reverse() : ranges
}

/** Searches the next events one after the other. */
function scan(
  database: Database,
  { organizationId, bounds, ...search }: DataSearch,
  place: Place,
  how: keyof typeof MAXIMUM_SCANNED,
): Promise<Found> {
  return searchNewest(database, {
    scopes: [{ from: fragment`events`, where: fragment`organization_id = ${organizationId}` }],
    bounds,
    filter: conditionOf(search),
    place,
    maximum: MAXIMUM_SCANNED[how],
    data: 'own',
  })
}

/** Which of the events whose words fit have the text. */
function recheck(
  database: Database,
  { organizationId, bounds, ...search }: Omit<DataSearch, 'place'>,
  place: Place,
  candidates: readonly string[],
): Promise<Found> | Found {
  const ids = [...new Set([...candidates, ...search.named])]
  if (ids.length === 0) return { ids: [], searchedTo: null }
  const from = fragment`(select own.* from unnest(${ids}::text[]) as asked(id)
    cross join lateral (select * from events where id = asked.id offset 0) own) candidates`
  return searchNewest(database, {
    scopes: [{ from, where: fragment`organization_id = ${organizationId}` }],
    bounds,
    filter: conditionOf(search),
    place,
    maximum: ids.length,
    data: 'own',
  })
}

function conditionOf({ terms, named, filter }: Pick<DataSearch, 'terms' | 'named' | 'filter'>) {
  const text = dataContains(fragment`data`, terms)
  return fragment`${filter} and (${text}${named.length > 0 ? fragment` or id = any (${named})` : fragment``})`
}

/** Whether the organization has events with payload below an id. */
async function hasEvents(
  database: Database,
  { organizationId, bounds }: DataSearch,
  below: string,
): Promise<boolean> {
  const rows = await sql(database)`
    select from events where organization_id = ${organizationId}
      and ${inRange({ direction: 'older', after: below, limit: 1 }, { from: bounds.from })}
    order by id desc limit 1`
  return rows.length > 0
}
