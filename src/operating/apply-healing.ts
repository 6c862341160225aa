import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { DEAD_ATTEMPT_SECONDS, interruption } from '../attempts/begin-attempt.ts'
import type { Healing, StartedDelivery } from './decide-healing.ts'

/**
 * Applies `healing` to a delivery, and logs an attempt that nobody will record as INTERRUPTED. Does nothing if the delivery has
 * changed since it was compared with Temporal, or if an attempt may be under way. Returns whether it was applied.
 */
export async function applyHealing(
  database: Database,
  { id, run, nextAttemptAt }: StartedDelivery & { id: string },
  healing: Exclude<Healing, { kind: 'none' }>,
): Promise<boolean> {
  const again = healing.kind === 'start-again'
  const ended = healing.kind === 'end'
  const moved = await sql<{ id: string }>(database)`
    with found as materialized (
      select d.* from deliveries_open d
      where d.id = ${id} and d.run = ${run} and d.status = 'PENDING' and d.started_at is not null
        and d.next_attempt_at is not distinct from ${nextAttemptAt}
        and (d.attempt_started_at is null
          or d.attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_SECONDS}))
      for no key update of d
    ), logged as (
      ${logInterrupted(fragment`${healing.decision}`)}
    )
    update deliveries d set
      run = ${healing.run},
      decision = ${healing.decision},
      status = ${ended ? healing.status : 'PENDING'},
      finished_at = case when ${ended} then now() end,
      attempt_started_at = null,
      attempt_trigger = null,
      started_at = case when not ${again} then d.started_at end,
      leased_until = null,
      held_until = null,
      granted_at = null,
      window_started_at = coalesce(d.window_started_at, d.started_at),
      retry_requested_at = case when not ${again} and not ${ended} then d.retry_requested_at end,
      next_attempt_at = case
        -- A new run keeps the time of the next attempt, unless a retry was requested: then the attempt is due now.
        when ${again} and d.retry_requested_at is null then d.next_attempt_at
        when not ${again} then ${healing.kind === 'note' ? healing.nextAttemptAt : null}::timestamptz end
    from found where d.id = found.id and (d.status = 'PENDING' or d.attempt_started_at is not null)
    returning d.id`
  return moved.length > 0
}

/**
 * Logs a dead attempt as INTERRUPTED whose delivery has ended or was sent again since. This frees capacity of its webhook.
 */
export async function interruptAttempt(database: Database, id: string): Promise<void> {
  await sql(database)`
    with found as materialized (
      select d.* from deliveries_open d
      where d.id = ${id} and d.attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_SECONDS})
        and not (d.status = 'PENDING' and d.started_at is not null)
      for no key update of d
    ), logged as (
      ${logInterrupted(fragment`case when status = 'PENDING' then 'It is sent again.' else decision end`)}
    )
    update deliveries d set attempt_started_at = null, attempt_trigger = null from found
    where d.id = found.id and (d.status = 'PENDING' or d.attempt_started_at is not null)`
}

/** Logs the attempt under way of the delivery in `found`, if any, as INTERRUPTED. `decision`: what happens after it. */
export const logInterrupted = (decision: RawBuilder<unknown>) => fragment`
  insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
    response_headers, response_body_truncated, total_ms, error_kind, error, decision, started_at, finished_at,
    target_version)
  select organization_id, webhook_id, id, event_type, attempt_count, attempt_trigger, 'INTERRUPTED', '[]', false,
    extract(epoch from now() - attempt_started_at) * 1000, 'INTERRUPTED', ${interruption}, ${decision},
    attempt_started_at, now(), attempt_target_version
  from found where attempt_started_at is not null`
