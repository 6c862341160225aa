import type { Database } from '../database/database.ts'
import { userError } from '../words/user-errors.ts'
import { changeWebhook } from './change-webhook.ts'
import type { Webhook } from './webhook.ts'

/** Postpones a webhook's deliveries until it is enabled. Null if it was deleted meanwhile. Throws WEBHOOK_DISABLED. */
export function pauseWebhook(database: Database, id: string): Promise<Webhook | null> {
  return changeWebhook(database, id, (locked) => {
    if (locked.status === 'DISABLED')
      throw userError('WEBHOOK_DISABLED', 'A disabled webhook can not be paused. Enable it first.', 'id')
    locked.status = 'PAUSED'
    locked.statusReason = 'REQUESTED'
  })
}
