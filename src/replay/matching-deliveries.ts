import { sql as fragment, type RawBuilder } from 'kysely'
import type { DeliveryStatus } from '../words/enums.ts'
import { idBounds } from './id-bounds.ts'
import type { Replay } from './replay.ts'

/** Which deliveries and events a replay is of. `createdAt`: of the replay; what ended or was published later is none of it. */
export type ReplayFilter = Pick<
  Replay,
  | 'organizationId'
  | 'webhookId'
  | 'since'
  | 'until'
  | 'statuses'
  | 'eventTypes'
  | 'statusCodes'
  | 'errorKinds'
  | 'includeMissed'
  | 'missedWebhookIds'
  | 'createdAt'
> & {
  /** Webhooks whose deliveries are left out. */
  exceptWebhookIds?: readonly string[]
}

/**
 * Two common table expressions: `scanned`, the next `page` ended deliveries after the id `after` in the order of their ids, and
 * `matching`, those of them that a replay is of. A delivery that ends after the replay was made is none of it, so the set only
 * gets smaller. Nor are test events, and what can't be sent now: its payload is gone, or its webhook deleted or disabled.
 */
export function matchingDeliveries(
  filter: ReplayFilter,
  after: string,
  page: number,
  order: 'asc' | 'desc' = 'asc',
): RawBuilder<unknown> {
  const {
    statuses,
    eventTypes,
    statusCodes,
    errorKinds,
    since,
    until,
    createdAt,
    exceptWebhookIds = [],
  } = filter
  const pages = scopesOf(filter).map(
    (scope) => fragment`(
      select id, webhook_id, event_id, event_type, test, status, run, status_code, error_kind, attempt_count, created_at, finished_at, replay_id
      from deliveries_ended where ${scope} and ${between(filter, after, order)}
      order by id ${fragment.raw(order)} limit ${page})`,
  )
  const anyOf = (values: readonly unknown[], type: string, value: RawBuilder<unknown>) =>
    values.length === 0
      ? fragment`true`
      : fragment`coalesce(${value} = any (${values}::${fragment.raw(type)}), false)`
  return fragment`
    scanned as materialized (
      select * from (${fragment.join(pages, fragment` union all `)}) pages order by id ${fragment.raw(order)} limit ${page}
    ), matching as materialized (
      select s.*, coalesce(s.event_type, old.type) as type
      from scanned s
        -- Of a delivery that ended before version 0.2 only the event and the last attempt say it.
        left join lateral (select type, test from known_events where s.event_type is null and id = s.event_id offset 0) old on true
        left join lateral (select status_code, error_kind from attempts
          where s.event_type is null and delivery_id = s.id and number = s.attempt_count offset 0) last on true
        cross join lateral (select from webhooks where id = s.webhook_id and deleted_at is null and status <> 'DISABLED' offset 0) reachable
        cross join lateral (select from events where id = s.event_id offset 0) payload
      where not s.webhook_id = any (${exceptWebhookIds}::text[])
        and s.status = any (${statuses}::text[]) and s.created_at >= ${since} and s.created_at < ${until}
        and (s.finished_at is null or s.finished_at <= ${createdAt})
        and not coalesce(s.test, old.test, false)
        and ${anyOf(eventTypes, 'text[]', fragment`coalesce(s.event_type, old.type)`)}
        and ${anyOf(statusCodes, 'int[]', fragment`coalesce(s.status_code, last.status_code)`)}
        and ${anyOf(errorKinds, 'text[]', fragment`coalesce(s.error_kind, last.error_kind)`)}
    )`
}

function between({ since, until }: ReplayFilter, after: string, order: 'asc' | 'desc') {
  const { least, end } = idBounds('wd_', since, until)
  return order === 'asc'
    ? fragment`id >= ${least} and id > ${after} and id < ${end}`
    : fragment`id >= ${least} and id < ${end}`
}

/** The statuses that indexes are for (src/retention/partitions.ts). They hold only these, so they are short. */
const INDEXED: readonly DeliveryStatus[] = ['FAILED', 'CANCELED', 'SKIPPED']

/** Conditions that an index is for each; together they find all that can match. */
function scopesOf({ organizationId, webhookId, statuses }: ReplayFilter): RawBuilder<unknown>[] {
  const owner =
    webhookId === null
      ? fragment`organization_id = ${organizationId}`
      : fragment`webhook_id = ${webhookId} and organization_id || '' = ${organizationId}`
  if (statuses.length === 0) return [fragment`${owner} and false`]
  return statuses.every((status) => INDEXED.includes(status))
    ? statuses.map((status) => fragment`${owner} and status = ${fragment.lit(status)}`)
    : [owner]
}
