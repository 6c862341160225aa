import { sql as fragment, type RawBuilder } from 'kysely'
import { idBounds, leastDeliveryOf } from './id-bounds.ts'
import type { ReplayFilter } from './matching-deliveries.ts'

/** The position before all events. */
export const FIRST_EVENT = 'evt_'

/**
 * Two common table expressions: `scanned`, the next `page` events after the id `after` that still have their payload, and
 * `missed`, each of them with each of the replay's webhooks that it would go to and has no delivery to: the webhook was disabled,
 * or was not there yet. Test events are none, nor are operational events, which operational webhooks
 * don't miss either (Organization.operationalEvents has them), nor events from before what is kept of deliveries: nobody
 * knows any more what was delivered then.
 */
export function missedEvents(filter: ReplayFilter, after: string, page: number): RawBuilder<unknown> {
  const { organizationId, missedWebhookIds, eventTypes, since, until, createdAt } = filter
  const { least, end } = idBounds('evt_', since, until)
  return fragment`
    scanned as materialized (
      select id, type, event_type_patterns(type) as patterns, channels, test, operational, created_at from events
      where organization_id = ${organizationId} and id >= ${least} and id > ${after} and id < ${end}
      order by id limit ${page}
    ), missed as materialized (
      select e.id, e.type, e.created_at, w.id as webhook_id from scanned e
        cross join lateral (
          select id from webhooks
          where id = any (${missedWebhookIds}::text[]) and deleted_at is null and status <> 'DISABLED' and operational is null
            and e.patterns && event_types
            and (channel_id is null or cardinality(e.channels) = 0 or channel_id = any (e.channels)) offset 0) w
      where not e.test and not e.operational and e.id >= 'evt_' || substr(${keptFrom(organizationId)}, 4)
        and e.created_at >= ${since} and e.created_at < least(${until}::timestamptz, ${createdAt}::timestamptz)
        and ${eventTypes.length === 0 ? fragment`true` : fragment`e.type = any (${eventTypes}::text[])`}
        and not exists (
          select from deliveries d
          where d.event_id = e.id and d.webhook_id = w.id and d.id >= ${leastDeliveryOf(after > least ? after : least)})
    )`
}

/** The least id (`wd_…`) of the deliveries that are all there still. */
const keptFrom = (organizationId: string) => fragment`coalesce((
  select max(bound) from delivery_floors where organization_id in ('', ${organizationId})), '')`
