import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { Webhook } from './webhook.ts'

/**
 * A webhook as it is now, which nobody else changes until the transaction ends; null: there is none, or it was deleted.
 * The lock lets publishing go on: `for update` would stop its foreign keys, and the two could wait for each other.
 */
export async function lockWebhook(em: SqlEntityManager, id: string): Promise<Webhook | null> {
  await sql(em)`select from webhooks where id = ${id} for no key update`
  return em.findOne(Webhook, { id, deletedAt: null })
}
