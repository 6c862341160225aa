import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { Webhook } from './webhook.ts'

/**
 * Locks a webhook until the transaction ends, and returns its current state. Null if there is none or it was deleted. The lock
 * does not block publishing: `for update` would block its foreign keys, and could cause deadlocks with it.
 */
export async function lockWebhook(em: SqlEntityManager, id: string): Promise<Webhook | null> {
  await sql(em)`select from webhooks where id = ${id} for no key update`
  return em.findOne(Webhook, { id, deletedAt: null })
}
