import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { ApiKey } from './api-key.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { isLive } from './api-keys.ts'

/**
 * Revokes a key that is being rotated, effective in `overlapMs` milliseconds, and returns it; null if the key was already
 * replaced or revoked, or has expired. The key stays locked until the transaction ends, so only one of several concurrent
 * rotations gets it.
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
 * If a rotation ended a key less than this many milliseconds before the revocation, the two requests were concurrent:
 * whoever revokes the key can't have known of the rotation.
 */
const SAME_MOMENT_MS = 1_000

/**
 * Revokes a key at once, and the keys that replaced it since `askedAt`, when the revocation was requested: otherwise a
 * concurrent rotation would leave a valid successor. A later rotation fails, as the key is revoked by then. A successor
 * from before `askedAt` stays: whoever revokes a key during its overlap knows of the successor. Returns the key first,
 * then its revoked successors. Throws if the key does not exist.
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

/** Reads the current state of the key and locks it against changes until the transaction ends. */
async function lockApiKey(em: SqlEntityManager, id: string): Promise<ApiKey | null> {
  await sql(em)`select from api_keys where id = ${id} for no key update`
  return em.findOne(ApiKey, { id }, { refresh: true })
}
