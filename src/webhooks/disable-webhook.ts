import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { WebhookStatusReason } from '../database/webhook.ts'

/** Disables a webhook and cancels its pending deliveries, together. */
export async function disableWebhook(
  database: Database,
  webhookId: string,
  reason: WebhookStatusReason,
): Promise<void> {
  await database.em.fork().transactional(async (em) => {
    await sql(em)`
      update webhooks set status = 'DISABLED', status_reason = ${reason}, updated_at = now()
      where id = ${webhookId} and deleted_at is null`
    await cancelPending(em, webhookId, 'The webhook was disabled.')
  })
}

/**
 * Cancels all pending deliveries of a webhook. Their workflows need no word: each asks Postgres before it sends
 * anything, and ends when its time comes.
 */
export async function cancelPending(
  em: Parameters<typeof sql>[0],
  webhookId: string,
  decision: string,
): Promise<void> {
  await sql(em)`
    update deliveries set status = 'CANCELED', decision = ${decision}, next_attempt_at = null, finished_at = now()
    where status = 'PENDING' and id in (
      -- In one order, as markStarted: two that hold what the other wants would wait for each other.
      select id from deliveries where webhook_id = ${webhookId} and status = 'PENDING' order by id for update)`
}
