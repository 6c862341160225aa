import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { searchNewest, type Found, type Search } from '../database/search-newest.ts'
import { sql } from '../database/sql.ts'
import { indexedFrom } from '../search/indexed-from.ts'
import { eventOfKey } from '../search/named-event.ts'
import { findInIndex, isIndexed, type SearchedOrganization } from '../search/search-data.ts'
import { dataContains, deliveryIdIn, eventIdIn, termsOf } from '../search/search-text.ts'

/** Deliveries whose events' data one page searches one after the other. */
const MAXIMUM_SCANNED = { alone: 2_000, withIndex: 500 }

/** Events with the text up to which their deliveries are looked up by their event. */
const MAXIMUM_EVENTS = 200

/**
 * The part of a search of deliveries whose event has the text, is named by it, or whose own id it is. Reads the next deliveries one
 * after the other, with the data of their events; then those of the events that the index finds, if they are few.
 */
export async function searchText(
  database: Database,
  { id: organizationId, searchIndexedSince, lateDeliveriesEnd }: SearchedOrganization,
  text: string,
  search: Search,
): Promise<Found> {
  const { place } = search
  const by = (where: Search['scopes'][number]['where']) =>
    searchNewest(database, { ...search, scopes: [{ from: fragment`deliveries`, where }] })
  const deliveryId = deliveryIdIn(text)
  if (deliveryId) return by(fragment`id = ${deliveryId}`)
  const eventId = eventIdIn(text)
  if (eventId) return by(fragment`event_id = ${eventId}`)
  const named = await eventOfKey(database, organizationId, text)
  if (named && !(searchIndexedSince && named.hasData)) return by(fragment`event_id = ${named.id}`)

  const terms = termsOf(text)
  const indexed = deliveriesIndexedFrom({ searchIndexedSince, lateDeliveriesEnd })
  const isNamed = named ? fragment`event_id = ${named.id}` : fragment`false`
  const begun = await searchNewest(database, {
    ...search,
    filter: fragment`${search.filter} and (${isNamed} or ${dataContains(fragment`data`, terms)})`,
    data: 'of the event',
    maximum: MAXIMUM_SCANNED[isIndexed(indexed, place) ? 'withIndex' : 'alone'],
  })
  if (begun.searchedTo === null || indexed === null || begun.searchedTo < indexed) return begun

  const events = await findInIndex(
    database,
    {
      organizationId,
      terms,
      indexedSince: searchIndexedSince ?? null,
      named: named ? [named.id] : [],
      filter: fragment`true`,
      bounds: {},
    },
    MAXIMUM_EVENTS,
  )
  if (!events) return begun
  const rest = { ...place, after: begun.searchedTo, limit: place.limit - begun.ids.length }
  const bounds = search.bounds ?? {}
  const isOlder = place.direction === 'older' && !(bounds.from != null && bounds.from > indexed)
  const from = fragment`(select own.* from unnest(${events}::text[]) as asked(id)
    cross join lateral (select * from deliveries where event_id = asked.id offset 0) own) of_events`
  const found =
    events.length === 0
      ? { ids: [], searchedTo: null }
      : await searchNewest(database, {
          ...search,
          scopes: [{ from, where: fragment`true` }],
          bounds: { ...bounds, from: isOlder ? indexed : bounds.from },
          place: rest,
        })
  const ids = [...begun.ids, ...found.ids]
  if (found.searchedTo !== null || ids.length >= place.limit || !isOlder)
    return { ids, searchedTo: found.searchedTo }
  return { ids, searchedTo: (await hasDeliveries(database, organizationId, indexed)) ? indexed : null }
}

/** The id from which on all deliveries are of indexed events; null: the organization has no index. */
function deliveriesIndexedFrom({
  searchIndexedSince,
  lateDeliveriesEnd,
}: Omit<SearchedOrganization, 'id'>): string | null {
  if (!searchIndexedSince) return null
  // Deliveries are made with their events, except those that are noted.
  const begin = indexedFrom(searchIndexedSince).replace(/^evt/, 'wd')
  return lateDeliveriesEnd != null && lateDeliveriesEnd > begin ? lateDeliveriesEnd : begin
}

async function hasDeliveries(database: Database, organizationId: string, below: string): Promise<boolean> {
  const rows = await sql(database)`
    select from deliveries where organization_id = ${organizationId} and id < ${below} order by id desc limit 1`
  return rows.length > 0
}
