import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { ApiKey } from './api-key.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { isLive } from './api-keys.ts'

/**
 * Ends a key that another takes the place of, in `overlapMs` milliseconds, and gives it; null: it was replaced or revoked,
 * or has expired. Under a lock until the transaction ends: of many that try at once one gets the key.
 */
export async function replaceApiKey(
  em: SqlEntityManager,
  id: string,
  overlapMs: number,
): Promise<ApiKey | null> {
  const key = await lockApiKey(em, id)
  const now = new Date()
  if (!key || key.revokedAt !== null || !isLive(key, now)) return null
  key.revokedAt = new Date(now.getTime() + overlapMs)
  await em.flush()
  return key
}

/**
 * Who revokes a key that a rotation ended less than this long ago, in milliseconds, can't have known of the rotation: it
 * was asked for in the same moment, and its request was the faster one.
 */
const SAME_MOMENT_MS = 1_000

/**
 * Ends a key at once, and with it what took its place since `askedAt`: who revokes a key does not mean to leave one that
 * somebody made of it in the same moment. A rotation that comes later finds the key ended; what took the place of a key
 * that goes on for an overlap is known to who ends the overlap, and stays. Returns the key and then those others. Throws
 * when there is none.
 */
export async function revokeApiKey(database: Database, id: string, askedAt: Date): Promise<ApiKey[]> {
  return database.em.fork().transactional(async (em) => {
    const revoked: ApiKey[] = []
    const ids = [id]
    for (const next of ids) {
      const key = await lockApiKey(em, next)
      if (!key) throw new Error(`There is no API key ${next}.`)
      const now = new Date()
      const isOver = key.revokedAt !== null && key.revokedAt <= now
      const since = isOver ? new Date(askedAt.getTime() - SAME_MOMENT_MS) : askedAt
      if (!isOver) key.revokedAt = now
      await em.flush()
      revoked.push(key)
      const successors = await em.find(ApiKey, { replaces: next, createdAt: { $gte: since } })
      ids.push(...successors.map((successor) => successor.id))
    }
    return revoked
  })
}

/** The key as it is now; nobody else changes it until the transaction ends. */
async function lockApiKey(em: SqlEntityManager, id: string): Promise<ApiKey | null> {
  await sql(em)`select from api_keys where id = ${id} for no key update`
  return em.findOne(ApiKey, { id }, { refresh: true })
}
