import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { Event } from './event.ts'
import { readBy } from '../database/read-by.ts'
import { searchNewest } from '../database/search-newest.ts'

/** Events of an organization, the newest first, older than the one with the id `before`; see searchNewest. */
export async function searchEvents(
  database: Database,
  organizationId: string,
  type: string | null | undefined,
  before: string | null,
  limit: number,
): Promise<{ nodes: Event[]; searchedTo: { id: string } | null }> {
  const { ids, searchedTo } = await searchNewest(database, {
    table: 'events',
    scope: fragment`organization_id = ${organizationId}`,
    filter: type != null ? fragment`type = ${type}` : fragment`true`,
    before,
    limit,
  })
  const found = ids.length === 0 ? [] : await readBy(database, Event, 'id', ids)
  const byId = new Map(found.map((row) => [row.id, row]))
  const nodes = ids.flatMap((id) => byId.get(id) ?? [])
  return { nodes, searchedTo: searchedTo === null ? null : { id: searchedTo } }
}
