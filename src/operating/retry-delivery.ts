import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import { SIGNALS } from '../words/temporal.ts'
import type { Database } from '../database/database.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Notify } from '../database/notify.ts'
import { sql } from '../database/sql.ts'
import { callTemporal } from '../temporal/call-temporal.ts'

export interface RetryDeps {
  database: Database
  temporal: Client
  notify: Notify
  log: Logger
}

/**
 * Makes a delivery's next attempt now. A pending delivery's workflow gets a signal; a delivery that has ended goes back to the
 * relay, as a new run with its own 24 hours. `later`: Temporal can't be reached, so Postgres keeps the request, and
 * reconciling sends the signal when Temporal is back.
 */
export async function retryDelivery(
  { database, temporal, notify, log }: RetryDeps,
  delivery: Delivery,
): Promise<'done' | 'later'> {
  if (delivery.status === 'PENDING') {
    if (!delivery.startedAt) {
      // The relay starts it soon anyway. If it was to wait for its next attempt after that, it does not wait any more. While
      // its first attempt is under way in the direct lane, the next one follows if that fails. One that a replay has put back
      // leaves the replay's queue, where it may wait for long, as one that has begun; it still counts in the replay.
      await sql(database)`
        update deliveries d set next_attempt_at = null, retry_requested_at = now(),
          -- Whatever its webhook's health says.
          held_until = case when attempt_started_at is null and exists (select from webhook_health where webhook_id = d.webhook_id) then now() end,
          window_started_at = case when replay_id is null then window_started_at else coalesce(window_started_at, now()) end
        where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING'
          and (next_attempt_at is not null or attempt_started_at is not null or (replay_id is not null and window_started_at is null)
            or exists (select from webhook_health where webhook_id = d.webhook_id))`
      return goNow()
    }
    try {
      await callTemporal(temporal, () => temporal.workflow.getHandle(delivery.id).signal(SIGNALS.retryNow))
      return 'done'
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) {
        log.warn(
          { err: error, deliveryId: delivery.id },
          'A requested retry could not be sent to Temporal; it is stored and sent later.',
        )
        await sql(database)`
          update deliveries set retry_requested_at = now()
          where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING'`
        return 'later'
      }
      // Its workflow has ended, by itself a moment ago or through an operator, so the delivery needs a new run, unless it has one:
      // it was held meanwhile.
      const held = await sql(database)`
        update deliveries set retry_requested_at = now(), held_until = now()
        where id = ${delivery.id} and run > ${delivery.run} and status = 'PENDING' and started_at is null returning id`
      if (held.length > 0) return goNow()
    }
  }
  await sql(database)`
    with failed_in_replay as (
      -- It stays one of those that failed in its replay: this run is none of the replay's.
      insert into replay_failures (replay_id, delivery_id)
      select replay_id, id from deliveries
      where id = ${delivery.id} and run = ${delivery.run} and status in ('FAILED', 'CANCELED', 'SKIPPED')
        and exists (select from replays where id = replay_id)
      on conflict do nothing
    )
    update deliveries set status = 'PENDING', decision = 'It is sent again.',
      replay_id = case when status = 'PENDING' then replay_id end, trigger = 'MANUAL', run = run + 1,
      retry_count = 0, started_at = null, leased_until = null, next_attempt_at = null, finished_at = null,
      -- Of a replay, if its run had not ended: with these it does not wait for the replay.
      window_started_at = case when status = 'PENDING' and replay_id is not null then now() end,
      -- Also while its webhook fails; a limit of attempts holds it as any.
      held_until = case when exists (select from webhook_health
        where webhook_id = deliveries.webhook_id and failing_since is not null) then now() end,
      granted_at = null,
      retry_requested_at = case when status = 'PENDING' and replay_id is not null then now() end,
      -- Missing in deliveries that ended before version 0.2.
      event_type = coalesce(event_type, (select type from known_events where id = event_id)),
      test = coalesce(test, (select test from known_events where id = event_id))
    where id = ${delivery.id} and run = ${delivery.run}
      -- Not if it was delivered while the retry was being requested.
      and not (status = 'SUCCEEDED' and ${delivery.status} <> 'SUCCEEDED')`
  return goNow()

  async function goNow(): Promise<'done'> {
    await sql(database)`update webhook_health set look_at = now() where webhook_id = ${delivery.webhookId}`
    notify.deliveriesWait()
    return 'done'
  }
}
