import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Webhook } from '../webhooks/webhook.ts'
import { userError } from '../words/user-errors.ts'
import type { CheckedInput } from './check-input.ts'

/** Whose deliveries a replay is of: all of an organization, or those to one of its webhooks. */
export interface ReplayScope {
  organizationId: string
  webhookId: string | null
}

/** Throws WEBHOOK_DELETED or WEBHOOK_DISABLED if nothing can be sent to a webhook. A paused one gets what waits when it is enabled. */
export function requireReachable({ status, deletedAt }: Pick<Webhook, 'status' | 'deletedAt'>): void {
  if (deletedAt)
    throw userError(
      'WEBHOOK_DELETED',
      'The webhook was deleted, so nothing can be sent to it.',
      'input.webhookId',
    )
  if (status === 'DISABLED')
    throw userError('WEBHOOK_DISABLED', 'The webhook is DISABLED. Enable it first.', 'input.webhookId')
}

/** The webhooks that get what they missed: the one that was asked for, or all enabled ones of the organization. */
export async function missedWebhooksOf(
  on: Database | SqlEntityManager,
  { organizationId, webhookId }: ReplayScope,
  { includeMissed }: Pick<CheckedInput, 'includeMissed'>,
): Promise<string[]> {
  if (!includeMissed) return []
  if (webhookId !== null) return [webhookId]
  const rows = await sql<{ id: string }>(on)`
    select id from webhooks where organization_id = ${organizationId} and deleted_at is null and status = 'ENABLED' order by id`
  return rows.map(({ id }) => id)
}
