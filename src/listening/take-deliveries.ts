import { sql as fragment } from 'kysely'
import type { BegunAttempt } from '../attempts/begin-attempt.ts'
import { PAYLOAD_GONE } from '../attempts/begin-attempt.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { QUEUE } from '../deliveries/queue.ts'

/** A delivery whose attempt was begun for a listener. */
export interface TakenDelivery extends BegunAttempt {
  id: string
  run: number
  startedAt: Date
}

/** Maximum of requests on their way to one listener. */
const MAXIMUM_ON_THEIR_WAY = 20

const WAITS = fragment`started_at is null and status = 'PENDING' and held_until is null and attempt_started_at is null`

/** The oldest that had no attempt yet (0), or that had one (1). */
const oldest = (attempts: 0 | 1) => fragment`
  select id from deliveries_open
  where organization_id = l.organization_id and webhook_id = l.id and ${WAITS}
    and ${fragment.raw(QUEUE.text)} = ${fragment.lit(attempts)}
  order by id || '' limit ${MAXIMUM_ON_THEIR_WAY}`

/**
 * Begins the attempts of the next deliveries that wait for a listener, the oldest first, as many as may be on their way. Null if the
 * listener was opened again, deleted, or taken away by the plan. `database` has INDEX_PLANNING.
 */
export async function takeDeliveries(
  database: Database,
  webhookId: string,
  session: string,
): Promise<TakenDelivery[] | null> {
  const isOpen = fragment`listener_session = ${session} and status = 'LISTENING' and deleted_at is null`
  const rows = await sql<TakenDelivery>(database)`
    with listener as materialized (
      select id from webhooks where id = ${webhookId} and ${isOpen}
    ), locked as materialized (
      -- So that who opens it now finds what is begun here. Only if something may be begun: a lock is written to the disk.
      select * from webhooks where id = ${webhookId} and ${isOpen} and exists (
        select from deliveries_open
        where organization_id = webhooks.organization_id and webhook_id = ${webhookId} and ${WAITS})
      for share of webhooks
    ), oldest as materialized (
      -- Of each kind by the order of deliveries_to_start and deliveries_to_replay: however many wait, the others are not read.
      select next.id from locked l cross join lateral (
        (${oldest(0)}) union all (${oldest(1)}) union all
        (select o.id from replays r cross join lateral (
          select id from deliveries_open
          where replay_id = r.id and webhook_id = l.id and ${WAITS} and window_started_at is null
          order by id || '' limit ${MAXIMUM_ON_THEIR_WAY}) o
        where r.organization_id = l.organization_id and r.status = 'RUNNING')) next
    ), waiting as materialized (
      select id, event_id from deliveries_open d
      where d.id = any (array(select id from oldest)) and ${WAITS}
      order by d.id
      limit greatest(${MAXIMUM_ON_THEIR_WAY}::int - (
        select count(*) from deliveries_open where webhook_id || '' = ${webhookId} and attempt_started_at is not null), 0)
      for update skip locked
    ), gone as (
      update deliveries_open d set status = 'CANCELED', decision = ${PAYLOAD_GONE}, finished_at = now()
      from waiting w where d.id = w.id and not exists (select from events where id = w.event_id)
    ), taken as (
      update deliveries_open d set attempt_count = d.attempt_count + 1, attempt_started_at = now(), attempt_trigger = d.trigger,
        attempt_target_version = l.target_version, window_started_at = coalesce(d.window_started_at, now()),
        retry_requested_at = null, next_attempt_at = null, decision = ''
      from waiting w, locked l where d.id = w.id and exists (select from events where id = w.event_id)
      returning d.id, d.run, d.organization_id, d.webhook_id, d.event_id, d.event_type, d.attempt_count, d.trigger,
        d.attempt_started_at, d.retry_count
    )
    select t.id, t.run, t.organization_id as "organizationId", t.webhook_id as "webhookId",
      t.event_id as "eventId", t.event_type as "eventType", t.attempt_count as number, t.trigger, t.retry_count as "retryCount",
      t.attempt_started_at as "startedAt", e.occurred_at as "occurredAt", e.data, h.dialect, h.channel_id as "channelId", h.url,
      h.headers, h.secrets, h.target_version as "targetVersion", h.retry_policy as "ownPolicy",
      null as traceparent, false as "sendsTraceparent"
    from listener l left join (taken t cross join locked h
      cross join lateral (select occurred_at, data from events where id = t.event_id offset 0) e) on true
    order by t.id`
  if (rows.length === 0) return null
  return rows.filter(({ id }) => id !== null)
}
