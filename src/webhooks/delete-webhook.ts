import type { Database } from '../database/database.ts'
import { changeWebhook } from './change-webhook.ts'
import { endPending } from './disable-webhook.ts'
import type { Webhook } from './webhook.ts'

/** Deletes a webhook and cancels its pending deliveries, in one transaction. Its log stays. Null if it was deleted before. */
export function deleteWebhook(database: Database, id: string): Promise<Webhook | null> {
  return changeWebhook(database, id, async (locked, em) => {
    locked.deletedAt = new Date()
    await em.flush()
    await endPending(em, [id], 'CANCELED', 'The webhook was deleted.')
  })
}
