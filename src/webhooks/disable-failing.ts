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

/**
 * Disables a webhook because it failed, and tells it. What had no attempt yet is SKIPPED; what had one keeps its 24 hours, and gets its
 * last attempt. Does nothing if an attempt succeeded meanwhile, or somebody enabled, disabled, paused or deleted it. Returns whether it
 * was disabled.
 */
export async function disableFailing(database: Database, failed: FailedWebhook): Promise<boolean> {
  const { webhookId, organizationId, failingSince, countedFrom } = failed
  const disabled = await transactional(database, async (em) => {
    const webhook = await sql(em)`
      select from webhooks where id = ${webhookId} and status = 'ENABLED' and deleted_at is null for no key update`
    if (webhook.length === 0) return false
    const told = await sql(em)`
      with failing as (
        update webhook_health set probe_id = null, probe_at = null, ramp = null, look_at = now()
        where webhook_id = ${webhookId} and failing_since = ${failingSince} and counted_from = ${countedFrom}
        returning webhook_id
      )
      insert into operational_events (organization_id, type, webhook_id, detail)
      select ${organizationId}, 'webhook.disabled', webhook_id, json_build_object('reason', 'FAILING', 'failingSince', ${failingSince}::timestamptz)
      from failing returning id`
    if (told.length === 0) return false
    await sql(em)`
      update webhooks set status = 'DISABLED', status_reason = 'FAILING', missed_since = ${MISSED_FROM_NOW},
        updated_at = greatest(now(), updated_at + interval '1 millisecond')
      where id = ${webhookId}`
    return true
  })
  if (disabled) while ((await skipWaiting(database, webhookId)) === PAGE);
  return disabled
}

/** Deliveries that one transaction ends: a dead webhook can have hundreds of thousands. */
const PAGE = 1_000

/** Ends the next deliveries that had no attempt yet. Any that are left, because nobody came so far, are SKIPPED when they are due. */
async function skipWaiting(database: Database, webhookId: string): Promise<number> {
  return transactional(database, async (em) => {
    const webhook = await sql(em)`
      select from webhooks where id = ${webhookId} and status = 'DISABLED' for no key update`
    if (webhook.length === 0) return 0
    const ended = await sql<{ createdAt: Date }>(em)`
      update deliveries d set status = 'SKIPPED', decision = 'The webhook was disabled because it failed.', next_attempt_at = null,
        held_until = null, finished_at = now()
      where d.status = 'PENDING' and d.id in (
        -- Locked in the same order as in markStarted, to avoid deadlocks.
        select id from deliveries_open
        where webhook_id = ${webhookId} and status = 'PENDING' and window_started_at is null and attempt_started_at is null
        order by id limit ${PAGE} for no key update)
      returning d.created_at as "createdAt"`
    const oldest = Math.min(...ended.map(({ createdAt }) => createdAt.getTime()))
    if (ended.length > 0)
      await sql(em)`
        update webhooks set missed_since = least(missed_since, ${new Date(oldest)}::timestamptz) where id = ${webhookId}`
    return ended.length
  })
}
