import { sql as fragment, type RawBuilder } from 'kysely'
import type { Scope } from '../database/search-newest.ts'
import type { DeliveryStatus } from '../words/enums.ts'

export interface Wanted {
  organizationId: string
  /** Null: any. */
  webhooks: readonly string[] | null
  eventId: string | null | undefined
  /** Null: any. */
  statuses: readonly DeliveryStatus[] | null
}

/** Above this number of scopes planning takes longer than reading more rows. */
const MAXIMUM_SCOPES = 8

const FROM_ALL = fragment`deliveries`

/**
 * The parts of the tables that leave the fewest rows to scan, each by an index. Of the ended deliveries those that did not succeed
 * have one by status. An open one has another status than PENDING only while its last attempt is under way.
 */
export function scopesOf({ organizationId, webhooks, eventId, statuses }: Wanted): Scope[] {
  if (eventId != null) return [{ from: FROM_ALL, where: fragment`event_id = ${eventId}` }]
  const ofOrganization = [fragment`organization_id = ${organizationId}`]
  const owners = webhooks ? webhooks.map((id) => fragment`webhook_id = ${id}`) : ofOrganization
  const scopes = owners.flatMap((owner) => byStatus(owner, statuses))
  return owners.length === 1 || scopes.length <= MAXIMUM_SCOPES
    ? scopes
    : ofOrganization.flatMap((owner) => byStatus(owner, statuses))
}

/** Those under way, by their own index. */
const FROM_UNDER_WAY = fragment`(select * from deliveries_open where attempt_started_at is not null offset 0) under_way`

function byStatus(owner: RawBuilder<unknown>, statuses: readonly DeliveryStatus[] | null): Scope[] {
  if (!statuses || statuses.includes('SUCCEEDED')) return [{ from: FROM_ALL, where: owner }]
  const ended = statuses.filter((status) => status !== 'PENDING')
  return [
    ...(statuses.includes('PENDING')
      ? [{ from: fragment`deliveries_open`, where: fragment`${owner} and status = 'PENDING'` }]
      : []),
    ...(ended.length > 0
      ? [{ from: FROM_UNDER_WAY, where: fragment`${owner} and status = any (${ended})` }]
      : []),
    ...ended.map((status) => ({
      from: fragment`deliveries_ended`,
      where: fragment`${owner} and status = ${fragment.lit(status)}`,
    })),
  ]
}
