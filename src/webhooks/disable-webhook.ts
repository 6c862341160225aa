import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { tell } from '../operational-events/tell.ts'

type Transaction = Parameters<typeof sql>[0]

const DISABLED = 'The webhook was disabled.'

/** Since when a webhook that is disabled now misses events: one that is being published was begun before, and may take 5 s. */
export const MISSED_FROM_NOW = fragment`now() - interval '10 seconds'`

/** Disables a webhook on request and skips its pending deliveries, in one transaction. */
export async function disableWebhook(database: Database, webhookId: string): Promise<void> {
  await transactional(database, async (em) => {
    await sql(em)`
      update webhooks set status = 'DISABLED', status_reason = 'REQUESTED', status_before_plan = null,
        missed_since = case when status = 'DISABLED' then missed_since else ${MISSED_FROM_NOW} end,
        updated_at = greatest(now(), updated_at + interval '1 millisecond')
      where id = ${webhookId} and deleted_at is null`
    await endPending(em, [webhookId], 'SKIPPED', DISABLED)
  })
}

/**
 * Disables a webhook whose receiver answered 410 Gone. It does nothing if the answer is outdated: `targetVersion` is of when the
 * attempt began, and since then requests go elsewhere or the webhook was enabled again. `record` writes the attempt after the
 * webhook is locked: all code locks a webhook before its deliveries, to avoid deadlocks.
 */
export async function disableGone<Result>(
  database: Database,
  { webhookId, targetVersion }: { webhookId: string; targetVersion: number },
  record: (em: Transaction) => Promise<Result>,
): Promise<Result> {
  return transactional(database, async (em) => {
    const disabled = await sql<{ organizationId: string }>(em)`
      update webhooks set status = 'DISABLED', status_reason = 'GONE',
        missed_since = ${MISSED_FROM_NOW},
        updated_at = greatest(now(), updated_at + interval '1 millisecond')
      where id = ${webhookId} and target_version = ${targetVersion} and status <> 'DISABLED' and deleted_at is null
      returning organization_id as "organizationId"`
    for (const { organizationId } of disabled)
      await tell(em, [{ organizationId, type: 'webhook.disabled', webhookId, detail: { reason: 'GONE' } }])
    const recorded = await record(em)
    if (disabled.length > 0) await endPending(em, [webhookId], 'SKIPPED', DISABLED)
    return recorded
  })
}

/**
 * Ends all pending deliveries of webhooks, of which each has missed something since the oldest was made. Their workflows need no
 * signal: each checks Postgres before its next attempt and ends then.
 */
export async function endPending(
  em: Transaction,
  webhookIds: readonly string[],
  status: 'SKIPPED' | 'CANCELED',
  decision: string,
): Promise<void> {
  if (webhookIds.length === 0) return
  // There may be many deliveries, so the statements of this transaction may take up to a minute.
  await sql(em)`select set_config('statement_timeout', '60s', true)`
  await sql(em)`
    with ended as (
      update deliveries d set status = ${status}, decision = ${decision}, next_attempt_at = null, finished_at = now()
      where d.status = 'PENDING' and d.id in (
        -- Locked in the same order as in markStarted, to avoid deadlocks.
        select id from deliveries_open where webhook_id = any(${webhookIds}) and status = 'PENDING' order by id
        for no key update)
      returning d.webhook_id, d.created_at
    )
    update webhooks w set missed_since = least(w.missed_since, e.oldest)
    from (select webhook_id, min(created_at) as oldest from ended group by webhook_id) e where w.id = e.webhook_id`
}
