import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { Delivery } from './delivery.ts'
import { readBy } from '../database/read-by.ts'
import { searchNewest } from '../database/search-newest.ts'
import type { DeliveryStatus } from '../words/enums.ts'

export interface DeliveryFilter {
  organizationId: string
  /** A webhook of the organization. */
  webhookId?: string | null | undefined
  /** An event of the organization. */
  eventId?: string | null | undefined
  status?: DeliveryStatus | null | undefined
}

/** Deliveries of an organization, the newest first, older than the one with the id `before`; see searchNewest. */
export async function searchDeliveries(
  database: Database,
  filter: DeliveryFilter,
  before: string | null,
  limit: number,
): Promise<{ nodes: Delivery[]; searchedTo: { id: string } | null }> {
  const { ids, searchedTo } = await searchNewest(database, {
    table: 'deliveries',
    scope: scopeOf(filter),
    filter: fragment.join([fragment`true`, ...conditionsOf(filter)], fragment` and `),
    before,
    limit,
  })
  const found = ids.length === 0 ? [] : await readBy(database, Delivery, 'id', ids)
  const byId = new Map(found.map((row) => [row.id, row]))
  const nodes = ids.flatMap((id) => byId.get(id) ?? [])
  return { nodes, searchedTo: searchedTo === null ? null : { id: searchedTo } }
}

/** The condition of the index that leaves the fewest rows to scan. Migration 0005 created the indexes by status. */
function scopeOf({ organizationId, webhookId, eventId, status }: DeliveryFilter): RawBuilder<unknown> {
  if (eventId != null) return fragment`event_id = ${eventId}`
  if (status === 'PENDING') return fragment`organization_id || '' = ${organizationId} and status = 'PENDING'`
  const ended =
    status === 'FAILED' || status === 'CANCELED'
      ? fragment` and status = ${fragment.lit(status)}`
      : fragment``
  return webhookId != null
    ? fragment`webhook_id = ${webhookId}${ended}`
    : fragment`organization_id = ${organizationId}${ended}`
}

function conditionsOf({ organizationId, webhookId, status }: DeliveryFilter): RawBuilder<unknown>[] {
  return [
    fragment`organization_id = ${organizationId}`,
    ...(webhookId != null ? [fragment`webhook_id = ${webhookId}`] : []),
    ...(status != null ? [fragment`status = ${status}`] : []),
  ]
}
