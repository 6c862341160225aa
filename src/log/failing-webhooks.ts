import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

export interface FailingWebhook {
  webhookId: string
  attempts: number
  failed: number
  lastError: string | null
  lastFailedAt: Date
}

const MAXIMUM = 20

/** The organization's webhooks with failed attempts in the last `minutes`, the most failures first. */
export function readFailingWebhooks(
  database: Database,
  organizationId: string,
  minutes: number,
  now = new Date(),
): Promise<FailingWebhook[]> {
  const since = new Date(now.getTime() - minutes * 60_000)
  return sql<FailingWebhook>(database)`
    select webhook_id as "webhookId", count(*)::int as attempts,
      count(*) filter (where outcome <> 'SUCCEEDED')::int as failed,
      (array_agg(error order by finished_at desc) filter (where outcome <> 'SUCCEEDED'))[1] as "lastError",
      max(finished_at) filter (where outcome <> 'SUCCEEDED') as "lastFailedAt"
    from attempts join webhooks on webhooks.id = webhook_id and deleted_at is null and status <> 'LISTENING'
    where attempts.organization_id = ${organizationId} and finished_at >= ${since}
    group by webhook_id having count(*) filter (where outcome <> 'SUCCEEDED') > 0
    order by failed desc, webhook_id limit ${MAXIMUM}`
}
