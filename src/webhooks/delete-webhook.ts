import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { deleteHealth } from '../health/reset-health.ts'
import { changeWebhook } from './change-webhook.ts'
import { endPending } from './disable-webhook.ts'
import type { Webhook } from './webhook.ts'

/**
 * Deletes a webhook and cancels its pending deliveries, in one transaction. Its log stays. Null if it was deleted before. `isWanted` is
 * asked under its lock.
 */
export function deleteWebhook(
  database: Database,
  id: string,
  isWanted: (em: SqlEntityManager) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Webhook | null> {
  return changeWebhook(database, id, async (locked, em) => {
    if (!(await isWanted(em))) return
    locked.deletedAt = new Date()
    await em.flush()
    await endPending(em, [id], 'CANCELED', 'The webhook was deleted.')
    await deleteHealth(em, id)
  })
}
