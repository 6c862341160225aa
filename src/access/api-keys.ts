import { createHash, randomBytes } from 'node:crypto'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { ApiKey } from './api-key.ts'
import type { Database } from '../database/database.ts'
import { createBatching } from '../database/batching.ts'
import { readWith } from '../database/read-by.ts'
import { newId } from '../ids.ts'
import { Organization } from '../organizations/organization.ts'
import type { Scope } from '../words/enums.ts'

/** Every key begins with this, so that secret scanners can find leaked ones. */
const PREFIX = 'dk_'

/** The format of a key. Other tokens are rejected without a database query. */
const TOKEN = /^dk_[\w-]{43}$/

/** `lastUsedAt` is updated at most once in this time, in milliseconds. */
const LAST_USED_PRECISION_MS = 60_000

export interface NewApiKey {
  organizationId: string | null
  name: string
  scopes: Scope[]
  expiresAt: Date | null
}

/** Creates a key. Returns it with its token, which is not stored. */
export async function createApiKey(
  database: Database,
  wanted: NewApiKey,
): Promise<{ apiKey: ApiKey; token: string }> {
  const em = database.em.fork()
  const made = addApiKey(em, wanted)
  await em.flush()
  return made
}

/** As createApiKey, but stored when the entity manager is flushed. `replaces`: id of the key that this one replaces. */
export function addApiKey(
  em: SqlEntityManager,
  { replaces = null, ...wanted }: NewApiKey & { replaces?: string | null },
): { apiKey: ApiKey; token: string } {
  const token = PREFIX + randomBytes(32).toString('base64url')
  const apiKey = em.create(ApiKey, {
    ...wanted,
    id: newId.apiKey(),
    hash: hashToken(token),
    prefix: token.slice(0, PREFIX.length + 6),
    revokedAt: null,
    lastUsedAt: null,
    replaces,
  })
  return { apiKey, token }
}

/**
 * Finds the key of a token, with its organization; null if the token is unknown or its key was revoked or has expired. Always
 * asks the database, so that a revoked key ends at once; calls of the same moment go together.
 */
export async function findApiKey(
  database: Database,
  token: string,
  now = new Date(),
): Promise<KeyOfOrganization | null> {
  if (!TOKEN.test(token)) return null
  const apiKey = await readKey(database, hashToken(token))
  if (!apiKey || !isLive(apiKey, now)) return null
  if (!apiKey.lastUsedAt || now.getTime() - apiKey.lastUsedAt.getTime() > LAST_USED_PRECISION_MS) {
    apiKey.lastUsedAt = now
    await database.em.fork().nativeUpdate(ApiKey, { id: apiKey.id }, { lastUsedAt: now })
  }
  return apiKey
}

/** An API key with its organization: null for an operator's key. */
type KeyOfOrganization = ApiKey & { organization: Organization | null }

const readKey = createBatching<Database, Buffer, KeyOfOrganization | null>({
  name: 'keys',
  maximumItems: 100,
  async run(database, hashes) {
    const found = await readWith(database, ApiKey, 'hash', hashes, ['organizationId', Organization])
    const byHash = new Map(found.map((pair) => [pair[0].hash.toString('latin1'), pair]))
    return hashes.map((hash) => {
      const pair = byHash.get(hash.toString('latin1'))
      // An object of its own for each caller, who may change it.
      return pair ? Object.assign({}, pair[0], { organization: pair[1] }) : null
    })
  },
})

export function isLive(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): boolean {
  return (revokedAt === null || revokedAt > now) && (expiresAt === null || expiresAt > now)
}

const hashToken = (token: string) => createHash('sha256').update(token).digest()
