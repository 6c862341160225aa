import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { readBy } from '../database/read-by.ts'
import { searchNewest, type Found, type Place, type Search } from '../database/search-newest.ts'
import type { SearchedOrganization } from '../search/search-data.ts'
import { idSince, idUntil } from '../search/time-bounds.ts'
import type { DeliveryStatus, ErrorKind } from '../words/enums.ts'
import { Delivery } from './delivery.ts'
import { scopesOf } from './delivery-scopes.ts'
import { searchText } from './search-text.ts'
import { webhooksOfChannel } from './webhooks-of-channel.ts'

/** What is null or left out is no condition; nor is an empty list. */
export interface DeliveryFilter {
  /** Text in the event's data; a delivery's id; an event's id; an idempotency key. */
  text?: string | null | undefined
  /** A webhook of the organization. */
  webhookId?: string | null | undefined
  /** An event of the organization. */
  eventId?: string | null | undefined
  status?: DeliveryStatus | null | undefined
  statuses?: readonly DeliveryStatus[] | null | undefined
  /** Of the last attempt, as the error kinds; deliveries that ended before version 0.2 have neither, nor an event type. */
  statusCodes?: readonly number[] | null | undefined
  errorKinds?: readonly ErrorKind[] | null | undefined
  eventTypes?: readonly string[] | null | undefined
  /** Of the webhook. */
  channelId?: string | null | undefined
  since?: Date | null | undefined
  until?: Date | null | undefined
}

/** One page of an organization's deliveries, in the direction of the place; see searchNewest. */
export async function searchDeliveries(
  database: Database,
  organization: SearchedOrganization,
  filter: DeliveryFilter,
  place: Place,
): Promise<{ nodes: Delivery[]; searchedTo: { id: string } | null }> {
  const { ids, searchedTo } = await findDeliveries(database, organization, filter, place)
  const found = ids.length === 0 ? [] : await readBy(database, Delivery, 'id', ids)
  const byId = new Map(found.map((row) => [row.id, row]))
  const nodes = ids.flatMap((id) => byId.get(id) ?? [])
  return { nodes, searchedTo: searchedTo === null ? null : { id: searchedTo } }
}

async function findDeliveries(
  database: Database,
  organization: SearchedOrganization,
  { text, channelId, webhookId, eventId, ...filter }: DeliveryFilter,
  place: Place,
): Promise<Found> {
  const webhooks = await webhooksOf(database, organization.id, { channelId, webhookId })
  const statuses = possibleStatuses(filter)
  if (webhooks?.length === 0 || statuses?.length === 0) return { ids: [], searchedTo: null }
  const conditions = [
    fragment`organization_id = ${organization.id}`,
    ...(webhooks ? [fragment`webhook_id = any (${webhooks})`] : []),
    ...(eventId != null ? [fragment`event_id = ${eventId}`] : []),
    ...(statuses ? [fragment`status = any (${statuses})`] : []),
    ...conditionsOf(filter),
  ]
  const search: Search = {
    scopes: scopesOf({ organizationId: organization.id, webhooks, eventId, statuses }),
    bounds: {
      from: filter.since && idSince('wd_', filter.since),
      to: filter.until && idUntil('wd_', filter.until),
    },
    filter: fragment.join(conditions, fragment` and `),
    place,
  }
  const wanted = text?.trim() ?? ''
  return wanted === '' ? searchNewest(database, search) : searchText(database, organization, wanted, search)
}

/** The webhooks that deliveries may be to; null: any. */
async function webhooksOf(
  database: Database,
  organizationId: string,
  { channelId, webhookId }: Pick<DeliveryFilter, 'channelId' | 'webhookId'>,
): Promise<string[] | null> {
  if (channelId == null) return webhookId == null ? null : [webhookId]
  const ofChannel = await webhooksOfChannel(database, organizationId, channelId)
  return webhookId == null ? ofChannel : ofChannel.filter((id) => id === webhookId)
}

const ALL: readonly DeliveryStatus[] = ['PENDING', 'FAILED', 'CANCELED', 'SKIPPED', 'SUCCEEDED']

/** The statuses that deliveries can have; null: any. One that succeeded has a code of success, and at most the harmless error. */
function possibleStatuses({
  status,
  statuses,
  statusCodes,
  errorKinds,
}: DeliveryFilter): DeliveryStatus[] | null {
  const failed =
    (hasAny(statusCodes) && !statusCodes.some((code) => code >= 200 && code <= 299)) ||
    (hasAny(errorKinds) && !errorKinds.includes('BODY_TRUNCATED'))
  const possible = ALL.filter(
    (each) =>
      (status == null || each === status) &&
      (!hasAny(statuses) || statuses.includes(each)) &&
      !(failed && each === 'SUCCEEDED'),
  )
  return possible.length === ALL.length ? null : possible
}

function conditionsOf({
  statusCodes,
  errorKinds,
  eventTypes,
  since,
  until,
}: DeliveryFilter): RawBuilder<unknown>[] {
  return [
    ...(hasAny(statusCodes) ? [fragment`status_code = any (${statusCodes})`] : []),
    ...(hasAny(errorKinds) ? [fragment`error_kind = any (${errorKinds})`] : []),
    ...(hasAny(eventTypes) ? [fragment`event_type = any (${eventTypes})`] : []),
    ...(since ? [fragment`created_at >= ${since}`] : []),
    ...(until ? [fragment`created_at < ${until}`] : []),
  ]
}

const hasAny = <Item>(list: readonly Item[] | null | undefined): list is readonly Item[] =>
  list != null && list.length > 0
