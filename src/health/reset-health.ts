import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'

/**
 * Lets webhooks begin anew, in the transaction that enables them: what is held may go; if they are FAILING, one delivery tries at once,
 * and the hours until they are disabled count from now. Call it after their deliveries were changed: rows of webhook_health are locked
 * last.
 */
export async function resetHealth(em: SqlEntityManager, webhookIds: readonly string[]): Promise<void> {
  await sql(em)`
    update webhook_health set look_at = now(), notices = 0, probe_id = null,
      counted_from = case when failing_since is not null then now() end, probe_at = case when failing_since is not null then now() end
    where webhook_id in (select webhook_id from webhook_health where webhook_id = any (${webhookIds}::text[]) order by webhook_id for update)`
}

/**
 * The same webhook has another receiver, which asked for nothing and has failed nothing: if it is FAILING, one delivery tries at once, and
 * the hours until it is disabled count from now. Takes part in the transaction that changes where requests go.
 */
export async function resetReceiver(em: SqlEntityManager, webhookId: string): Promise<void> {
  await sql(em)`
    update webhook_health set probe_at = case when failing_since is not null then now() end, probe_id = null, first_failures = 0,
      notices = 0, counted_from = case when failing_since is not null then now() end, look_at = now(), quiet_until = null, pace = null, pace_step = null, paced_at = null, halved_at = null,
      next_at = case when rate_limit is not null and next_at is not null then
        least(next_at, now() + make_interval(secs => rate_seconds::float8 / rate_limit)) end
    where webhook_id = ${webhookId}`
}

/** Forgets a webhook's health, in the transaction that deletes it. */
export async function deleteHealth(em: SqlEntityManager, webhookId: string): Promise<void> {
  await sql(em)`delete from webhook_health where webhook_id = ${webhookId}`
}
