import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { searchNewest, type Found, type Place } from '../database/search-newest.ts'
import { readBy } from '../database/read-by.ts'
import { sql } from '../database/sql.ts'
import { eventOfKey } from '../search/named-event.ts'
import { searchData, type SearchedOrganization } from '../search/search-data.ts'
import { eventIdIn, termsOf } from '../search/search-text.ts'
import { idSince, idUntil } from '../search/time-bounds.ts'
import { Event } from './event.ts'

/** What is null or left out is no condition; nor is an empty list. */
export interface EventFilter {
  /** Text in the data; an event's id; an idempotency key. */
  text?: string | null | undefined
  type?: string | null | undefined
  types?: readonly string[] | null | undefined
  /** A channel of the organization. */
  channelId?: string | null | undefined
  since?: Date | null | undefined
  until?: Date | null | undefined
}

/** One page of an organization's events, in the direction of the place; see searchNewest. */
export async function searchEvents(
  database: Database,
  organization: SearchedOrganization,
  filter: EventFilter,
  place: Place,
): Promise<{ nodes: Event[]; searchedTo: { id: string } | null }> {
  const { ids, searchedTo } = await findEvents(database, organization, filter, place)
  const found = ids.length === 0 ? [] : await readBy(database, Event, 'id', ids)
  const byId = new Map(found.map((row) => [row.id, row]))
  const nodes = ids.flatMap((id) => byId.get(id) ?? [])
  return { nodes, searchedTo: searchedTo === null ? null : { id: searchedTo } }
}

async function findEvents(
  database: Database,
  { id: organizationId, searchIndexedSince }: SearchedOrganization,
  filter: EventFilter,
  place: Place,
): Promise<Found> {
  if (filter.channelId != null && !(await hasChannel(database, organizationId, filter.channelId)))
    return NOTHING
  const conditions = fragment.join([fragment`true`, ...conditionsOf(filter)], fragment` and `)
  const bounds = {
    from: filter.since && idSince('evt_', filter.since),
    to: filter.until && idUntil('evt_', filter.until),
  }
  const ofOrganization = fragment`organization_id = ${organizationId}`
  const known = (scope: RawBuilder<unknown>) =>
    searchNewest(database, {
      scopes: [{ from: fragment`known_events`, where: scope }],
      bounds,
      filter: conditions,
      place,
    })
  const text = filter.text?.trim() ?? ''
  if (text === '') return known(ofOrganization)
  const eventId = eventIdIn(text)
  if (eventId) return known(fragment`id = ${eventId} and ${ofOrganization}`)
  const named = await eventOfKey(database, organizationId, text)
  // Without an index the one that is known is better than what the next page may have.
  if (named && !(searchIndexedSince && named.hasData))
    return known(fragment`id = ${named.id} and ${ofOrganization}`)
  return searchData(database, {
    organizationId,
    terms: termsOf(text),
    indexedSince: searchIndexedSince ?? null,
    named: named ? [named.id] : [],
    filter: conditions,
    bounds,
    place,
  })
}

const NOTHING: Found = { ids: [], searchedTo: null }

async function hasChannel(database: Database, organizationId: string, id: string): Promise<boolean> {
  const rows = await sql(
    database,
  )`select from channels where organization_id = ${organizationId} and id = ${id}`
  return rows.length > 0
}

function conditionsOf({ type, types, channelId, since, until }: EventFilter): RawBuilder<unknown>[] {
  return [
    ...(type != null ? [fragment`type = ${type}`] : []),
    ...(types && types.length > 0 ? [fragment`type = any (${types})`] : []),
    ...(channelId != null ? [fragment`(cardinality(channels) = 0 or ${channelId} = any (channels))`] : []),
    ...(since ? [fragment`created_at >= ${since}`] : []),
    ...(until ? [fragment`created_at < ${until}`] : []),
  ]
}
