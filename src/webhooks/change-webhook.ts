import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { transactional } from '../database/sql.ts'
import { lockWebhook } from './lock-webhook.ts'
import type { Webhook } from './webhook.ts'

/**
 * Changes a webhook under a lock, in one transaction: `change` gets its current state, and concurrent changes wait. Null if
 * there is no such webhook or it was deleted.
 */
export function changeWebhook(
  database: Database,
  id: string,
  change: (webhook: Webhook, em: SqlEntityManager) => void | Promise<void>,
): Promise<Webhook | null> {
  return transactional(database, async (em) => {
    const webhook = await lockWebhook(em, id)
    if (webhook) await change(webhook, em)
    return webhook
  })
}
