import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import { SIGNALS } from '../words/temporal.ts'
import type { Database } from '../database/database.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Notify } from '../database/notify.ts'
import { DEAD_ATTEMPT_SECONDS } from '../attempts/begin-attempt.ts'
import { sql } from '../database/sql.ts'
import { callTemporal } from '../temporal/call-temporal.ts'

export interface RetryDeps {
  database: Database
  temporal: Client
  notify: Pick<Notify, 'deliveriesWait'>
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
    const state = delivery.startedAt ? 'started' : await askRelay()
    if (state === 'asked') return goNow()
    const sent = state === 'started' ? await signal() : 'gone'
    if (sent === 'later') return sent
    // It was held meanwhile: its workflow has ended, or does without another attempt.
    const held = await sql(database)`
      update deliveries set retry_requested_at = now(), held_until = now()
      where id = ${delivery.id} and run > ${delivery.run} and status = 'PENDING' and started_at is null returning id`
    if (held.length > 0) return goNow()
    if (sent === 'done') return sent
    // Its run has ended, by itself a moment ago or through an operator, so the delivery needs a new one.
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
      retry_count = 0, started_at = null, next_attempt_at = null, finished_at = null,
      -- An attempt of the run before that is still on its way may deliver: it is waited for.
      leased_until = attempt_started_at + make_interval(secs => ${DEAD_ATTEMPT_SECONDS}),
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

  /** The relay starts it soon anyway; it is not to wait for its next attempt after that. */
  async function askRelay(): Promise<'asked' | 'started' | 'ended'> {
    // While its first attempt is under way in the direct lane, the next one follows if that fails. One that a replay has put back
    // leaves the replay's queue, where it may wait for long, as one that has begun; it still counts in the replay.
    const asked = await sql(database)`
      update deliveries d set next_attempt_at = null, retry_requested_at = now(),
        -- Whatever its webhook's health says.
        held_until = case when attempt_started_at is null and exists (select from webhook_health where webhook_id = d.webhook_id) then now() end,
        window_started_at = case when replay_id is null then window_started_at else coalesce(window_started_at, now()) end
      where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING' and started_at is null
        and (next_attempt_at is not null or attempt_started_at is not null or (replay_id is not null and window_started_at is null)
          or exists (select from webhook_health where webhook_id = d.webhook_id))
      returning id`
    if (asked.length > 0) return 'asked'
    // Nothing keeps it from being started, or it is not any more what it was when it was read.
    const [open] = await sql<{ started: boolean }>(database)`
      select started_at is not null as started from deliveries_open
      where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING'`
    if (!open) return 'ended'
    return open.started ? 'started' : 'asked'
  }

  /** `gone`: it has no workflow any more. */
  async function signal(): Promise<'done' | 'later' | 'gone'> {
    try {
      await callTemporal(temporal, () => temporal.workflow.getHandle(delivery.id).signal(SIGNALS.retryNow))
      return 'done'
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone'
      log.warn(
        { err: error, deliveryId: delivery.id },
        'A requested retry could not be sent to Temporal; it is stored and sent later.',
      )
      await sql(database)`
        update deliveries set retry_requested_at = now()
        where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING'`
      return 'later'
    }
  }

  async function goNow(): Promise<'done'> {
    await sql(database)`update webhook_health set look_at = now() where webhook_id = ${delivery.webhookId}`
    notify.deliveriesWait()
    return 'done'
  }
}
