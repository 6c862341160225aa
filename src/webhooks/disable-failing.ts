import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { MISSED_FROM_NOW } from './disable-webhook.ts'

/** A webhook that failed for as long as its organization allows, as it was found. */
export interface FailedWebhook {
  webhookId: string
  organizationId: string
  failingSince: Date
  countedFrom: Date
}

/** Thrown inside the transaction to roll it back. */
class Recovered extends Error {}

/**
 * Disables a webhook because it failed, and tells it. What had no attempt yet is SKIPPED; what had one keeps its 24 hours, and gets its
 * last attempt. Does nothing if an attempt succeeded meanwhile, or somebody enabled, disabled, paused or deleted it. Returns whether it
 * was disabled.
 */
export async function disableFailing(database: Database, failed: FailedWebhook): Promise<boolean> {
  const { webhookId, organizationId, failingSince, countedFrom } = failed
  try {
    return await transactional(database, async (em) => {
      // All code locks a webhook before its deliveries, and these before its row of webhook_health, to avoid deadlocks.
      const disabled = await sql(em)`
        update webhooks set status = 'DISABLED', status_reason = 'FAILING', missed_since = ${MISSED_FROM_NOW},
          updated_at = greatest(now(), updated_at + interval '1 millisecond')
        where id = ${webhookId} and status = 'ENABLED' and deleted_at is null returning id`
      if (disabled.length === 0) return false
      await sql(em)`select set_config('statement_timeout', '60s', true)`
      await sql(em)`
        with ended as (
          update deliveries d set status = 'SKIPPED', decision = 'The webhook was disabled because it failed.', next_attempt_at = null,
            held_until = null, finished_at = now()
          where d.status = 'PENDING' and d.id in (
            -- Locked in the same order as in markStarted, to avoid deadlocks.
            select id from deliveries_open
            where webhook_id = ${webhookId} and status = 'PENDING' and window_started_at is null and attempt_started_at is null
            order by id for no key update)
          returning d.created_at
        )
        update webhooks set missed_since = least(missed_since, (select min(created_at) from ended)) where id = ${webhookId}`
      const told = await sql(em)`
        with failing as (
          update webhook_health set probe_id = null, probe_at = null, ramp = null, look_at = now()
          where webhook_id = ${webhookId} and failing_since = ${failingSince} and counted_from = ${countedFrom}
          returning webhook_id
        )
        insert into operational_events (organization_id, type, webhook_id, detail)
        select ${organizationId}, 'webhook.disabled', webhook_id, json_build_object('reason', 'FAILING', 'failingSince', ${failingSince}::timestamptz)
        from failing returning id`
      if (told.length === 0) throw new Recovered()
      return true
    })
  } catch (error) {
    if (error instanceof Recovered) return false
    throw error
  }
}
